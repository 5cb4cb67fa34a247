"""when a worker was last heard of

Revision ID: 0066
Revises: 0064
"""

from alembic import op
import sqlalchemy as sa

import eventapp.db

revision = '0066'
down_revision = '0064'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'heartbeat',
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('heard_at', eventapp.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_heartbeat'),
    )


def downgrade():
    op.drop_table('heartbeat')
