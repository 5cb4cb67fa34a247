"""Pseudonyms of people who were erased, and for how long a community keeps contact data."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

# Communities that are here already get so long to look at what will go.
TIME_TO_LOOK = timedelta(days=30)
MOMENTS = ('contacts_go_from', 'contacts_looked_to', 'contacts_looked_at')
PSEUDONYMS = sa.text('fingerprint IS NOT NULL')


def upgrade():
    # Added as they are: SQLite would build these tables anew, and others point at them.
    op.add_column('person', sa.Column('fingerprint', sa.String(length=64), nullable=True))
    op.create_index(
        'ix_person_fingerprint', 'person', ['fingerprint'],
        sqlite_where=PSEUDONYMS, postgresql_where=PSEUDONYMS,
    )
    op.add_column(
        'community',
        sa.Column('contact_months', sa.Integer(), server_default='12', nullable=False),
    )
    for name in MOMENTS:
        op.add_column('community', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    community = sa.table('community', sa.column('contacts_go_from', sa.DateTime(timezone=True)))
    first = datetime.now(UTC) + TIME_TO_LOOK
    if op.get_bind().dialect.name == 'sqlite':
        first = first.replace(tzinfo=None)
    op.execute(community.update().values(contacts_go_from=first))
    op.create_table(
        'contact_end',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('goes_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['community_id'], ['community.id'],
            name=op.f('fk_contact_end_community_id_community'), ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_contact_end_person_id_person'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_end')),
        sa.UniqueConstraint(
            'community_id', 'person_id', name=op.f('uq_contact_end_community_id_person_id')
        ),
    )
    op.create_index(op.f('ix_contact_end_person_id'), 'contact_end', ['person_id'])
    op.create_index(op.f('ix_contact_end_goes_at'), 'contact_end', ['goes_at'])


def downgrade():
    op.drop_table('contact_end')
    for name in MOMENTS:
        op.drop_column('community', name)
    op.drop_column('community', 'contact_months')
    op.drop_index('ix_person_fingerprint', 'person')
    op.drop_column('person', 'fingerprint')
