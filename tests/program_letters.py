"""A program by the clock for tests of its letters: it is set, people come, and the morning after."""

from datetime import UTC, datetime, timedelta

import followup_builders
import make
import program_builders
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.programs.models import Program, Session
from eventapp.rsvps.models import Rsvp

# A Tuesday evening; the clocks of Berlin are an hour ahead.
FIRST = datetime(2027, 3, 2, 17, 30, tzinfo=UTC)
MORNING = timedelta(hours=14)
LINKS = [{"title": "Slides", "url": "https://files.example/slides"}]


class Weeks:
    """Sets the clock, and lets sessions be held."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._set = lambda at: monkeypatch.setattr(clock, "now", lambda: at)
        self.at(FIRST - timedelta(days=20))

    def at(self, moment: datetime) -> None:
        """Let it be this moment."""
        self._set(moment)

    def after(self, session: Session) -> None:
        """Let it be the morning after a session."""
        self.at(session.event.ends_at + MORNING)


def weekly(people: int = 3, *, sessions: int = 4) -> Program:
    """A program with people enrolled, and a session every Tuesday evening."""
    program = make.program(sessions=sessions, community=make.community(zone="Europe/Berlin"))
    for number, session in enumerate(program.sessions):
        event = session.event
        event.title = f"Evening {number + 1}"
        event.starts_at = FIRST + number * timedelta(weeks=1)
        event.ends_at = event.starts_at + timedelta(hours=2)
    db.session.flush()
    for _ in range(people):
        program_builders.join(program)
    db.session.commit()
    return program


def places(session: Session) -> list[Rsvp]:
    """The answers to a session, in the order in which people joined."""
    mine = db.select(Rsvp).filter_by(event_id=session.event_id).order_by(Rsvp.person_id)
    return list(db.session.scalars(mine))


def came(session: Session, *numbers: int) -> None:
    """Check some of them in at a session, by their place in that order."""
    found = places(session)
    followup_builders.arrive(*(found[number] for number in numbers))
    db.session.commit()


def readers(kind: str) -> list[str]:
    """Whom letters of a kind are to."""
    return [letter.to for letter in followup_builders.letters(kind)]
