"""the language of communities, events, people and answers

Revision ID: 0058
Revises: 0057
"""

from alembic import op

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

TABLES = ('community', 'event', 'person', 'rsvp')


def upgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN language VARCHAR(80) DEFAULT '' NOT NULL")


def downgrade():
    for table in reversed(TABLES):
        op.execute(f'ALTER TABLE {table} DROP COLUMN language')
