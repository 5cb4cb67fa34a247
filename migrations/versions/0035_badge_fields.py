"""what an event's badges don't bear

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

FIELDS = (
    'last_name', 'pronouns', 'ask', 'says', 'tables', 'plan', 'code', 'photos', 'event', 'logo',
)


def upgrade():
    known = ', '.join(f"'{field}'" for field in FIELDS)
    op.create_table(
        'badge_left_off',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('field', sa.String(length=80), nullable=False),
        sa.CheckConstraint(f'"field" IN ({known})', name=op.f('ck_badge_left_off_field_known')),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'],
            name=op.f('fk_badge_left_off_event_id_event'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', 'field', name=op.f('pk_badge_left_off')),
    )


def downgrade():
    op.drop_table('badge_left_off')
