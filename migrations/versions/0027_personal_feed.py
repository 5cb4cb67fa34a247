"""a calendar of somebody's own, under an address that can be renewed

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'personal_feed',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('nonce', sa.String(length=80), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'],
            ['person.id'],
            name=op.f('fk_personal_feed_person_id_person'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_feed')),
        sa.UniqueConstraint('person_id', name=op.f('uq_personal_feed_person_id')),
        sa.UniqueConstraint('nonce', name=op.f('uq_personal_feed_nonce')),
        sa.UniqueConstraint('digest', name=op.f('uq_personal_feed_digest')),
    )


def downgrade():
    op.drop_table('personal_feed')
