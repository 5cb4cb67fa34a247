"""letters leave by rank, and at the pace of each receiving domain

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from eventapp.db import UtcDateTime

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('message', sa.Column('rank', sa.Integer(), server_default='0', nullable=False))
    op.execute("UPDATE message SET rank = 1 WHERE kind IN ('update', 'cancelled')")
    op.execute("UPDATE message SET rank = 2 WHERE kind IN ('message', 'card', 'invitation')")
    op.drop_index('ix_message_due', table_name='message')
    op.create_index('ix_message_due', 'message', ['state', 'rank', 'due_at'])
    op.create_table(
        'receiving_domain',
        sa.Column('name', sa.String(length=254), nullable=False),
        sa.Column('free_at', UtcDateTime(), nullable=False),
        sa.Column('refusals', sa.Integer(), nullable=False),
        sa.Column('since', UtcDateTime(), nullable=True),
        sa.Column('trouble', sa.Text(), nullable=True),
        sa.CheckConstraint('refusals >= 0', name=op.f('ck_receiving_domain_refusals_counted')),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_receiving_domain')),
    )


def downgrade():
    op.drop_table('receiving_domain')
    op.drop_index('ix_message_due', table_name='message')
    op.drop_column('message', 'rank')
    op.create_index('ix_message_due', 'message', ['state', 'due_at'])
