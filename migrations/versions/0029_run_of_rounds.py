"""an event keeps how somebody ran its rounds

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('event', sa.Column('run', sa.JSON(), nullable=True))


def downgrade():
    op.drop_column('event', 'run')
