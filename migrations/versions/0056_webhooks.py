"""endpoints of a community hear what happens

Revision ID: 0056
Revises: 0055
"""

from alembic import op
import sqlalchemy as sa

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None


def upgrade():
    # Others point at this table: it is added to, never copied.
    op.execute('ALTER TABLE community ADD COLUMN webhooks INTEGER DEFAULT 0 NOT NULL')
    op.create_table(
        'webhook_endpoint',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('address', sa.String(500), nullable=False),
        sa.Column('kinds', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(80), nullable=False),
        sa.Column('nonce', sa.String(80), nullable=False),
        sa.Column('old_nonce', sa.String(80), nullable=True),
        sa.Column('old_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('trouble', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('on', 'paused', 'off')", name='state_known'
        ),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_webhook_endpoint_community_id_community',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_webhook_endpoint'),
        sa.UniqueConstraint(
            'community_id', 'address', name='uq_webhook_endpoint_community_id_address'
        ),
    )
    op.create_table(
        'webhook_delivery',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('endpoint_id', sa.Integer(), nullable=False),
        sa.Column('message_id', sa.String(80), nullable=False),
        sa.Column('kind', sa.String(80), nullable=False),
        sa.Column('payload', sa.Text(), nullable=False),
        sa.Column('state', sa.String(80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('status', sa.Integer(), nullable=True),
        sa.Column('answer', sa.String(200), nullable=False),
        sa.Column('trouble', sa.String(200), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'delivered', 'failed')",
            name='state_known',
        ),
        sa.ForeignKeyConstraint(
            ['endpoint_id'],
            ['webhook_endpoint.id'],
            name='fk_webhook_delivery_endpoint_id_webhook_endpoint',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_webhook_delivery'),
        sa.UniqueConstraint('message_id', name='uq_webhook_delivery_message_id'),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        'ix_webhook_delivery_due',
        'webhook_delivery',
        ['due_at'],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(
        'ix_webhook_delivery_endpoint_id_id', 'webhook_delivery', ['endpoint_id', 'id']
    )
    op.create_index('ix_webhook_delivery_created_at', 'webhook_delivery', ['created_at'])


def downgrade():
    op.drop_table('webhook_delivery')
    op.drop_table('webhook_endpoint')
    op.execute('ALTER TABLE community DROP COLUMN webhooks')
