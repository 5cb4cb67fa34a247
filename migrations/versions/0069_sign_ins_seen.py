"""a sign-in knows when it was last used

Revision ID: 0069
Revises: 0068
"""

from alembic import op
import sqlalchemy as sa

revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('sign_in', sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
    # Nobody noted it until now: whoever is signed in stays so.
    op.execute('UPDATE sign_in SET seen_at = CURRENT_TIMESTAMP WHERE ended_at IS NULL')


def downgrade():
    op.execute('ALTER TABLE sign_in DROP COLUMN seen_at')
