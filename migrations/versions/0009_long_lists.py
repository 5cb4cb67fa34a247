"""lists that are too long for one request

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'long_list',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('file', sa.Text(), nullable=False),
        sa.Column('chosen', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(length=80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=True),
        sa.Column('left', sa.Integer(), nullable=True),
        sa.Column('brought', sa.JSON(), nullable=True),
        sa.Column('stopping', sa.Boolean(), nullable=False),
        sa.Column('said', sa.Text(), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'running', 'done', 'stopped', 'failed')",
            name=op.f('ck_long_list_state_known'),
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_long_list_by_id_person'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_long_list_event_id_event'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_long_list')),
    )
    op.create_index(op.f('ix_long_list_event_id'), 'long_list', ['event_id'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_long_list_event_id'), table_name='long_list')
    op.drop_table('long_list')
