"""an organizer's own words in letters, and a community's colour and logo

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

LOOK = (
    ('colour', "VARCHAR(80) DEFAULT '' NOT NULL"),
    ('logo', "VARCHAR(80) DEFAULT '' NOT NULL"),
    ('logo_width', 'INTEGER DEFAULT 0 NOT NULL'),
    ('logo_height', 'INTEGER DEFAULT 0 NOT NULL'),
)


def upgrade():
    op.create_table(
        'letter_words',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('subject', sa.String(length=200), nullable=False),
        sa.Column('opening', sa.Text(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_letter_words_event_id_event'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_words')),
        sa.UniqueConstraint('event_id', 'kind', name=op.f('uq_letter_words_event_id_kind')),
    )
    op.create_table(
        'picture',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_picture')),
    )
    # Others point at these tables, so they aren't written anew.
    op.execute('ALTER TABLE event ADD COLUMN words_version INTEGER DEFAULT 0 NOT NULL')
    for column, kind in LOOK:
        op.execute(f'ALTER TABLE community ADD COLUMN {column} {kind}')
    op.execute('ALTER TABLE message ADD COLUMN picture VARCHAR(64)')


def downgrade():
    op.execute('ALTER TABLE message DROP COLUMN picture')
    for column, _kind in reversed(LOOK):
        op.execute(f'ALTER TABLE community DROP COLUMN {column}')
    op.execute('ALTER TABLE event DROP COLUMN words_version')
    op.drop_table('picture')
    op.drop_table('letter_words')
