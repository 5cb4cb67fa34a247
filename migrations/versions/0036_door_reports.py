"""what is pressed at a door is kept once, also without a connection

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'door_report',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('number', sa.BigInteger(), nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('by_pass_id', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(length=80), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "\"kind\" IN ('in', 'out', 'walk-in')", name=op.f('ck_door_report_kind_known')
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_door_report_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_door_report_rsvp_id_rsvp'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_door_report_by_id_person'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['by_pass_id'], ['door_pass.id'], name=op.f('fk_door_report_by_pass_id_door_pass'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_door_report')),
        sa.UniqueConstraint('event_id', 'key', name=op.f('uq_door_report_event_id_key')),
    )
    op.create_index(op.f('ix_door_report_rsvp_id'), 'door_report', ['rsvp_id'])


def downgrade():
    op.drop_index(op.f('ix_door_report_rsvp_id'), 'door_report')
    op.drop_table('door_report')
