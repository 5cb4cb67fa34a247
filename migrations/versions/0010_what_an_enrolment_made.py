"""which RSVPs an enrolment made; plus-addresses of one mailbox, counted together

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('rsvp', sa.Column('batch', sa.String(length=80), nullable=True))
    op.create_index('ix_rsvp_batch', 'rsvp', ['batch'])
    # So far an enrolment's RSVPs were known by whose they are, and by links no older than its own.
    op.execute(
        "UPDATE rsvp SET batch = ("
        "SELECT theirs.nonce FROM enrolment "
        "JOIN link AS theirs ON theirs.id = enrolment.link_id "
        "JOIN session ON session.program_id = enrolment.program_id "
        "JOIN link AS own ON own.id = rsvp.link_id "
        "WHERE session.event_id = rsvp.event_id AND enrolment.person_id = rsvp.person_id "
        "AND own.created_at >= theirs.created_at) "
        "WHERE source = 'program'"
    )
    op.add_column('message', sa.Column('mailbox', sa.String(length=254), nullable=True))
    op.execute('UPDATE message SET mailbox = "to" WHERE client IS NOT NULL')
    op.create_index('ix_message_mailbox_due_at', 'message', ['mailbox', 'due_at'])
    op.drop_index('ix_message_to_due_at', 'message')


def downgrade():
    op.create_index('ix_message_to_due_at', 'message', ['to', 'due_at'])
    op.drop_index('ix_message_mailbox_due_at', 'message')
    op.drop_column('message', 'mailbox')
    op.drop_index('ix_rsvp_batch', 'rsvp')
    op.drop_column('rsvp', 'batch')
