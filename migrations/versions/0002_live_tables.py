"""live tables: steps, locks, aims, searches, closed tables, who leaves early

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('aims',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('roles', sa.Integer(), nullable=False),
    sa.Column('stages', sa.Integer(), nullable=False),
    sa.Column('industries', sa.Integer(), nullable=False),
    sa.Column('organizations', sa.Integer(), nullable=False),
    sa.Column('new_faces', sa.Integer(), nullable=False),
    sa.Column('asks', sa.Integer(), nullable=False),
    sa.CheckConstraint('asks BETWEEN 0 AND 3', name=op.f('ck_aims_asks_level')),
    sa.CheckConstraint('industries BETWEEN 0 AND 3', name=op.f('ck_aims_industries_level')),
    sa.CheckConstraint('new_faces BETWEEN 0 AND 3', name=op.f('ck_aims_new_faces_level')),
    sa.CheckConstraint('organizations BETWEEN 0 AND 3', name=op.f('ck_aims_organizations_level')),
    sa.CheckConstraint('roles BETWEEN 0 AND 3', name=op.f('ck_aims_roles_level')),
    sa.CheckConstraint('stages BETWEEN 0 AND 3', name=op.f('ck_aims_stages_level')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_aims_event_id_event'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_aims'))
    )
    op.create_table('search',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('program_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=80), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('seen', sa.String(length=80), nullable=False),
    sa.Column('done', sa.Double(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('stopping', sa.Boolean(), nullable=False),
    sa.Column('said', sa.String(length=200), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(kind = 'series') = (program_id IS NOT NULL)", name=op.f('ck_search_series_of_program')),
    sa.CheckConstraint('"kind" IN (\'mix\', \'improve\', \'series\')', name=op.f('ck_search_kind_known')),
    sa.CheckConstraint('"state" IN (\'waiting\', \'running\', \'done\', \'stopped\', \'stale\', \'failed\')', name=op.f('ck_search_state_known')),
    sa.CheckConstraint('(event_id IS NULL) <> (program_id IS NULL)', name=op.f('ck_search_one_subject')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_search_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_search_event_id_event'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_search_program_id_program'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search'))
    )
    with op.batch_alter_table('search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_program_id'), ['program_id'], unique=False)

    op.create_table('step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('undone', sa.Boolean(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_step_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_step_plan_id_plan'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_step_plan_id_number'))
    )
    # SQLite would make these tables anew for anything but a plain new column, and lose their rows.
    op.add_column('arrival', sa.Column('last_round', sa.Integer(), nullable=True))
    op.add_column('seat', sa.Column('locked', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('table', sa.Column('closed_from', sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE plan ADD COLUMN origin VARCHAR(80) DEFAULT 'mix' NOT NULL "
        "CONSTRAINT ck_plan_origin_known CHECK (\"origin\" IN ('mix', 'hand', 'door'))"
    )


def downgrade():
    op.drop_column('table', 'closed_from')
    op.drop_column('seat', 'locked')
    op.drop_column('plan', 'origin')
    op.drop_column('arrival', 'last_round')
    op.drop_table('step')
    with op.batch_alter_table('search', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_program_id'))
        batch_op.drop_index(batch_op.f('ix_search_event_id'))

    op.drop_table('search')
    op.drop_table('aims')
