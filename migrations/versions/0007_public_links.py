"""whether everybody sees the link to join an event

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('event', sa.Column('online_public', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    op.drop_column('event', 'online_public')
