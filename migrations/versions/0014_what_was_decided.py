"""what organizers decided about an answer, and answers that wait for approval typed once more

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

BEFORE = "\"state\" IN ('going', 'waitlisted', 'cancelled')"
NOW = "\"state\" IN ('going', 'waitlisted', 'pending', 'cancelled')"


def upgrade():
    op.create_table(
        'rsvp_history',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('what', sa.String(length=80), nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('after', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['rsvp_id'],
            ['rsvp.id'],
            name=op.f('fk_rsvp_history_rsvp_id_rsvp'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'],
            ['person.id'],
            name=op.f('fk_rsvp_history_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rsvp_history')),
    )
    op.create_index(op.f('ix_rsvp_history_rsvp_id'), 'rsvp_history', ['rsvp_id'])
    known(NOW)


def downgrade():
    op.execute("UPDATE repeat SET state = 'waitlisted' WHERE state = 'pending'")
    known(BEFORE)
    op.drop_index(op.f('ix_rsvp_history_rsvp_id'), table_name='rsvp_history')
    op.drop_table('rsvp_history')


def known(states):
    # Nothing points at this table, so it may be written anew.
    with op.batch_alter_table('repeat') as repeat:
        repeat.drop_constraint(op.f('ck_repeat_state_known'), type_='check')
        repeat.create_check_constraint(op.f('ck_repeat_state_known'), states)
