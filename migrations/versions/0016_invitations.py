"""who is invited to an event, and who answered by which invitation

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

SHARED = sa.text('email IS NULL')
DUE = sa.text('due_at IS NOT NULL')


def upgrade():
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'invitation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(length=254)),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('nonce', sa.String(length=80), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('most', sa.Integer()),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('due_at', moment),
        sa.Column('letters', sa.Integer(), nullable=False),
        sa.Column('written_at', moment),
        sa.Column('declined_at', moment),
        sa.Column('ended_at', moment),
        sa.CheckConstraint(
            'most IS NULL OR most > 0', name=op.f('ck_invitation_most_positive')
        ),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name=op.f('fk_invitation_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('digest', name=op.f('uq_invitation_digest')),
        sa.UniqueConstraint('event_id', 'email', name=op.f('uq_invitation_event_id_email')),
        sa.UniqueConstraint('nonce', name=op.f('uq_invitation_nonce')),
    )
    op.create_index(
        'ix_invitation_shared',
        'invitation',
        ['event_id'],
        unique=True,
        sqlite_where=SHARED,
        postgresql_where=SHARED,
    )
    op.create_index(
        'ix_invitation_due', 'invitation', ['due_at'], sqlite_where=DUE, postgresql_where=DUE
    )
    op.create_index('ix_invitation_email', 'invitation', ['email'])
    op.create_table(
        'invitation_use',
        sa.Column('invitation_id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['invitation_id'],
            ['invitation.id'],
            name=op.f('fk_invitation_use_invitation_id_invitation'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'],
            ['rsvp.id'],
            name=op.f('fk_invitation_use_rsvp_id_rsvp'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('invitation_id', 'rsvp_id', name=op.f('pk_invitation_use')),
    )
    op.create_index('ix_invitation_use_rsvp_id', 'invitation_use', ['rsvp_id'])


def downgrade():
    op.drop_table('invitation_use')
    op.drop_table('invitation')
