"""indexes for what a page or the worker asks of a long history

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

HAS_NEEDS = sa.text("(access_needs <> '' OR food <> '')")


def upgrade():
    op.create_index('ix_encounter_pair', 'encounter', ['low_id', 'high_id', 'event_id'])
    op.drop_index('ix_encounter_low_id', 'encounter')
    op.drop_index('ix_rsvp_event_state_turn', 'rsvp')
    op.create_index('ix_rsvp_event_state_turn', 'rsvp', ['event_id', 'state', 'turn', 'role_id'])
    op.create_index('ix_rsvp_person_state_event', 'rsvp', ['person_id', 'state', 'event_id'])
    op.drop_index('ix_rsvp_person_id', 'rsvp')
    op.create_index('ix_rsvp_created_at', 'rsvp', ['created_at'])
    op.create_index('ix_rsvp_changed_at', 'rsvp', ['changed_at', 'event_id', 'state'])
    op.create_index(
        'ix_rsvp_needs',
        'rsvp',
        ['event_id'],
        sqlite_where=HAS_NEEDS,
        postgresql_where=HAS_NEEDS,
    )
    op.create_index('ix_event_community_starts_at', 'event', ['community_id', 'starts_at'])
    op.create_index('ix_event_community_ends_at', 'event', ['community_id', 'ends_at'])
    op.drop_index('ix_event_community_id', 'event')


def downgrade():
    op.create_index('ix_event_community_id', 'event', ['community_id'])
    op.drop_index('ix_event_community_ends_at', 'event')
    op.drop_index('ix_event_community_starts_at', 'event')
    op.drop_index('ix_rsvp_needs', 'rsvp')
    op.drop_index('ix_rsvp_changed_at', 'rsvp')
    op.drop_index('ix_rsvp_created_at', 'rsvp')
    op.create_index('ix_rsvp_person_id', 'rsvp', ['person_id'])
    op.drop_index('ix_rsvp_person_state_event', 'rsvp')
    op.drop_index('ix_rsvp_event_state_turn', 'rsvp')
    op.create_index('ix_rsvp_event_state_turn', 'rsvp', ['event_id', 'state', 'turn'])
    op.create_index('ix_encounter_low_id', 'encounter', ['low_id'])
    op.drop_index('ix_encounter_pair', 'encounter')
