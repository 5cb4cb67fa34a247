"""an event that came in with a calendar knows its entry, and what that said

Revision ID: 0072
Revises: 0071
"""

from alembic import op
import sqlalchemy as sa

revision = '0072'
down_revision = '0071'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('imported_event', sa.Column('source', sa.String(length=64), nullable=True))
    op.add_column('imported_event', sa.Column('said_start', sa.DateTime(timezone=True), nullable=True))
    op.add_column('imported_event', sa.Column('said_end', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    for name in ('source', 'said_start', 'said_end'):
        op.execute(f'ALTER TABLE imported_event DROP COLUMN {name}')
