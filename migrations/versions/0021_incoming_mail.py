"""mail that came in, and how far a mailbox is read

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'received_mail',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fingerprint', sa.String(length=64), nullable=False),
        sa.Column('recipient', sa.String(length=320), nullable=True),
        sa.Column('raw', sa.LargeBinary(), nullable=True),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('state', sa.String(length=80), nullable=False),
        sa.Column('reason', sa.Text(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'done', 'dropped', 'held')",
            name=op.f('ck_received_mail_state_known'),
        ),
        sa.CheckConstraint('tries >= 0', name=op.f('ck_received_mail_tries_counted')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_received_mail')),
        sa.UniqueConstraint('fingerprint', name=op.f('uq_received_mail_fingerprint')),
    )
    op.create_index('ix_received_mail_state_due_at', 'received_mail', ['state', 'due_at'])
    op.create_table(
        'mailbox',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('uid_validity', sa.BigInteger(), nullable=True),
        sa.Column('last_uid', sa.BigInteger(), nullable=False),
        sa.Column('holder', sa.String(length=80), nullable=True),
        sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('trouble', sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox')),
        sa.UniqueConstraint('name', name=op.f('uq_mailbox_name')),
    )


def downgrade():
    op.drop_table('mailbox')
    op.drop_table('received_mail')
