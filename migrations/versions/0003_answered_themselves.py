"""when a guest answered or changed by themselves, for lists that are read again; shared addresses

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('rsvp', sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
    # Nobody knows any more who changed an imported answer: whatever was changed stays the guest's.
    op.execute(
        "UPDATE rsvp SET answered_at = changed_at "
        "WHERE source NOT IN ('import', 'desk') OR changed_at <> created_at "
        "OR show_name_at IS NOT NULL OR keep_in_touch_at IS NOT NULL"
    )
    with op.batch_alter_table('person') as batch_op:
        batch_op.add_column(sa.Column('shares_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            'fk_person_shares_id_person', 'person', ['shares_id'], ['id'], ondelete='CASCADE'
        )
        batch_op.create_index('ix_person_shares_id', ['shares_id'])


def downgrade():
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_index('ix_person_shares_id')
        batch_op.drop_constraint('fk_person_shares_id_person', type_='foreignkey')
        batch_op.drop_column('shares_id')
    op.drop_column('rsvp', 'answered_at')
