"""a worker says by which settings it works

Revision ID: 0070
Revises: 0069
"""

from alembic import op
import sqlalchemy as sa

revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('heartbeat', sa.Column('settings', sa.JSON(), nullable=False, server_default='{}'))


def downgrade():
    op.execute('ALTER TABLE heartbeat DROP COLUMN settings')
