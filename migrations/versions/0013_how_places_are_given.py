"""how places are given out, who may see an event, and what guests say beside their answers

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

QUOTA = 'least >= 0 AND (most IS NULL OR most >= least)'
OFFERED = sa.text('offered_until IS NOT NULL')


def add(table, column, kind, rest=''):
    """Add a column with its constraint in one statement.

    A table is never written anew: on SQLite that would empty every table that points at it.
    """
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {kind} {rest}')


def one_of(table, column, values):
    known = ', '.join(f"'{value}'" for value in values)
    return (
        f"DEFAULT '{values[0]}' NOT NULL "
        f'CONSTRAINT ck_{table}_{column}_known CHECK ("{column}" IN ({known}))'
    )


def upgrade():
    no = 'DEFAULT 0 NOT NULL' if op.get_bind().dialect.name == 'sqlite' else 'DEFAULT false NOT NULL'
    yes = no.replace('0', '1').replace('false', 'true')
    word, moment = 'VARCHAR(80)', sa.DateTime(timezone=True)

    add('event', 'rsvps_open', 'INTEGER')
    add(
        'event', 'waitlist_mode', word,
        one_of('event', 'waitlist_mode', ('automatic', 'offer', 'by_hand')),
    )  # fmt: skip
    add('event', 'offer_hours', 'INTEGER', 'DEFAULT 24 NOT NULL')
    add('event', 'places_held', 'INTEGER', 'DEFAULT -2880 NOT NULL')
    add('event', 'needs_approval', 'BOOLEAN', no)
    add(
        'event', 'visibility', word,
        one_of('event', 'visibility', ('listed', 'unlisted', 'invited')),
    )  # fmt: skip
    add('event', 'most_guests', 'INTEGER', 'DEFAULT 0 NOT NULL')
    add('event', 'hybrid', 'BOOLEAN', no)
    add('event', 'conduct', 'TEXT', "DEFAULT '' NOT NULL")
    add('event', 'confirm_hours', 'INTEGER')
    add('event', 'fields', 'JSON', "DEFAULT '{}' NOT NULL")

    add('event_role', 'least', 'INTEGER', 'DEFAULT 0 NOT NULL')
    add('event_role', 'most', 'INTEGER', f'CONSTRAINT ck_event_role_quota_possible CHECK ({QUOTA})')
    op.create_table(
        'event_stage',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('stage', sa.String(length=80), nullable=False),
        sa.Column('least', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('most', sa.Integer()),
        sa.CheckConstraint(QUOTA, name=op.f('ck_event_stage_quota_possible')),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name=op.f('fk_event_stage_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', 'stage', name=op.f('pk_event_stage')),
    )

    for column in ('agreed_at', 'offered_until', 'asked_at', 'coming_at'):
        op.add_column('rsvp', sa.Column(column, moment))
    add('rsvp', 'joins', word, one_of('rsvp', 'joins', ('', 'place', 'online')))
    add(
        'rsvp', 'brought_by_id', 'INTEGER',
        'CONSTRAINT fk_rsvp_brought_by_id_rsvp REFERENCES rsvp (id)',
    )  # fmt: skip
    add('rsvp', 'waits_together', 'BOOLEAN', yes)
    add('rsvp', 'sits_together', 'BOOLEAN', no)
    add('rsvp', 'question_answers', 'JSON', "DEFAULT '{}' NOT NULL")
    op.create_index('ix_rsvp_brought_by_id', 'rsvp', ['brought_by_id'])
    op.create_index(
        'ix_rsvp_offered',
        'rsvp',
        ['offered_until'],
        sqlite_where=OFFERED,
        postgresql_where=OFFERED,
    )


def downgrade():
    op.drop_index('ix_rsvp_offered', table_name='rsvp')
    op.drop_index('ix_rsvp_brought_by_id', table_name='rsvp')
    drop(
        'rsvp', 'question_answers', 'sits_together', 'waits_together', 'brought_by_id', 'joins',
        'coming_at', 'asked_at', 'offered_until', 'agreed_at',
    )  # fmt: skip
    op.drop_table('event_stage')
    drop('event_role', 'most', 'least')
    drop(
        'event', 'fields', 'confirm_hours', 'conduct', 'hybrid', 'most_guests', 'visibility',
        'needs_approval', 'places_held', 'offer_hours', 'waitlist_mode', 'rsvps_open',
    )  # fmt: skip


def drop(table, *columns):
    for column in columns:
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column}')
