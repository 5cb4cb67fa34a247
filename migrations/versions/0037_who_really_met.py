"""how far the ledger is written, what is corrected of who sat where, and who is kept from whom

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'event_ledger',
        sa.Column('event_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rounds', sa.Integer(), server_default='0', nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('kept_until', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_event_ledger_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name=op.f('pk_event_ledger')),
    )
    op.create_index(
        'ix_event_ledger_changed_at', 'event_ledger', ['changed_at'],
        sqlite_where=sa.text('changed_at IS NOT NULL'),
        postgresql_where=sa.text('changed_at IS NOT NULL'),
    )
    # Until now the ledger was written with the first cards.
    op.execute(
        'INSERT INTO event_ledger (event_id, rounds, closed_at) '
        'SELECT id, rounds, followed_up_at FROM event WHERE followed_up_at IS NOT NULL'
    )
    # Or when an event was moved to another day: who had met by then has met.
    op.execute(
        'INSERT INTO event_ledger (event_id) SELECT DISTINCT event_id FROM encounter '
        'WHERE event_id NOT IN (SELECT event_id FROM event_ledger)'
    )
    op.execute(
        'UPDATE event_ledger SET kept_until = (SELECT MAX(met_at) FROM encounter '
        'JOIN event ON event.id = encounter.event_id '
        'WHERE event.id = event_ledger.event_id AND met_at < starts_at)'
    )
    op.create_table(
        'seat_correction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('round', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=True),
        sa.Column('table_number', sa.Integer(), nullable=True),
        sa.Column('other_table', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_by_id', sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\"kind\" IN ('joined', 'sat', 'absent')", name=op.f('ck_seat_correction_kind_known')
        ),
        sa.CheckConstraint(
            "(kind = 'joined') = (rsvp_id IS NULL)", name=op.f('ck_seat_correction_about_one_guest')
        ),
        sa.CheckConstraint(
            "(kind = 'absent') = (table_number IS NULL)", name=op.f('ck_seat_correction_has_table')
        ),
        sa.CheckConstraint(
            "(kind = 'joined') = (other_table IS NOT NULL)",
            name=op.f('ck_seat_correction_joined_has_two'),
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_seat_correction_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_seat_correction_rsvp_id_rsvp'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_seat_correction_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.ForeignKeyConstraint(
            ['undone_by_id'], ['person.id'], name=op.f('fk_seat_correction_undone_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_correction')),
    )
    op.create_index(op.f('ix_seat_correction_event_id'), 'seat_correction', ['event_id'])
    op.create_index(op.f('ix_seat_correction_rsvp_id'), 'seat_correction', ['rsvp_id'])
    op.add_column(
        'membership', sa.Column('trusted_at', sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        'avoidance',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=True),
        sa.Column('said', sa.String(length=200), nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('person_id <> other_id', name=op.f('ck_avoidance_two_people')),
        sa.ForeignKeyConstraint(
            ['community_id'], ['community.id'], name=op.f('fk_avoidance_community_id_community'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_avoidance_person_id_person'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['other_id'], ['person.id'], name=op.f('fk_avoidance_other_id_person'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_avoidance')),
        sa.UniqueConstraint(
            'community_id', 'person_id', 'key', name=op.f('uq_avoidance_community_id_person_id_key')
        ),
    )
    op.create_index(op.f('ix_avoidance_person_id'), 'avoidance', ['person_id'])
    op.create_index(op.f('ix_avoidance_other_id'), 'avoidance', ['other_id'])


def downgrade():
    op.drop_table('avoidance')
    op.drop_column('membership', 'trusted_at')
    op.drop_table('seat_correction')
    op.drop_table('event_ledger')
