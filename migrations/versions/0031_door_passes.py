"""who helps at the door signs in by a code that an organizer shows

Revision ID: 0031
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'door_pass',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('stock', sa.String(length=80), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Integer(), nullable=True),
        sa.Column('nonce', sa.String(length=80), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('link_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('key_digest', sa.String(length=64), nullable=True),
        sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('door', 'kiosk')", name=op.f('ck_door_pass_kind_known')),
        sa.ForeignKeyConstraint(
            ['event_id'], ['event.id'],
            name=op.f('fk_door_pass_event_id_event'), ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['made_by_id'], ['person.id'],
            name=op.f('fk_door_pass_made_by_id_person'), ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_door_pass')),
        sa.UniqueConstraint('nonce', name=op.f('uq_door_pass_nonce')),
        sa.UniqueConstraint('digest', name=op.f('uq_door_pass_digest')),
        sa.UniqueConstraint('key_digest', name=op.f('uq_door_pass_key_digest')),
    )
    op.create_index(op.f('ix_door_pass_event_id'), 'door_pass', ['event_id'])
    # Nothing points at check-ins, so that SQLite may write the table anew.
    with op.batch_alter_table('arrival') as arrival:
        arrival.add_column(sa.Column('by_pass_id', sa.Integer(), nullable=True))
        arrival.create_foreign_key(
            op.f('fk_arrival_by_pass_id_door_pass'), 'door_pass', ['by_pass_id'], ['id'],
            ondelete='SET NULL',
        )


def downgrade():
    with op.batch_alter_table('arrival') as arrival:
        arrival.drop_constraint(op.f('fk_arrival_by_pass_id_door_pass'), type_='foreignkey')
        arrival.drop_column('by_pass_id')
    op.drop_index(op.f('ix_door_pass_event_id'), 'door_pass')
    op.drop_table('door_pass')
