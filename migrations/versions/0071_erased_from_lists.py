"""a list on its way in leaves out whoever is erased meanwhile

Revision ID: 0071
Revises: 0070
"""

from alembic import op
import sqlalchemy as sa

revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('long_list', sa.Column('erased', sa.JSON(), nullable=False, server_default='[]'))


def downgrade():
    op.execute('ALTER TABLE long_list DROP COLUMN erased')
