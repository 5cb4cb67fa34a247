"""letters about a program are written part by part, and a badge has a name of its own

Revision ID: 0051
Revises: 0050
"""

import hmac
from hashlib import sha256
from uuid import UUID

from alembic import op
from flask import current_app
import sqlalchemy as sa

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

GIVEN = """
SELECT certificate.id, certificate.number, certificate.issue, certificate.revoked_at, program.community_id
FROM certificate JOIN enrolment ON enrolment.id = certificate.enrolment_id
JOIN program ON program.id = enrolment.program_id ORDER BY certificate.id
"""


def upgrade():
    time = sa.DateTime(timezone=True)
    op.create_table(
        'program_announcement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('program_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(80), nullable=False),
        sa.Column('said', sa.JSON(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('until', sa.Integer(), nullable=False),
        sa.Column('cursor', sa.Integer(), nullable=False),
        sa.Column('written', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(80), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', time, nullable=False),
        sa.Column('created_at', time, nullable=False),
        sa.CheckConstraint(
            "kind IN ('program-off', 'program-on', 'program-moved', 'runs-again')",
            name=op.f('ck_program_announcement_kind_known'),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'replaced')",
            name=op.f('ck_program_announcement_state_known'),
        ),
        sa.ForeignKeyConstraint(
            ['program_id'],
            ['program.id'],
            name=op.f('fk_program_announcement_program_id_program'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_program_announcement')),
    )
    op.create_index(
        'ix_program_announcement_program_id', 'program_announcement', ['program_id']
    )
    op.create_index(
        'ix_program_announcement_state_due_at', 'program_announcement', ['state', 'due_at']
    )
    with op.batch_alter_table('certificate') as table:
        table.add_column(sa.Column('badge', sa.String(80), nullable=True))
    _name_those_that_were_given()
    with op.batch_alter_table('certificate') as table:
        table.alter_column('badge', existing_type=sa.String(80), nullable=False)
        table.create_unique_constraint('uq_certificate_badge', ['badge'])


def _name_those_that_were_given():
    """They keep the names that stand in what people took with them, made of the secret key until now."""
    connection = op.get_bind()
    listed = set(connection.scalars(sa.text('SELECT name FROM withdrawn_badge')))
    for one in connection.execute(sa.text(GIVEN)).all():
        names = [_name(one.number, issue) for issue in range(1, one.issue + 1)]
        connection.execute(
            sa.text('UPDATE certificate SET badge = :badge WHERE id = :id'),
            {'badge': names[-1], 'id': one.id},
        )
        gone = names if one.revoked_at else names[:-1]
        for name in gone:
            if name not in listed:
                connection.execute(
                    sa.text(
                        'INSERT INTO withdrawn_badge (community_id, name)'
                        ' VALUES (:community_id, :name)'
                    ),
                    {'community_id': one.community_id, 'name': name},
                )


def _name(number, issue):
    secret = current_app.config['SECRET_KEY'].encode()
    mac = hmac.new(secret, f'badge:{number}:{issue}'.encode(), sha256).digest()
    return f'urn:uuid:{UUID(bytes=mac[:16], version=4)}'


def downgrade():
    with op.batch_alter_table('certificate') as table:
        table.drop_constraint('uq_certificate_badge', type_='unique')
        table.drop_column('badge')
    op.drop_table('program_announcement')
