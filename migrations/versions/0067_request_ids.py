"""a letter has the name of the request that wrote it

Revision ID: 0067
Revises: 0066
"""

from alembic import op
import sqlalchemy as sa

revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('message', sa.Column('request_id', sa.String(64), nullable=True))


def downgrade():
    op.execute('ALTER TABLE message DROP COLUMN request_id')
