"""passkeys, recovery codes, and whoever asks for one of them after the letter

Revision ID: 0053
Revises: 0052
"""

from alembic import op
import sqlalchemy as sa

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'passkey',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('credential', sa.LargeBinary(), nullable=False),
        sa.Column('counter', sa.BigInteger(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        _of_a_person('passkey'),
        sa.PrimaryKeyConstraint('id', name='pk_passkey'),
        sa.UniqueConstraint('digest', name='uq_passkey_digest'),
    )
    op.create_index('ix_passkey_person_id', 'passkey', ['person_id'])
    op.create_table(
        'key_holder',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('handle', sa.String(80), nullable=False),
        sa.Column('required_at', sa.DateTime(timezone=True), nullable=True),
        _of_a_person('key_holder'),
        sa.PrimaryKeyConstraint('id', name='pk_key_holder'),
        sa.UniqueConstraint('person_id', name='uq_key_holder_person_id'),
        sa.UniqueConstraint('handle', name='uq_key_holder_handle'),
    )
    op.create_table(
        'recovery_code',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        _of_a_person('recovery_code'),
        sa.PrimaryKeyConstraint('id', name='pk_recovery_code'),
    )
    op.create_index('ix_recovery_code_person_id', 'recovery_code', ['person_id'])
    op.create_table(
        'used_challenge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_used_challenge'),
        sa.UniqueConstraint('digest', name='uq_used_challenge_digest'),
    )
    op.create_index('ix_used_challenge_expires_at', 'used_challenge', ['expires_at'])


def downgrade():
    for table in ('used_challenge', 'recovery_code', 'key_holder', 'passkey'):
        op.drop_table(table)


def _of_a_person(table):
    name = f'fk_{table}_person_id_person'
    return sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=name, ondelete='CASCADE')
