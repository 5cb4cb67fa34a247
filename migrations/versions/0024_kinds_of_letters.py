"""reminders, feedback, nudges, certificates, daily digests, another address, and which letters are switched off

Revision ID: 0024
Revises: 0023
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
COLUMNS = (
    ('event', 'reminder_hours', sa.Integer()),
    ('event', 'reminded_at', WHEN),
    ('event', 'feedback_asked_at', WHEN),
    ('event', 'digested_at', WHEN),
    ('rsvp', 'reminded_at', WHEN),
    ('program', 'certificate_sessions', sa.Integer()),
    ('program', 'certified_at', WHEN),
    ('enrolment', 'certified_at', WHEN),
    ('connection', 'nudged_at', WHEN),
)
# What is still to be done is found by an index of that alone.
INDEXES = (
    ('ix_event_to_remind', 'event', 'starts_at', 'reminded_at IS NULL'),
    ('ix_event_to_ask_back', 'event', 'ends_at', 'feedback_asked_at IS NULL'),
    ('ix_connection_to_nudge', 'connection', 'connected_at', 'nudged_at IS NULL'),
    ('ix_program_to_certify', 'program', 'published_at', 'certified_at IS NULL'),
)


def upgrade():
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    leave_the_past()
    for name, table, column, todo in INDEXES:
        where = sa.text(todo)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
    op.create_table(
        'mail_preference',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('topic', sa.String(length=80), nullable=False),
        sa.Column('off_at', WHEN, nullable=False),
        of('mail_preference', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_preference')),
        sa.UniqueConstraint('person_id', 'topic', name=op.f('uq_mail_preference_person_id_topic')),
    )
    op.create_table(
        'address_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('nonce', sa.String(length=80), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('created_at', WHEN, nullable=False),
        sa.Column('expires_at', WHEN, nullable=False),
        sa.Column('used_at', WHEN, nullable=True),
        of('address_change', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_address_change')),
        sa.UniqueConstraint('nonce', name=op.f('uq_address_change_nonce')),
        sa.UniqueConstraint('digest', name=op.f('uq_address_change_digest')),
    )
    op.create_index(op.f('ix_address_change_person_id'), 'address_change', ['person_id'])
    op.create_table(
        'feedback',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('met', sa.String(length=80), nullable=False),
        sa.Column('again', sa.String(length=80), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('answered_at', WHEN, nullable=False),
        sa.CheckConstraint("\"met\" IN ('', 'yes', 'no')", name=op.f('ck_feedback_met_known')),
        sa.CheckConstraint("\"again\" IN ('', 'yes', 'no')", name=op.f('ck_feedback_again_known')),
        of('feedback', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback')),
        sa.UniqueConstraint('rsvp_id', name=op.f('uq_feedback_rsvp_id')),
    )
    op.create_table(
        'nudge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('connection_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('answer', sa.String(length=80), nullable=False),
        sa.Column('asked_at', WHEN, nullable=False),
        sa.Column('answered_at', WHEN, nullable=True),
        sa.CheckConstraint(
            "\"answer\" IN ('', 'yes', 'not_yet', 'no_more')", name=op.f('ck_nudge_answer_known')
        ),
        of('nudge', 'connection_id', 'connection'),
        of('nudge', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nudge')),
        sa.UniqueConstraint('connection_id', 'rsvp_id', name=op.f('uq_nudge_connection_id_rsvp_id')),
    )
    op.create_index(op.f('ix_nudge_rsvp_id'), 'nudge', ['rsvp_id'])


def leave_the_past():
    """What was over before this release is written to nobody about."""
    now = datetime.now(UTC)
    times = ('ends_at', 'published_at', 'feedback_asked_at', 'digested_at')
    event = sa.table('event', sa.column('id'), *(sa.column(name, WHEN) for name in times))
    connection = sa.table('connection', sa.column('connected_at', WHEN), sa.column('nudged_at', WHEN))
    session = sa.table('session', sa.column('program_id'), sa.column('event_id'))
    program = sa.table('program', sa.column('id'), sa.column('certified_at', WHEN))
    op.execute(event.update().where(event.c.ends_at <= now).values(feedback_asked_at=event.c.ends_at))
    op.execute(event.update().where(event.c.published_at.is_not(None)).values(digested_at=now))
    long_ago = connection.c.connected_at <= now - timedelta(days=28)
    op.execute(connection.update().where(long_ago).values(nudged_at=now))
    coming = sa.select(session.c.program_id).join(event, event.c.id == session.c.event_id)
    over = program.c.id.not_in(coming.where(event.c.ends_at > now))
    op.execute(program.update().where(over).values(certified_at=now))


def downgrade():
    for table in ('nudge', 'feedback', 'address_change', 'mail_preference'):
        op.drop_table(table)
    for name, table, _column, _todo in INDEXES:
        op.drop_index(name, table_name=table)
    for table, name, _kind in reversed(COLUMNS):
        op.drop_column(table, name)


def of(table, column, other):
    name = op.f(f'fk_{table}_{column}_{other}')
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=name, ondelete='CASCADE')
