"""when a guest answered or changed by themselves, for lists that are read again

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
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


def downgrade():
    op.drop_column('rsvp', 'answered_at')
