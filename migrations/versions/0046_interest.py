"""people ask to be told when a program runs again

Revision ID: 0046
Revises: 0045
"""

from alembic import op
import sqlalchemy as sa

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'interest',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('program_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('nonce', sa.String(80), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['program_id'], ['program.id'], name=op.f('fk_interest_program_id_program'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_interest_person_id_person'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
        sa.UniqueConstraint(
            'program_id', 'person_id', name=op.f('uq_interest_program_id_person_id')
        ),
        sa.UniqueConstraint('nonce', name=op.f('uq_interest_nonce')),
        sa.UniqueConstraint('digest', name=op.f('uq_interest_digest')),
    )
    op.create_index('ix_interest_person_id', 'interest', ['person_id'])


def downgrade():
    op.drop_table('interest')
