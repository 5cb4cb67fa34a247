"""what was printed is kept: which badge, when, by whom, and where on which sheet

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'running', 'done', 'stopped', 'failed', 'withdrawn')"
KEPT = sa.text('kept')


def upgrade():
    op.create_table(
        'print_run',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('by_pass_id', sa.Integer(), nullable=True),
        sa.Column('stock', sa.String(length=80), nullable=False),
        sa.Column('per_sheet', sa.Integer(), nullable=False),
        sa.Column('choices', sa.JSON(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('sheets', sa.Integer(), nullable=False),
        sa.Column('drawn', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('stopping', sa.Boolean(), nullable=False),
        sa.Column('said', sa.Text(), nullable=False),
        sa.Column('kept', sa.Boolean(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(STATES, name=op.f('ck_print_run_state_known')),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_print_run_by_id_person'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_print_run_event_id_event'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['by_pass_id'], ['door_pass.id'], name=op.f('fk_print_run_by_pass_id_door_pass'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_print_run')),
    )
    op.create_index(op.f('ix_print_run_event_id'), 'print_run', ['event_id'])
    op.create_index('ix_print_run_kept', 'print_run', ['made_at'], sqlite_where=KEPT, postgresql_where=KEPT)
    op.create_table(
        'printed_badge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=True),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('mark', sa.String(length=64), nullable=False),
        sa.Column('badge', sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_printed_badge_rsvp_id_rsvp'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['run_id'], ['print_run.id'], name=op.f('fk_printed_badge_run_id_print_run'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_badge')),
    )
    op.create_index(op.f('ix_printed_badge_run_id'), 'printed_badge', ['run_id'])
    op.create_index(op.f('ix_printed_badge_rsvp_id'), 'printed_badge', ['rsvp_id'])
    op.create_table(
        'print_file',
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['run_id'], ['print_run.id'], name=op.f('fk_print_file_run_id_print_run'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('run_id', name=op.f('pk_print_file')),
    )


def downgrade():
    op.drop_table('print_file')
    op.drop_index(op.f('ix_printed_badge_rsvp_id'), 'printed_badge')
    op.drop_index(op.f('ix_printed_badge_run_id'), 'printed_badge')
    op.drop_table('printed_badge')
    op.drop_index('ix_print_run_kept', 'print_run')
    op.drop_index(op.f('ix_print_run_event_id'), 'print_run')
    op.drop_table('print_run')
