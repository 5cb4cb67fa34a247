"""half an hour that two who were introduced have agreed on

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'meeting',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('connection_id', sa.Integer(), nullable=False),
        sa.Column('uid', sa.String(length=200), nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('words', sa.String(length=200), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('stamped_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('organizer', sa.String(length=200), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_ends_after_start')),
        sa.CheckConstraint('sequence >= 0', name=op.f('ck_meeting_sequence_counted')),
        sa.ForeignKeyConstraint(
            ['connection_id'], ['connection.id'], name=op.f('fk_meeting_connection_id_connection'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['asked_by_id'], ['person.id'], name=op.f('fk_meeting_asked_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
        sa.UniqueConstraint('uid', name=op.f('uq_meeting_uid')),
    )
    op.create_index(op.f('ix_meeting_connection_id'), 'meeting', ['connection_id'])


def downgrade():
    op.drop_table('meeting')
