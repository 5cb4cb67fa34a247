"""how a community reads lists from the same source; who of a whole list is still to be written to

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'remembered_mapping',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('headings', sa.String(length=64), nullable=False),
        sa.Column('corrected', sa.JSON(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name=op.f('fk_remembered_mapping_community_id_community'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_remembered_mapping')),
        sa.UniqueConstraint(
            'community_id', 'headings', name=op.f('uq_remembered_mapping_community_id_headings')
        ),
    )
    op.add_column('long_list', sa.Column('to_write', sa.JSON(), nullable=True))


def downgrade():
    op.drop_column('long_list', 'to_write')
    op.drop_table('remembered_mapping')
