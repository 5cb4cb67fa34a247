"""each guest's entry keeps the ORGANIZER that it was first written with

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('rsvp', sa.Column('organizer', sa.String(length=200), nullable=True))
    op.execute("UPDATE rsvp SET organizer = '' WHERE sequence IS NOT NULL")


def downgrade():
    op.drop_column('rsvp', 'organizer')
