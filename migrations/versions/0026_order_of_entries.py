"""each guest's entries rise in DTSTAMP, and an event that was called off takes place after all

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

BEFORE = "kind IN ('update', 'cancelled', 'invite', 'route', 'message')"
AFTER = "kind IN ('update', 'cancelled', 'reopened', 'invite', 'route', 'message')"


def upgrade():
    op.add_column('rsvp', sa.Column('stamped_at', sa.DateTime(timezone=True), nullable=True))
    known(AFTER)
    op.drop_index(op.f('ix_message_about'), 'message')
    op.create_index('ix_message_about', 'message', ['about', 'id'])


def downgrade():
    op.execute("DELETE FROM announcement WHERE kind = 'reopened'")
    known(BEFORE)
    op.drop_index('ix_message_about', 'message')
    op.create_index(op.f('ix_message_about'), 'message', ['about'])
    op.drop_column('rsvp', 'stamped_at')


def known(kinds):
    # Nothing points at announcements, so that SQLite may write the table anew.
    with op.batch_alter_table('announcement') as announcement:
        announcement.drop_constraint(op.f('ck_announcement_kind_known'), type_='check')
        announcement.create_check_constraint(op.f('ck_announcement_kind_known'), kinds)
