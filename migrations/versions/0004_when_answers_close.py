"""when answers close: the public form, and the waitlist

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    # Minutes from the start: 0 is the start itself, also for every event that is there already.
    op.add_column('event', sa.Column('rsvps_close', sa.Integer(), server_default='0', nullable=False))
    op.add_column('event', sa.Column('waitlist_closes', sa.Integer(), server_default='0', nullable=False))


def downgrade():
    op.drop_column('event', 'waitlist_closes')
    op.drop_column('event', 'rsvps_close')
