"""when the door is asked about its tables, and what was left as it is

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'reseat_question',
        sa.Column('event_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=True),
        sa.Column('left', sa.JSON(), server_default='{}', nullable=False),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name=op.f('fk_reseat_question_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name=op.f('pk_reseat_question')),
    )


def downgrade():
    op.drop_table('reseat_question')
