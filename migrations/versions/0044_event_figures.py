"""each event that is over is counted once, for pictures over many of them

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'event_figures',
        sa.Column('event_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('counted', sa.JSON(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_event_figures_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name=op.f('pk_event_figures')),
    )
    op.create_index(
        'ix_event_figures_due_at', 'event_figures', ['due_at'],
        sqlite_where=sa.text('due_at IS NOT NULL'),
        postgresql_where=sa.text('due_at IS NOT NULL'),
    )


def downgrade():
    op.drop_index('ix_event_figures_due_at', 'event_figures')
    op.drop_table('event_figures')
