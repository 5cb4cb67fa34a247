"""a community is taken out as one file, and brought in from one

Revision ID: 0063
Revises: 0062
"""

from alembic import op
import sqlalchemy as sa

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'archive',
        sa.Column('way', sa.String(length=80), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('parts', sa.Integer(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('said', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=80), nullable=False),
        sa.Column('kept', sa.Boolean(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('stopping', sa.Boolean(), nullable=False),
        sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("\"way\" IN ('out', 'in')", name='way_known'),
        sa.CheckConstraint(
            "\"state\" IN ('waiting', 'running', 'done', 'stopped', 'failed')",
            name='state_known',
        ),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name=op.f('fk_archive_community_id_community'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'],
            ['person.id'],
            name=op.f('fk_archive_by_id_person'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_archive')),
    )
    op.create_index(op.f('ix_archive_community_id'), 'archive', ['community_id'])
    op.create_index(op.f('ix_archive_by_id'), 'archive', ['by_id'])
    op.create_index(
        'ix_archive_kept',
        'archive',
        ['made_at'],
        sqlite_where=sa.text('kept'),
        postgresql_where=sa.text('kept'),
    )
    op.create_table(
        'archive_file',
        sa.Column('archive_id', sa.Integer(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['archive_id'],
            ['archive.id'],
            name=op.f('fk_archive_file_archive_id_archive'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('archive_id', name=op.f('pk_archive_file')),
    )


def downgrade():
    op.drop_table('archive_file')
    op.drop_table('archive')
