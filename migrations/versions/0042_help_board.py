"""asks on a board, who can help with them, whether an evening helped; feedback told by fives; words beside an invitation

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
KINDS = "\"kind\" IN ('advice', 'introduction', 'skill', 'volunteering')"


def upgrade():
    # Raw, since SQLite would rebuild a table that others point at.
    op.execute('ALTER TABLE feedback ADD COLUMN told_in INTEGER')
    op.execute("ALTER TABLE invitation ADD COLUMN note TEXT DEFAULT '' NOT NULL")
    tell_in_fives()
    op.create_table(
        'ask_outcome',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('said', sa.String(length=80), nullable=False),
        sa.Column('said_at', WHEN, nullable=False),
        sa.CheckConstraint(
            "\"said\" IN ('yes', 'start', 'not_yet')", name=op.f('ck_ask_outcome_said_known')
        ),
        of('ask_outcome', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_outcome')),
        sa.UniqueConstraint('rsvp_id', name=op.f('uq_ask_outcome_rsvp_id')),
    )
    op.create_table(
        'board_ask',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=80), nullable=False),
        sa.Column('text', sa.String(length=200), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('put_at', WHEN, nullable=False),
        sa.Column('ends_at', WHEN, nullable=False),
        sa.Column('told_at', WHEN, nullable=True),
        sa.Column('helped_at', WHEN, nullable=True),
        sa.CheckConstraint(KINDS, name=op.f('ck_board_ask_kind_known')),
        of('board_ask', 'community_id', 'community'),
        of('board_ask', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_board_ask')),
        sa.UniqueConstraint('rsvp_id', name=op.f('uq_board_ask_rsvp_id')),
        sa.UniqueConstraint('code', name=op.f('uq_board_ask_code')),
    )
    op.create_index(op.f('ix_board_ask_community_id'), 'board_ask', ['community_id'])
    untold = sa.text('told_at IS NULL')
    op.create_index(
        'ix_board_ask_untold', 'board_ask', ['put_at'], sqlite_where=untold, postgresql_where=untold
    )
    op.create_table(
        'help_offer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ask_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.Column('by_mail', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('phone', sa.String(length=80), server_default='', nullable=False),
        sa.Column('web', sa.String(length=200), server_default='', nullable=False),
        sa.Column('offered_at', WHEN, nullable=False),
        sa.Column('taken_back_at', WHEN, nullable=True),
        sa.Column('answer', sa.String(length=80), nullable=False),
        sa.Column('answered_at', WHEN, nullable=True),
        sa.CheckConstraint(
            "\"answer\" IN ('', 'yes', 'no')", name=op.f('ck_help_offer_answer_known')
        ),
        of('help_offer', 'ask_id', 'board_ask'),
        of('help_offer', 'rsvp_id', 'rsvp'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_help_offer')),
        sa.UniqueConstraint('ask_id', 'rsvp_id', name=op.f('uq_help_offer_ask_id_rsvp_id')),
    )
    op.create_index(op.f('ix_help_offer_rsvp_id'), 'help_offer', ['rsvp_id'])


def tell_in_fives():
    """What was said before is shown by fives from now on; what is left over waits for others."""
    op.execute(
        'UPDATE feedback SET told_in = (SELECT five FROM ('
        'SELECT feedback.id AS id, '
        '(ROW_NUMBER() OVER (PARTITION BY rsvp.event_id ORDER BY feedback.id) - 1) / 5 + 1 AS five, '
        'COUNT(*) OVER (PARTITION BY rsvp.event_id) AS said '
        'FROM feedback JOIN rsvp ON rsvp.id = feedback.rsvp_id) AS numbered '
        'WHERE numbered.id = feedback.id AND five * 5 <= said)'
    )


def downgrade():
    for table in ('help_offer', 'board_ask', 'ask_outcome'):
        op.drop_table(table)
    op.execute('ALTER TABLE invitation DROP COLUMN note')
    op.execute('ALTER TABLE feedback DROP COLUMN told_in')


def of(table, column, other):
    name = op.f(f'fk_{table}_{column}_{other}')
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=name, ondelete='CASCADE')
