"""Certificates that were given before they had numbers have one after the migration."""

from pathlib import Path

import followup_builders
import make
import program_builders
from alembic.script import ScriptDirectory
from conftest import running
from flask_migrate import Migrate, downgrade, upgrade

from eventapp import clock
from eventapp.certificates import numbers
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.programs.models import Enrolment
from eventapp.rsvps.models import Rsvp

MIGRATIONS = str(Path(__file__).resolve().parents[2] / "migrations")


def test_one_that_was_given_gets_a_number_and_what_it_says(tmp_path: Path) -> None:
    before = ScriptDirectory(MIGRATIONS).get_revision("0047").down_revision
    with running(f"sqlite:///{tmp_path / 'fresh.db'}", tmp_path) as app:
        Migrate(app, db, directory=MIGRATIONS)
        upgrade()
        program = program_builders.school(2, sessions=2)
        first, _second = db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)).all()
        event = program.sessions[0].event
        rsvps = db.session.scalars(db.select(Rsvp).order_by(Rsvp.person_id, Rsvp.id)).all()
        followup_builders.arrive(next(one for one in rsvps if one.event_id == event.id))
        make.certificate(first)
        db.session.commit()
        name, title, hours = first.name, program.title, event.ends_at - event.starts_at
        db.session.remove()

        downgrade(revision=before)
        upgrade()

        one = db.session.scalars(db.select(Certificate)).one()
        assert numbers.read(one.number) == one.number
        assert (one.name, one.program, one.community) == (name, title, program.community.name)
        assert (one.sessions, one.there) == (2, 2)
        assert one.minutes == 2 * hours.total_seconds() // 60
        assert one.given_at <= clock.now()
        assert one.valid
