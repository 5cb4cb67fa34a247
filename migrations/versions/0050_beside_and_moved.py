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
    postgresql = op.get_bind().dialect.name == 'postgresql'
    time = 'TIMESTAMP WITH TIME ZONE' if postgresql else 'DATETIME'
    # Others point at these tables: on SQLite a batch would make them anew, and take what points there with it.
    op.execute('ALTER TABLE message ADD COLUMN counted_with VARCHAR(200)')
    op.execute(f'ALTER TABLE session ADD COLUMN moved_from {time}')


def downgrade():
    op.execute('ALTER TABLE session DROP COLUMN moved_from')
    op.execute('ALTER TABLE message DROP COLUMN counted_with')
