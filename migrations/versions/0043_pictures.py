"""the pictures of an event are kept as they were drawn

Revision ID: 0043
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'look_back',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('stamp', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('held_back', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('marks', sa.JSON(), nullable=False),
        sa.Column('headlines', sa.JSON(), nullable=False),
        sa.Column('suggestions', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_look_back_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name=op.f('pk_look_back')),
    )
    op.create_table(
        'kept_picture',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('wide', sa.Text(), nullable=False),
        sa.Column('narrow', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_kept_picture_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_picture')),
        sa.UniqueConstraint('event_id', 'name', name=op.f('uq_kept_picture_event_id_name')),
    )


def downgrade():
    op.drop_table('kept_picture')
    op.drop_table('look_back')
