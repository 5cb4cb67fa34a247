"""notes, tags and merged people of a community, the columns an organizer chose, letters to some

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

BEFORE = "\"kind\" IN ('update', 'cancelled', 'invite', 'route')"
NOW = "\"kind\" IN ('update', 'cancelled', 'invite', 'route', 'message')"


def upgrade():
    op.add_column('membership', sa.Column('people_columns', sa.JSON(), nullable=True))
    op.create_table(
        'person_note',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        of('person_note', 'community_id', 'community'),
        of('person_note', 'person_id', 'person'),
        of('person_note', 'by_id', 'person', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_person_note')),
    )
    op.create_index('ix_person_note_person_community', 'person_note', ['person_id', 'community_id'])
    op.create_table(
        'person_tag',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('word', sa.String(length=80), nullable=False),
        of('person_tag', 'community_id', 'community'),
        of('person_tag', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_person_tag')),
        sa.UniqueConstraint(
            'community_id',
            'person_id',
            'word',
            name=op.f('uq_person_tag_community_id_person_id_word'),
        ),
    )
    op.create_index('ix_person_tag_person_community', 'person_tag', ['person_id', 'community_id'])
    op.create_index('ix_person_tag_community_word', 'person_tag', ['community_id', 'word'])
    op.create_table(
        'person_merge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('kept_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('moved', sa.JSON(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        of('person_merge', 'community_id', 'community'),
        of('person_merge', 'kept_id', 'person'),
        of('person_merge', 'other_id', 'person'),
        of('person_merge', 'by_id', 'person', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_person_merge')),
    )
    for column in ('community_id', 'kept_id', 'other_id'):
        op.create_index(op.f(f'ix_person_merge_{column}'), 'person_merge', [column])
    known(NOW)


def downgrade():
    op.execute("DELETE FROM announcement WHERE kind = 'message'")
    known(BEFORE)
    for table in ('person_merge', 'person_tag', 'person_note'):
        op.drop_table(table)
    op.drop_column('membership', 'people_columns')


def of(table, column, other, *, ondelete='CASCADE'):
    name = op.f(f'fk_{table}_{column}_{other}')
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=name, ondelete=ondelete)


def known(kinds):
    # Nothing points at this table, so it may be written anew.
    with op.batch_alter_table('announcement') as announcement:
        announcement.drop_constraint(op.f('ck_announcement_kind_known'), type_='check')
        announcement.create_check_constraint(op.f('ck_announcement_kind_known'), kinds)
