"""an event can be an example to play with

Revision ID: 0062
Revises: 0060
"""

from alembic import op
import sqlalchemy as sa

revision = '0062'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'event', sa.Column('example', sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade():
    op.execute('ALTER TABLE event DROP COLUMN example')
