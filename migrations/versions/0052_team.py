"""trainers who are members, invitations to a team, and who did what

Revision ID: 0052
Revises: 0051
"""

from alembic import op
import sqlalchemy as sa

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

BEFORE = "\"right\" IN ('door', 'organizer', 'owner')"
AFTER = "\"right\" IN ('door', 'trainer', 'organizer', 'owner')"
RIGHT = 'ck_membership_right_known'


def upgrade():
    # Nothing points at memberships yet, so that SQLite may write the table anew.
    with op.batch_alter_table('membership') as membership:
        membership.drop_constraint(op.f(RIGHT), type_='check')
        membership.create_check_constraint(op.f(RIGHT), AFTER)
    # Nor at trainers.
    with op.batch_alter_table('trainer') as trainer:
        trainer.add_column(sa.Column('membership_id', sa.Integer(), nullable=True))
        trainer.create_foreign_key(
            op.f('fk_trainer_membership_id_membership'),
            'membership',
            ['membership_id'],
            ['id'],
            ondelete='SET NULL',
        )
    op.create_index('ix_trainer_membership_id', 'trainer', ['membership_id'])
    op.create_table(
        'team_invitation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(254), nullable=False),
        sa.Column('first_name', sa.String(80), nullable=False),
        sa.Column('right', sa.String(80), nullable=False),
        sa.Column('nonce', sa.String(80), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(AFTER, name=op.f('ck_team_invitation_right_known')),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_team_invitation_community_id_community',
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name='fk_team_invitation_by_id_person', ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_team_invitation'),
        sa.UniqueConstraint('nonce', name='uq_team_invitation_nonce'),
        sa.UniqueConstraint('digest', name='uq_team_invitation_digest'),
        sa.UniqueConstraint(
            'community_id', 'email', name='uq_team_invitation_community_id_email'
        ),
    )
    op.create_index('ix_team_invitation_by_id', 'team_invitation', ['by_id'])
    op.create_index('ix_team_invitation_expires_at', 'team_invitation', ['expires_at'])
    op.create_table(
        'activity',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('device', sa.String(80), nullable=False),
        sa.Column('what', sa.String(80), nullable=False),
        sa.Column('about', sa.String(80), nullable=False),
        sa.Column('number', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_activity_community_id_community',
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name='fk_activity_person_id_person', ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_activity'),
    )
    op.create_index('ix_activity_community_id', 'activity', ['community_id', 'id'])
    op.create_index('ix_activity_person_id', 'activity', ['person_id'])
    op.create_index('ix_activity_at', 'activity', ['at'])


def downgrade():
    op.drop_table('activity')
    op.drop_table('team_invitation')
    op.drop_index('ix_trainer_membership_id', 'trainer')
    with op.batch_alter_table('trainer') as trainer:
        trainer.drop_constraint(op.f('fk_trainer_membership_id_membership'), type_='foreignkey')
        trainer.drop_column('membership_id')
    op.execute("DELETE FROM membership WHERE \"right\" = 'trainer'")
    with op.batch_alter_table('membership') as membership:
        membership.drop_constraint(op.f(RIGHT), type_='check')
        membership.create_check_constraint(op.f(RIGHT), BEFORE)
