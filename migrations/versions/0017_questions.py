"""an organizer's own questions

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

KINDS = ('short', 'long', 'one', 'several', 'yes_no', 'number')


def upgrade():
    known = ', '.join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        'question',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('label', sa.String(length=200), nullable=False),
        sa.Column('help', sa.String(length=200), nullable=False),
        sa.Column('options', sa.JSON(), nullable=False),
        sa.Column('required', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('role_id', sa.Integer()),
        sa.Column('after_id', sa.Integer()),
        sa.Column('after_value', sa.String(length=200), nullable=False),
        sa.Column('on_badge', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('in_mix', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('removed_at', sa.DateTime(timezone=True)),
        sa.CheckConstraint(f'"kind" IN ({known})', name=op.f('ck_question_kind_known')),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name=op.f('fk_question_event_id_event'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['role_id'], ['role.id'], name=op.f('fk_question_role_id_role'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['after_id'],
            ['question.id'],
            name=op.f('fk_question_after_id_question'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    )
    op.create_index('ix_question_event_id', 'question', ['event_id'])
    # A table is never written anew: on SQLite that would empty every table that points at it.
    op.execute('ALTER TABLE event ADD COLUMN questions_version INTEGER DEFAULT 0 NOT NULL')
    op.execute(
        'ALTER TABLE aims ADD COLUMN answers INTEGER DEFAULT 2 NOT NULL'
        ' CONSTRAINT ck_aims_answers_level CHECK (answers BETWEEN 0 AND 3)'
    )


def downgrade():
    op.execute('ALTER TABLE aims DROP COLUMN answers')
    op.execute('ALTER TABLE event DROP COLUMN questions_version')
    op.drop_index('ix_question_event_id', table_name='question')
    op.drop_table('question')
