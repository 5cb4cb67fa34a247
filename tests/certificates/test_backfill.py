"""Certificates that were given before they had numbers, or badges names of their own, have them after
the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import followup_builders
import make
import program_builders
import pytest
from alembic.script import ScriptDirectory
from conftest import running
from flask_migrate import Migrate, downgrade, upgrade

from eventapp import clock
from eventapp.certificates import badges, numbers
from eventapp.certificates.models import Certificate
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import Rsvp

MIGRATIONS = str(Path(__file__).resolve().parents[2] / "migrations")
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]


@contextmanager
def migrated(which: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[None]:
    """A database of one kind with every migration done."""
    url = f"sqlite:///{folder / 'fresh.db'}"
    if which == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with running(url, folder) as app:
        Migrate(app, db, directory=MIGRATIONS)
        upgrade()
        yield


def before(revision: str) -> str:
    found: str = ScriptDirectory(MIGRATIONS).get_revision(revision).down_revision
    return found


def enrolments() -> list[Enrolment]:
    return list(db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)))


@pytest.mark.parametrize("which", BOTH)
def test_one_that_was_given_gets_a_number_and_what_it_says(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with migrated(which, request, tmp_path):
        program = program_builders.school(3, sessions=2)
        first, second, _third = enrolments()
        event = program.sessions[0].event
        rsvps = db.session.scalars(db.select(Rsvp).order_by(Rsvp.person_id, Rsvp.id)).all()
        followup_builders.arrive(next(one for one in rsvps if one.event_id == event.id))
        make.certificate(first)
        make.certificate(second, number="7K2M-Q9XF")
        db.session.commit()
        name, title, hours = first.name, program.title, event.ends_at - event.starts_at
        program_id, first_id = program.id, first.id
        db.session.remove()

        for _twice in range(2):
            downgrade(revision=before("0047"))
            upgrade()

        one, other = db.session.scalars(db.select(Certificate).order_by(Certificate.enrolment_id))
        program = db.session.get_one(Program, program_id)
        assert one.enrolment_id == first_id
        assert numbers.read(one.number) == one.number != other.number
        assert (one.name, one.program, one.community) == (name, title, program.community.name)
        assert (one.sessions, one.there, other.there) == (2, 2, 1)
        assert one.minutes == 2 * hours.total_seconds() // 60
        assert one.first_at == program.sessions[0].event.starts_at
        assert one.given_at <= clock.now()
        assert one.valid


@pytest.mark.parametrize("which", BOTH)
def test_badges_that_people_have_keep_their_names_and_what_was_withdrawn_stays_so(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with migrated(which, request, tmp_path):
        program = program_builders.school(3, sessions=1)
        stands, again, gone = enrolments()
        make.certificate(stands, number="7K2M-Q9XD")
        make.certificate(again, number="7K2M-Q9XF", issue=2)
        make.certificate(gone, number="7K2M-Q9XG", revoked_at=clock.now())
        db.session.commit()
        host_id = program.community_id
        db.session.remove()

        for _twice in range(2):
            downgrade(revision=before("0051"))
            upgrade()

        found = db.session.scalars(db.select(Certificate).order_by(Certificate.number)).all()
        host = db.session.get_one(Community, host_id)
        listed = {line["id"] for line in badges.revocations(host)["revokedCredential"]}
        # As they stand in what people took with them, by the key of this installation.
        assert [one.badge for one in found] == [
            "urn:uuid:7a6e8b3b-945d-4770-a2f8-7a9c562783b9",
            "urn:uuid:2039c678-753a-4b9a-955d-64dee221bac2",
            "urn:uuid:77dba669-fed5-4a0a-9c40-d65059e9acb1",
        ]
        assert listed == {"urn:uuid:ab9ccc27-6553-470d-af6c-a3c16c8eb3bb", found[2].badge}
