"""whether everybody sees the link to join an event

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('event', sa.Column('online_public', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    op.drop_column('event', 'online_public')
