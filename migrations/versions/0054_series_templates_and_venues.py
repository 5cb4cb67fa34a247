"""events are held in series, begin from templates, and take place at venues that are kept

Revision ID: 0054
Revises: 0053
"""

from alembic import op
import sqlalchemy as sa

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def _community(table):
    return sa.ForeignKeyConstraint(
        ['community_id'],
        ['community.id'],
        name=f'fk_{table}_community_id_community',
        ondelete='CASCADE',
    )


def _event(table):
    return sa.ForeignKeyConstraint(
        ['event_id'], ['event.id'], name=f'fk_{table}_event_id_event', ondelete='CASCADE'
    )


def upgrade():
    op.create_table(
        'event_series',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('slug', sa.String(80), nullable=False),
        sa.Column('title', sa.String(80), nullable=False),
        sa.Column('summary', sa.String(200), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        _community('event_series'),
        sa.PrimaryKeyConstraint('id', name='pk_event_series'),
        sa.UniqueConstraint('community_id', 'slug', name='uq_event_series_community_id_slug'),
    )
    op.create_table(
        'series_date',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('series_id', sa.Integer(), nullable=False),
        _event('series_date'),
        sa.ForeignKeyConstraint(
            ['series_id'],
            ['event_series.id'],
            name='fk_series_date_series_id_event_series',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name='pk_series_date'),
    )
    op.create_index('ix_series_date_series_id', 'series_date', ['series_id'])
    op.create_table(
        'event_template',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        _event('event_template'),
        sa.PrimaryKeyConstraint('id', name='pk_event_template'),
        sa.UniqueConstraint('event_id', name='uq_event_template_event_id'),
    )
    op.create_table(
        'venue',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(200), nullable=False),
        sa.Column('address', sa.String(200), nullable=False),
        sa.Column('room', sa.String(200), nullable=False),
        sa.Column('map_url', sa.Text(), nullable=False),
        sa.Column('latitude', sa.Double(), nullable=True),
        sa.Column('longitude', sa.Double(), nullable=True),
        sa.Column('tables', sa.Integer(), nullable=False),
        sa.Column('seats', sa.Integer(), nullable=False),
        sa.Column('notes', sa.Text(), nullable=False),
        sa.CheckConstraint('tables >= 1 AND seats >= 2', name=op.f('ck_venue_room_possible')),
        sa.CheckConstraint(
            '(latitude IS NULL) = (longitude IS NULL)', name=op.f('ck_venue_coordinates_whole')
        ),
        _community('venue'),
        sa.PrimaryKeyConstraint('id', name='pk_venue'),
    )
    op.create_index('ix_venue_community_id', 'venue', ['community_id'])
    # Nothing points at this table, so that it may be made anew on SQLite.
    with op.batch_alter_table('interest') as interest:
        interest.alter_column('program_id', existing_type=sa.Integer(), nullable=True)
        interest.add_column(sa.Column('series_id', sa.Integer(), nullable=True))
        interest.create_foreign_key(
            op.f(op.f('fk_interest_series_id_event_series')),
            'event_series',
            ['series_id'],
            ['id'],
            ondelete='CASCADE',
        )
        interest.create_unique_constraint(op.f('uq_interest_series_id_person_id'), ['series_id', 'person_id'])
        interest.create_check_constraint(
            op.f(op.f('ck_interest_of_one')), '(program_id IS NULL) <> (series_id IS NULL)'
        )


def downgrade():
    op.execute('DELETE FROM interest WHERE program_id IS NULL')
    with op.batch_alter_table('interest') as interest:
        interest.drop_constraint(op.f('ck_interest_of_one'), type_='check')
        interest.drop_constraint(op.f('uq_interest_series_id_person_id'), type_='unique')
        interest.drop_constraint(op.f('fk_interest_series_id_event_series'), type_='foreignkey')
        interest.drop_column('series_id')
        interest.alter_column('program_id', existing_type=sa.Integer(), nullable=False)
    op.drop_table('venue')
    op.drop_table('event_template')
    op.drop_table('series_date')
    op.drop_table('event_series')
