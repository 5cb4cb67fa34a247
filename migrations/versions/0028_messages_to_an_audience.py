"""what an organizer types can wait, be taken back and stopped, and its letters are found by it

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

BEFORE = "state IN ('waiting', 'done', 'replaced')"
AFTER = "state IN ('waiting', 'done', 'replaced', 'stopped', 'draft')"
IN_BATCH = sa.text('batch IS NOT NULL')


def upgrade():
    op.add_column('message', sa.Column('batch', sa.String(length=80), nullable=True))
    op.create_index(
        'ix_message_batch', 'message', ['batch', 'id'],
        sqlite_where=IN_BATCH, postgresql_where=IN_BATCH,
    )
    # Nothing points at announcements, so that SQLite may write the table anew.
    with op.batch_alter_table('announcement') as announcement:
        announcement.add_column(sa.Column('by_id', sa.Integer(), nullable=True))
        announcement.create_foreign_key(
            op.f('fk_announcement_by_id_person'), 'person', ['by_id'], ['id'], ondelete='SET NULL'
        )
        announcement.drop_constraint(op.f('ck_announcement_state_known'), type_='check')
        announcement.create_check_constraint(op.f('ck_announcement_state_known'), AFTER)


def downgrade():
    op.execute("DELETE FROM announcement WHERE state IN ('stopped', 'draft')")
    with op.batch_alter_table('announcement') as announcement:
        announcement.drop_constraint(op.f('ck_announcement_state_known'), type_='check')
        announcement.create_check_constraint(op.f('ck_announcement_state_known'), BEFORE)
        announcement.drop_constraint(op.f('fk_announcement_by_id_person'), type_='foreignkey')
        announcement.drop_column('by_id')
    op.drop_index('ix_message_batch', 'message')
    op.drop_column('message', 'batch')
