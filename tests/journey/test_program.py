"""A program of six sessions, from the announcement to the certificate, over a change of clocks."""

from datetime import UTC, datetime, timedelta

import calendar_readers as readers
import make
import pytest
from conftest import visitor
from flooding import Clock
from playwright.sync_api import Browser
from program_journey import Journey
from sent_letters import Checked

from eventapp.db import db
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment

pytestmark = [pytest.mark.browser, pytest.mark.services]
NAMES = tuple(f"Guest{number}" for number in range(1, 27))


@pytest.fixture
def journey(app, smtp, moved_clock: Clock, chromium: Browser, page_server: str, open_browser):
    """Winter, three weeks before a program begins; the organizer is signed in."""
    app.config.update(
        SMTP_URL=smtp.url, MAIL_FROM="tables@example.org", ANSWER_ADDRESS="rsvp+TOKEN@example.org"
    )
    moved_clock.now = datetime(2027, 2, 15, 10, tzinfo=UTC)
    context = chromium.new_context()
    programs = {"ical.js": readers.by_ical_js(context.new_page()), "vobject": readers.by_vobject}
    host = make.community(zone="Europe/London", slug="granton", name="Granton Data Circle")
    client = visitor(app)
    make.sign_in(client, make.member(host, email="ines@example.org"), days=120)
    cookie = client.get_cookie("eventapp")
    desk = open_browser()
    desk.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])
    yield Journey(app, moved_clock, Checked(app, smtp, programs), desk, page_server)
    context.close()


def test_a_program_from_announcement_to_certificate(journey: Journey) -> None:
    journey.announce()
    _join(journey)
    _first_evening(journey)
    _changes(journey)
    _second_evening(journey)
    _the_others(journey)
    _at_the_end(journey)


def _join(journey: Journey) -> None:
    """24 places for 26 people: the last two wait."""
    for number, name in enumerate(NAMES):
        journey.join(name, number)
    journey.leave()
    states = [one.state for one in _enrolments(journey)]
    assert states == ["enrolled"] * 24 + ["waitlisted"] * 2
    # What one typed address causes leaves six letters an hour, the one with all dates first.
    journey.turn_to(journey.now.now + timedelta(hours=2))
    assert len(journey.letters_to("Guest1")) == 7
    assert len(journey.letters_to("Guest26")) == 1


def _first_evening(journey: Journey) -> None:
    """All but one come; then one who joined late begins with the second."""
    journey.hold(journey.events[0], absent=("Guest2",))
    [missed] = journey.letters_to("Guest2", subject="missed")
    assert "Tuesday, 16 March" in missed.get_body(("plain",)).get_content()
    assert journey.letters_to("Guest1", subject="missed") == []


def _changes(journey: Journey) -> None:
    """Two leave and the two who wait have their places; one session moves past another, one is called off,
    one is added; somebody joins late, somebody comes to one alone."""
    for name in ("Guest3", "Guest4"):
        enrolment = next(one for one in _enrolments(journey) if one.first_name == name)
        programs.leave(enrolment, now=journey.now.now)
    journey.leave()
    assert [one.state for one in _enrolments(journey)] == [
        "cancelled" if one.first_name in ("Guest3", "Guest4") else "enrolled"
        for one in _enrolments(journey)
    ]
    programs.resize(journey.program, 25, now=journey.now.now)
    journey.join("Latecomer", 1)
    journey.turn_to(journey.now.now + timedelta(hours=2))
    assert len([letter for letter in journey.letters_to("Latecomer") if _has_calendar(letter)]) == 5
    journey.move(journey.events[2], "2027-04-01")
    journey.call_off(journey.events[4])
    journey.add("2027-04-27", "Show and supper")
    journey.leave()
    journey.drop_in("Passerby", journey.events[1])
    journey.leave()


def _second_evening(journey: Journey) -> None:
    journey.hold(journey.events[1])


def _the_others(journey: Journey) -> None:
    for event in journey.events[2:]:
        if not event.cancelled_at:
            journey.hold(event, absent=("Guest5",))


def _at_the_end(journey: Journey) -> None:
    assert journey.calendars() == journey.truth()


def _enrolments(journey: Journey) -> list[Enrolment]:
    return list(db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)))


def _has_calendar(letter) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in letter.walk())
