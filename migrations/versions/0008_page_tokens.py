"""a token of its own for the page after a form, which ends when the link in the letter is used

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('link', sa.Column('page_digest', sa.String(length=64), nullable=True))
    op.create_index('ix_link_page_digest', 'link', ['page_digest'], unique=True)


def downgrade():
    op.drop_index('ix_link_page_digest', 'link')
    op.drop_column('link', 'page_digest')
