"""a community's pages have its picture, its word for tables, and its own contact

Revision ID: 0057
Revises: 0056
"""

from alembic import op
import sqlalchemy as sa

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

COLUMNS = (
    ('header_picture', sa.String(80), ''),
    ('header_picture_narrow', sa.String(80), ''),
    ('header_picture_alt', sa.String(200), ''),
    ('header_picture_for_events', sa.Boolean(), sa.false()),
    ('table_word', sa.String(80), ''),
    ('tables_word', sa.String(80), ''),
    ('contact_address', sa.String(200), ''),
)


def upgrade():
    for name, kind, usual in COLUMNS:
        op.add_column('community', sa.Column(name, kind, server_default=usual, nullable=False))


def downgrade():
    for name, _kind, _usual in reversed(COLUMNS):
        op.execute(f'ALTER TABLE community DROP COLUMN {name}')
