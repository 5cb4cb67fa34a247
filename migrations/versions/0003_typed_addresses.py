"""typed addresses: people who share one, answers typed once more, letters counted by who caused them

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
    # SQLite would make these tables anew for anything but a plain new column, and lose their rows.
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(
            'ALTER TABLE person ADD COLUMN shares_id INTEGER CONSTRAINT fk_person_shares_id_person '
            'REFERENCES person (id)'
        )
    else:
        op.add_column('person', sa.Column('shares_id', sa.Integer(), nullable=True))
        op.create_foreign_key(
            'fk_person_shares_id_person', 'person', 'person', ['shares_id'], ['id']
        )
    op.create_index('ix_person_shares_id', 'person', ['shares_id'])
    op.add_column(
        'membership', sa.Column('first_name', sa.String(length=80), server_default='', nullable=False)
    )
    op.add_column('message', sa.Column('client', sa.String(length=32), nullable=True))
    op.create_index('ix_message_to_due_at', 'message', ['to', 'due_at'])
    op.create_index('ix_message_client_due_at', 'message', ['client', 'due_at'])
    op.create_table('repeat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=80), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.Column('batch', sa.String(length=80), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("\"state\" IN ('going', 'waitlisted', 'cancelled')", name=op.f('ck_repeat_state_known')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_repeat_event_id_event'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['first_id'], ['rsvp.id'], name=op.f('fk_repeat_first_id_rsvp'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_repeat_link_id_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repeat')),
    sa.UniqueConstraint('link_id', name=op.f('uq_repeat_link_id'))
    )
    for column in ('event_id', 'first_id', 'batch'):
        op.create_index(f'ix_repeat_{column}', 'repeat', [column])
    op.create_table('repeated_enrolment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=80), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("\"state\" IN ('enrolled', 'waitlisted', 'cancelled')", name=op.f('ck_repeated_enrolment_state_known')),
    sa.ForeignKeyConstraint(['first_id'], ['enrolment.id'], name=op.f('fk_repeated_enrolment_first_id_enrolment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_repeated_enrolment_link_id_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repeated_enrolment')),
    sa.UniqueConstraint('link_id', name=op.f('uq_repeated_enrolment_link_id'))
    )
    op.create_index('ix_repeated_enrolment_first_id', 'repeated_enrolment', ['first_id'])


def downgrade():
    op.drop_table('repeated_enrolment')
    op.drop_table('repeat')
    op.drop_index('ix_message_client_due_at', 'message')
    op.drop_index('ix_message_to_due_at', 'message')
    op.drop_column('message', 'client')
    op.drop_column('membership', 'first_name')
    # Whoever shared an address stays, known by a name alone.
    op.drop_index('ix_person_shares_id', 'person')
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('ALTER TABLE person DROP COLUMN shares_id')
    else:
        op.drop_constraint('fk_person_shares_id_person', 'person')
        op.drop_column('person', 'shares_id')
