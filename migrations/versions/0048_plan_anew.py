"""a search for a whole program may plan published sessions anew

Revision ID: 0048
Revises: 0047
"""

from alembic import op

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade():
    false = 'false' if op.get_bind().dialect.name == 'postgresql' else '0'
    op.execute(f'ALTER TABLE search ADD COLUMN anew BOOLEAN NOT NULL DEFAULT {false}')


def downgrade():
    op.execute('ALTER TABLE search DROP COLUMN anew')
