"""what everybody is told of an event, written with the change, the letters part by part

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'announcement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('until', sa.Integer(), nullable=False),
        sa.Column('since', sa.Integer(), nullable=False),
        sa.Column('cursor', sa.Integer(), nullable=False),
        sa.Column('written', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('update', 'cancelled', 'invite', 'route')",
            name=op.f('ck_announcement_kind_known'),
        ),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'done', 'replaced')", name=op.f('ck_announcement_state_known')
        ),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name=op.f('fk_announcement_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement')),
    )
    op.create_index(op.f('ix_announcement_event_id'), 'announcement', ['event_id'], unique=False)
    op.create_index('ix_announcement_state_due_at', 'announcement', ['state', 'due_at'])


def downgrade():
    op.drop_table('announcement')
