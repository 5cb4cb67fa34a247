"""which badges don't count any more stays when their certificates go

Revision ID: 0049
Revises: 0048
"""

from alembic import op
import sqlalchemy as sa

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'withdrawn_badge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_withdrawn_badge_community_id_community',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_withdrawn_badge'),
        sa.UniqueConstraint('name', name='uq_withdrawn_badge_name'),
    )
    op.create_index('ix_withdrawn_badge_community_id', 'withdrawn_badge', ['community_id'])


def downgrade():
    op.drop_table('withdrawn_badge')
