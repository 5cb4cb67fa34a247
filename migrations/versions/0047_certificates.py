"""a certificate has a number by which anybody checks it, and keeps what it says

Revision ID: 0047
Revises: 0046
"""

import json
import secrets

from alembic import op
import sqlalchemy as sa

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

SIGNS = '23456789BCDFGHJKMNPQRSTVWXYZ'
GIVEN = """
SELECT enrolment.id, enrolment.answers, enrolment.certified_at, enrolment.person_id,
    program.id AS program_id, program.title, community.name, community.zone
FROM enrolment JOIN program ON program.id = enrolment.program_id
JOIN community ON community.id = program.community_id
WHERE enrolment.certified_at IS NOT NULL ORDER BY enrolment.id
"""
# Whoever was checked in was there; where no door ran, who had a place.
SESSIONS = """
SELECT event.starts_at, event.ends_at, event.zone, EXISTS (
    SELECT 1 FROM rsvp WHERE rsvp.event_id = event.id AND rsvp.person_id = :person AND (
        EXISTS (SELECT 1 FROM arrival WHERE arrival.rsvp_id = rsvp.id)
        OR EXISTS (SELECT 1 FROM visit WHERE visit.rsvp_id = rsvp.id)
        OR (rsvp.state = 'going' AND NOT EXISTS (
            SELECT 1 FROM arrival JOIN rsvp AS other ON other.id = arrival.rsvp_id
            WHERE other.event_id = event.id
        ))
    )
) AS came
FROM session JOIN event ON event.id = session.event_id
WHERE session.program_id = :program AND event.published_at IS NOT NULL
    AND event.cancelled_at IS NULL
ORDER BY event.starts_at
"""


def upgrade():
    time = sa.DateTime(timezone=True)
    made = op.create_table(
        'certificate',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('enrolment_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(80), nullable=False),
        sa.Column('name', sa.String(200), nullable=False),
        sa.Column('program', sa.String(80), nullable=False),
        sa.Column('community', sa.String(80), nullable=False),
        sa.Column('first_at', time, nullable=False),
        sa.Column('last_at', time, nullable=False),
        sa.Column('zone', sa.String(80), nullable=False),
        sa.Column('sessions', sa.Integer(), nullable=False),
        sa.Column('there', sa.Integer(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('roles', sa.Integer(), nullable=False),
        sa.Column('given_at', time, nullable=False),
        sa.Column('why', sa.String(200), nullable=False),
        sa.Column('issue', sa.Integer(), nullable=False),
        sa.Column('reissued_at', time, nullable=True),
        sa.Column('revoked_at', time, nullable=True),
        sa.Column('reason', sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ['enrolment_id'], ['enrolment.id'], name=op.f('fk_certificate_enrolment_id_enrolment'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
        sa.UniqueConstraint('enrolment_id', name=op.f('uq_certificate_enrolment_id')),
        sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    )
    connection = op.get_bind()
    asked = sa.text(GIVEN).columns(certified_at=time)
    of_each = sa.text(SESSIONS).columns(starts_at=time, ends_at=time)
    for one in connection.execute(asked).all():
        sessions = connection.execute(
            of_each, {'person': one.person_id, 'program': one.program_id}
        ).all()
        connection.execute(made.insert().values(**_stated(one, sessions)))


def _stated(one, sessions):
    answers = json.loads(one.answers) if isinstance(one.answers, str) else one.answers
    name = f"{answers['first_name']} {answers.get('last_name') or ''}".strip()
    came = [session for session in sessions if session.came]
    seconds = sum((session.ends_at - session.starts_at).total_seconds() for session in came)
    signs = ''.join(secrets.choice(SIGNS) for _ in range(8))
    return {
        'enrolment_id': one.id,
        'number': f'{signs[:4]}-{signs[4:]}',
        'name': name[:200],
        'program': one.title,
        'community': one.name,
        'first_at': sessions[0].starts_at if sessions else one.certified_at,
        'last_at': sessions[-1].starts_at if sessions else one.certified_at,
        'zone': sessions[0].zone if sessions else one.zone,
        'sessions': len(sessions),
        'there': len(came),
        'minutes': int(seconds // 60),
        'people': 0,
        'roles': 0,
        'given_at': one.certified_at,
        'why': '',
        'issue': 1,
        'reason': '',
    }


def downgrade():
    op.drop_table('certificate')
