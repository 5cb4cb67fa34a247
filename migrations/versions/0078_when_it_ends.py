"""copies whose answers close when they end say so again

Revision ID: 0078
Revises: 0074
"""

from alembic import op

revision = '0078'
down_revision = '0074'
branch_labels = None
depends_on = None

# "When it ends", in minutes, and by how much a change of the clocks had moved it in a copy.
AT_THE_END, MOVED = 46080, 180


def upgrade():
    for column in ('rsvps_close', 'waitlist_closes'):
        op.execute(
            f'UPDATE event SET {column} = {AT_THE_END} WHERE {column} <> {AT_THE_END}'
            f' AND {column} BETWEEN {AT_THE_END - MOVED} AND {AT_THE_END + MOVED}'
        )


def downgrade():
    """What was garbled stays mended."""
