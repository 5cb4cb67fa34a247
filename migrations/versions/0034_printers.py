"""printers with what undoes their error, and stocks that a community measured itself

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

PAGES = ('A4', 'A4 landscape', 'Letter', 'Letter landscape', 'A5', 'A6', 'card', 'roll', 'other')
KINDS = ('sticky', 'cards', 'cut', 'tent', 'plastic', 'thermal')
FOLDS = ('', 'top', 'left')


def known(column, words):
    return '"{}" IN ({})'.format(column, ', '.join(f"'{word}'" for word in words))


def lengths(*names):
    return [sa.Column(name, sa.Double(), nullable=False) for name in names]


def upgrade():
    op.create_table(
        'printer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('paper', sa.String(length=80), nullable=False),
        sa.Column('feed', sa.String(length=200), nullable=False),
        *lengths('shift_x', 'shift_y', 'stretch_x', 'stretch_y'),
        sa.Column('measured_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(known('paper', PAGES), name=op.f('ck_printer_paper_known')),
        sa.ForeignKeyConstraint(
            ['community_id'], ['community.id'],
            name=op.f('fk_printer_community_id_community'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_printer')),
        sa.UniqueConstraint('community_id', 'name', name=op.f('uq_printer_community_id_name')),
    )
    op.create_table(
        'own_stock',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('community_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('kind', sa.String(length=80), nullable=False),
        sa.Column('fold', sa.String(length=80), nullable=False),
        *lengths('sheet_width', 'sheet_height'),
        sa.Column('cols', sa.Integer(), nullable=False),
        sa.Column('rows', sa.Integer(), nullable=False),
        *lengths('width', 'height', 'left', 'top', 'pitch_x', 'pitch_y', 'corner'),
        sa.CheckConstraint(known('kind', KINDS), name=op.f('ck_own_stock_kind_known')),
        sa.CheckConstraint(known('fold', FOLDS), name=op.f('ck_own_stock_fold_known')),
        sa.ForeignKeyConstraint(
            ['community_id'], ['community.id'],
            name=op.f('fk_own_stock_community_id_community'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_own_stock')),
        sa.UniqueConstraint('community_id', 'name', name=op.f('uq_own_stock_community_id_name')),
    )


def downgrade():
    op.drop_table('own_stock')
    op.drop_table('printer')
