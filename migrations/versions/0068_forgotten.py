"""what went by itself, and what is to go

Revision ID: 0068
Revises: 0067
"""

from alembic import op
import sqlalchemy as sa

import eventapp.db

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None

HAS_WORDS = sa.text("text <> ''")
OF_PERSON = sa.text("substr(about, 1, 7) = 'person:'")
ENDS = sa.text('expires_at IS NOT NULL')
OF_SITE = sa.text('community_id IS NULL')


def upgrade():
    op.create_table(
        'forgotten',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=True),
        sa.Column('day', eventapp.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('kind', sa.String(80), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.CheckConstraint('number > 0', name='number_counted'),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_forgotten_community_id_community',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_forgotten'),
    )
    op.create_index(
        'uq_forgotten_community', 'forgotten', ['community_id', 'day', 'kind'], unique=True
    )
    op.create_index(
        'uq_forgotten_site',
        'forgotten',
        ['day', 'kind'],
        unique=True,
        sqlite_where=OF_SITE,
        postgresql_where=OF_SITE,
    )
    for name, table, where in (
        ('ix_message_with_words', 'message', HAS_WORDS),
        ('ix_message_of_person', 'message', OF_PERSON),
        ('ix_link_ends', 'link', ENDS),
    ):
        column = 'expires_at' if table == 'link' else 'created_at'
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def downgrade():
    for name, table in (
        ('ix_link_ends', 'link'),
        ('ix_message_of_person', 'message'),
        ('ix_message_with_words', 'message'),
    ):
        op.drop_index(name, table_name=table)
    op.drop_table('forgotten')
