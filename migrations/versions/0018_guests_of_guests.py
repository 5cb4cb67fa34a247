"""guests of guests also where an answer was typed once more, and what was given back, for its undo

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade():
    for table in ('rsvp', 'repeat'):
        op.add_column(
            table,
            sa.Column('gave_back', sa.String(length=80), server_default='', nullable=False),
        )
        op.add_column(table, sa.Column('gave_back_at', sa.DateTime(timezone=True), nullable=True))
    # Nothing points at this table, so it may be written anew.
    with op.batch_alter_table('repeat') as repeat:
        repeat.add_column(sa.Column('brought_by_id', sa.Integer(), nullable=True))
        repeat.add_column(
            sa.Column('waits_together', sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        repeat.add_column(
            sa.Column('sits_together', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        repeat.create_foreign_key(
            op.f('fk_repeat_brought_by_id_repeat'),
            'repeat',
            ['brought_by_id'],
            ['id'],
            ondelete='CASCADE',
        )
    op.create_index(op.f('ix_repeat_brought_by_id'), 'repeat', ['brought_by_id'])


def downgrade():
    op.execute('DELETE FROM repeat WHERE brought_by_id IS NOT NULL')
    op.drop_index(op.f('ix_repeat_brought_by_id'), table_name='repeat')
    with op.batch_alter_table('repeat') as repeat:
        repeat.drop_constraint(op.f('fk_repeat_brought_by_id_repeat'), type_='foreignkey')
        for name in ('brought_by_id', 'waits_together', 'sits_together'):
            repeat.drop_column(name)
    for table in ('rsvp', 'repeat'):
        op.drop_column(table, 'gave_back_at')
        op.drop_column(table, 'gave_back')
