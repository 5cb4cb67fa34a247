"""what each shares with whom they met, chosen person by person, and introductions at set times

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

# Raw, since SQLite would rebuild a table that others point at.
COLUMNS = (
    ('person', 'phone', "VARCHAR(80) DEFAULT '' NOT NULL"),
    ('person', 'web', "VARCHAR(200) DEFAULT '' NOT NULL"),
    ('wish', 'by_mail', 'BOOLEAN DEFAULT {true} NOT NULL'),
    ('wish', 'phone', "VARCHAR(80) DEFAULT '' NOT NULL"),
    ('wish', 'web', "VARCHAR(200) DEFAULT '' NOT NULL"),
    ('connection', 'stopped_at', '{time}'),
)


def upgrade():
    sqlite = op.get_bind().dialect.name == 'sqlite'
    words = {
        'true': '1' if sqlite else 'true',
        'time': 'DATETIME' if sqlite else 'TIMESTAMP WITH TIME ZONE',
    }
    for table, column, kind in COLUMNS:
        op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {kind.format(**words)}')
    op.create_table(
        'shared_contact',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('connection_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('by_mail', sa.Boolean(), nullable=False),
        sa.Column('phone', sa.String(length=80), nullable=False),
        sa.Column('web', sa.String(length=200), nullable=False),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ['connection_id'], ['connection.id'],
            name=op.f('fk_shared_contact_connection_id_connection'), ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_shared_contact_rsvp_id_rsvp'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shared_contact')),
        sa.UniqueConstraint(
            'connection_id', 'rsvp_id', name=op.f('uq_shared_contact_connection_id_rsvp_id')
        ),
    )
    op.create_index(op.f('ix_shared_contact_rsvp_id'), 'shared_contact', ['rsvp_id'])
    op.create_table(
        'hello',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('rsvp_id <> other_id', name=op.f('ck_hello_two_people')),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_hello_rsvp_id_rsvp'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['other_id'], ['rsvp.id'], name=op.f('fk_hello_other_id_rsvp'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hello')),
        sa.UniqueConstraint('rsvp_id', 'other_id', name=op.f('uq_hello_rsvp_id_other_id')),
    )
    op.create_index(op.f('ix_hello_other_id'), 'hello', ['other_id'])
    op.create_table(
        'introduction_batch',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('made_for', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_introduction_batch_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_batch')),
        sa.UniqueConstraint('event_id', name=op.f('uq_introduction_batch_event_id')),
    )
    # Whoever was introduced before shared their address, and nothing else.
    op.execute(
        'INSERT INTO shared_contact (connection_id, rsvp_id, by_mail, phone, web, note) '
        "SELECT connection.id, rsvp.id, {true}, '', '', '' FROM connection "
        'JOIN rsvp ON rsvp.event_id = connection.event_id '
        'AND rsvp.person_id IN (connection.low_id, connection.high_id)'.format(**words)
    )


def downgrade():
    for table in ('introduction_batch', 'hello', 'shared_contact'):
        op.drop_table(table)
    for table, column, _kind in reversed(COLUMNS):
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column}')
