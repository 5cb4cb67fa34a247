"""The demo community: something to look at from the first minute."""

from datetime import UTC, datetime

from flask import Flask

from eventapp import demo
from eventapp.attendance import record
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.insights import gallery
from eventapp.insights.picture import Picture
from eventapp.insights.reading import evening_of
from eventapp.insights.suggestions import suggestions
from eventapp.programs.models import Program, Session
from eventapp.progress import reading
from eventapp.rsvps.models import Rsvp

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_the_past_evening_of_the_demo_has_its_pictures(app: Flask) -> None:
    demo.load(now=NOW)
    past = db.session.scalars(db.select(Event).order_by(Event.starts_at)).first()

    with app.test_request_context():
        evening = evening_of(past, now=NOW)
        shown = {one.name for one in gallery.pictures_of(evening) if isinstance(one, Picture)}

        # Nobody had been at an earlier one.
        assert {entry.name for entry in gallery.OF_AN_EVENING} - shown == {"met-before"}
        assert suggestions(evening)
    # Its month is over, so that the year tells of it.
    assert (past.ends_at.year, past.ends_at.month) == (2026, 10)


def test_the_program_of_the_demo_shows_what_a_program_is(app: Flask) -> None:
    demo.load(now=NOW)
    program = db.session.scalars(db.select(Program)).one()

    far = [one.standing for one in reading.figures(program, now=NOW).values()]
    said = {mark for was in record.read(program, now=NOW).values() for mark in was.values()}

    assert program.state(NOW) == "running"
    assert {one.kind for one in program.trainers} == {"trainer", "host"}
    assert [bool(one.materials) for one in program.sessions] == [True, True, True, False]
    # Its rule can be met, and after one evening nobody has done so.
    assert all(one.possible and not one.done for one in far)
    assert {part.key for one in far for part in one.parts} == {
        "sessions", "compulsory", "people", "roles",
    }  # fmt: skip
    assert said == {"there", "excused", "absent"}
    # Its people came by the program, so that none of them takes a place of those who come alone.
    sources = db.select(Rsvp.source).join(Session, Session.event_id == Rsvp.event_id)
    assert set(db.session.scalars(sources)) == {"program"}
