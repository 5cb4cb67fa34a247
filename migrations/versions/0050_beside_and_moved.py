"""letters that count as one with another, and from when a session was moved

Revision ID: 0050
Revises: 0049
"""

from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade():
    # Others point at these tables: on SQLite a batch would make them anew, and take what points there with it.
    op.execute('ALTER TABLE message ADD COLUMN counted_with VARCHAR(200)')


def downgrade():
    op.execute('ALTER TABLE message DROP COLUMN counted_with')
