"""what calendars answer, addresses that mail comes back from, and mail that waits to be looked at

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

BEFORE = "\"state\" IN ('queued', 'sent', 'failed', 'withdrawn')"
NOW = "\"state\" IN ('queued', 'sent', 'failed', 'withdrawn', 'bounced')"


def upgrade():
    op.add_column('rsvp', sa.Column('tentative_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('rsvp', sa.Column('leaves_at', sa.DateTime(timezone=True), nullable=True))
    leaving = sa.text('leaves_at IS NOT NULL')
    op.create_index(
        'ix_rsvp_leaving', 'rsvp', ['leaves_at'], sqlite_where=leaving, postgresql_where=leaving
    )
    op.add_column('message', sa.Column('reply_to', sa.String(length=254), nullable=True))
    known(NOW)
    op.create_table(
        'bounced_address',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('address', sa.String(length=254), nullable=False),
        sa.Column('status', sa.String(length=80), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bounced_address')),
        sa.UniqueConstraint('address', name=op.f('uq_bounced_address_address')),
    )
    op.create_table(
        'calendar_reply',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('partstat', sa.String(length=80), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('stamp', sa.DateTime(timezone=True), nullable=False),
        of('calendar_reply', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_reply')),
        sa.UniqueConstraint('rsvp_id', name=op.f('uq_calendar_reply_rsvp_id')),
    )
    op.create_table(
        'guest_mail',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('received_id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=True),
        sa.Column('rsvp_id', sa.Integer(), nullable=True),
        sa.Column('sender', sa.String(length=254), nullable=False),
        sa.Column('sender_name', sa.String(length=200), nullable=False),
        sa.Column('subject', sa.String(length=200), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_by_id', sa.Integer(), nullable=True),
        of('guest_mail', 'event_id', 'event'),
        of('guest_mail', 'rsvp_id', 'rsvp'),
        of('guest_mail', 'done_by_id', 'person', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_mail')),
        sa.UniqueConstraint('received_id', name=op.f('uq_guest_mail_received_id')),
    )
    for column in ('event_id', 'rsvp_id', 'at'):
        op.create_index(op.f(f'ix_guest_mail_{column}'), 'guest_mail', [column])
    waits = sa.text('done_at IS NULL')
    op.create_index(
        'ix_guest_mail_held', 'guest_mail', ['event_id'], sqlite_where=waits, postgresql_where=waits
    )


def downgrade():
    for table in ('guest_mail', 'calendar_reply', 'bounced_address'):
        op.drop_table(table)
    op.execute("UPDATE message SET state = 'failed' WHERE state = 'bounced'")
    known(BEFORE)
    op.drop_column('message', 'reply_to')
    op.drop_index('ix_rsvp_leaving', 'rsvp')
    op.drop_column('rsvp', 'leaves_at')
    op.drop_column('rsvp', 'tentative_at')


def of(table, column, other, *, ondelete='CASCADE'):
    name = op.f(f'fk_{table}_{column}_{other}')
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=name, ondelete=ondelete)


def known(states):
    # Nothing points at this table, so it may be written anew.
    with op.batch_alter_table('message') as message:
        message.drop_constraint(op.f('ck_message_state_known'), type_='check')
        message.create_check_constraint(op.f('ck_message_state_known'), states)
