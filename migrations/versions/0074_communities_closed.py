"""a community can be closed

Revision ID: 0074
Revises: 0072
"""

from alembic import op
import sqlalchemy as sa

import eventapp.db

revision = '0074'
down_revision = '0072'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('community', sa.Column('closed_at', eventapp.db.UtcDateTime(timezone=True), nullable=True))
    there = sa.text('closed_at IS NOT NULL')
    op.create_index(
        'ix_community_closed_at', 'community', ['closed_at'], sqlite_where=there, postgresql_where=there
    )


def downgrade():
    op.drop_index('ix_community_closed_at', 'community')
    op.execute('ALTER TABLE community DROP COLUMN closed_at')
