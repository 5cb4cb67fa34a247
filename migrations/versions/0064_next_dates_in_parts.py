"""who follows a series is told of its next dates part by part, and a site finds what is to come at once

Revision ID: 0064
Revises: 0063
"""

from alembic import op
import sqlalchemy as sa

revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None

KIND = 'ck_program_announcement_kind_known'
ONE = 'ck_program_announcement_of_one'
SERIES = 'fk_program_announcement_series_id_event_series'
BEFORE = "'program-off', 'program-on', 'program-moved', 'runs-again'"


def upgrade():
    with op.batch_alter_table('program_announcement') as table:
        table.add_column(sa.Column('series_id', sa.Integer(), nullable=True))
        table.alter_column('program_id', existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(
            op.f(SERIES), 'event_series', ['series_id'], ['id'], ondelete='CASCADE'
        )
        table.drop_constraint(op.f(KIND), type_='check')
        table.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE}, 'next-date')")
        table.create_check_constraint(op.f(ONE), '(program_id IS NULL) <> (series_id IS NULL)')
    op.create_index('ix_event_ends_at', 'event', ['ends_at'])
    op.create_index('ix_program_announcement_series_id', 'program_announcement', ['series_id'])


def downgrade():
    op.execute("DELETE FROM program_announcement WHERE kind = 'next-date'")
    op.drop_index('ix_event_ends_at', table_name='event')
    op.drop_index('ix_program_announcement_series_id', table_name='program_announcement')
    with op.batch_alter_table('program_announcement') as table:
        table.drop_constraint(op.f(ONE), type_='check')
        table.drop_constraint(op.f(KIND), type_='check')
        table.create_check_constraint(op.f(KIND), f'kind IN ({BEFORE})')
        table.drop_constraint(op.f(SERIES), type_='foreignkey')
        table.alter_column('program_id', existing_type=sa.Integer(), nullable=False)
        table.drop_column('series_id')
