"""an event that came in with a file is known by what the file calls it

Revision ID: 0060
Revises: 0058
"""

from alembic import op
import sqlalchemy as sa

revision = '0060'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'imported_event',
        sa.Column('event_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(64), nullable=False),
        sa.Column('past_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['community_id'],
            ['community.id'],
            name='fk_imported_event_community_id_community',
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['event_id'],
            ['event.id'],
            name='fk_imported_event_event_id_event',
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('event_id', name='pk_imported_event'),
        sa.UniqueConstraint('community_id', 'key', name='uq_imported_event_community_id_key'),
    )


def downgrade():
    op.drop_table('imported_event')
