"""when follow-up cards go out, and what is left out of them

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'card_sending',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('mode', sa.String(length=80), nullable=False),
        sa.Column('sends_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"mode\" IN ('morning', 'at', 'review')", name=op.f('ck_card_sending_mode_known')
        ),
        sa.CheckConstraint(
            "mode <> 'at' OR sends_at IS NOT NULL", name=op.f('ck_card_sending_moment_chosen')
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'], name=op.f('fk_card_sending_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name=op.f('pk_card_sending')),
    )
    op.create_table(
        'card_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=True),
        sa.Column('what', sa.String(length=80), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"what\" IN ('card', 'ask', 'offer', 'none', 'hello')",
            name=op.f('ck_card_change_what_known'),
        ),
        sa.CheckConstraint(
            "(other_id IS NOT NULL) = (what IN ('none', 'hello'))",
            name=op.f('ck_card_change_about_two'),
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvp.id'], name=op.f('fk_card_change_rsvp_id_rsvp'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['other_id'], ['rsvp.id'], name=op.f('fk_card_change_other_id_rsvp'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_card_change')),
        sa.UniqueConstraint(
            'rsvp_id', 'other_id', 'what', name=op.f('uq_card_change_rsvp_id_other_id_what')
        ),
    )
    op.create_index(op.f('ix_card_change_other_id'), 'card_change', ['other_id'])


def downgrade():
    op.drop_index(op.f('ix_card_change_other_id'), 'card_change')
    op.drop_table('card_change')
    op.drop_table('card_sending')
