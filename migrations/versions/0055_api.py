"""programs may read and change what a community lets them, by tokens

Revision ID: 0055
Revises: 0054
"""

from alembic import op
import sqlalchemy as sa

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'api_token',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('made_by_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('ending', sa.String(80), nullable=False),
        sa.Column('scopes', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_api_token_community_id_community',
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['made_by_id'], ['person.id'], name='fk_api_token_made_by_id_person', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_api_token'),
        sa.UniqueConstraint('digest', name='uq_api_token_digest'),
    )
    op.create_index('ix_api_token_community_id', 'api_token', ['community_id'])
    op.create_index('ix_api_token_made_by_id', 'api_token', ['made_by_id'])
    op.create_table(
        'api_answer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('token_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(64), nullable=False),
        sa.Column('fingerprint', sa.String(64), nullable=False),
        sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('shows', sa.String(200), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['token_id'],
            ['api_token.id'],
            name='fk_api_answer_token_id_api_token',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_api_answer'),
        sa.UniqueConstraint('token_id', 'key', name='uq_api_answer_token_id_key'),
    )
    op.create_index('ix_api_answer_created_at', 'api_answer', ['created_at'])


def downgrade():
    op.drop_table('api_answer')
    op.drop_table('api_token')
