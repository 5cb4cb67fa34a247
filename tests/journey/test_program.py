"""A program of six sessions, from the announcement to the certificate, over a change of clocks."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import calendar_readers as readers
import jwt
import make
import pytest
from conftest import visitor
from flooding import Clock
from playwright.sync_api import Browser, Page, expect
from program_journey import Journey, address, fair
from pypdf import PdfReader
from sent_letters import Checked

from eventapp.db import db
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment

pytestmark = [pytest.mark.browser, pytest.mark.services]
# Aiko comes by phone; the last two wait.
NAMES = tuple(f"Guest{number}" for number in range(2, 27))


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


def test_a_program_from_announcement_to_certificate(
    journey: Journey, open_browser: Callable[..., Page]
) -> None:
    phone = open_browser(width=390, height=844)
    journey.announce()
    _join(journey, phone)
    _first_evening(journey)
    _changes(journey)
    _second_evening(journey)
    _the_others(journey)
    _calendars(journey)
    _certificate(journey, phone)


def _join(journey: Journey, phone: Page) -> None:
    """24 places for 26 people, one of them on a phone: the last two wait."""
    phone.goto(f"{journey.url}{journey.page}")
    fair(phone)
    phone.get_by_role("textbox", name="First name").fill("Aiko")
    phone.get_by_label("Email").fill("aiko@example.org")
    phone.get_by_role("radio", name="Student").check()
    phone.get_by_role("button", name="Join the program").click()
    expect(phone.get_by_role("heading", name="You’re in, Aiko")).to_be_visible()
    expect(phone.get_by_text("Seat saved")).to_have_count(6)
    fair(phone)
    for number, name in enumerate(NAMES):
        journey.join(name, number)
    journey.leave()
    states = [one.state for one in _enrolments()]
    assert states == ["enrolled"] * 24 + ["waitlisted"] * 2
    # What one typed address causes leaves six letters an hour, the one with all dates first.
    journey.turn_to(journey.now.now + timedelta(hours=2))
    assert len(journey.letters_to("Aiko")) == 7
    assert len(journey.letters_to("Guest26")) == 1


def _first_evening(journey: Journey) -> None:
    """All but one come; then one who joined late begins with the second."""
    journey.hold(journey.events[0], absent=("Guest2",))
    [missed] = journey.letters_to("Guest2", subject="missed")
    assert "Tuesday, 16 March" in missed.get_body(("plain",)).get_content()
    assert journey.letters_to("Aiko", subject="missed") == []


def _changes(journey: Journey) -> None:
    """Two leave and the two who wait have their places; one session moves past another, one is called off,
    one is added; somebody joins late; somebody comes to one alone, as another gives that seat back."""
    for name in ("Guest3", "Guest4"):
        journey.leave_program(name)
    journey.leave()
    states = {one.first_name: one.state for one in _enrolments()}
    assert [name for name, state in states.items() if state != "enrolled"] == ["Guest3", "Guest4"]
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
    assert [_has_calendar(letter) for letter in journey.letters_to("Passerby")] == [False]
    journey.give_back("Guest6", journey.events[1])
    journey.leave()
    assert _has_calendar(journey.letters_to("Passerby")[-1])


def _second_evening(journey: Journey) -> None:
    journey.hold(journey.events[1])


def _the_others(journey: Journey) -> None:
    for event in journey.events[2:]:
        if not event.cancelled_at:
            journey.hold(event, absent=("Guest5",))


def _calendars(journey: Journey) -> None:
    """What everybody's calendar shows is what became of it all."""
    truth = journey.truth()
    assert journey.calendars() == truth
    assert len(truth[address("Aiko")]) == 6
    assert {len(truth[address(name)]) for name in ("Latecomer", "Guest6", "Guest26")} == {5}
    assert len(truth[address("Guest3")]) == len(truth[address("Passerby")]) == 1
    days = sorted(entry.starts for entry in truth[address("Aiko")].values())
    # The clocks went forward on 28 March: half past six is an hour earlier then.
    assert [(day.month, day.day, day.hour) for day in days] == [
        (3, 9, 18), (3, 16, 18), (3, 30, 17), (4, 1, 17), (4, 20, 17), (4, 27, 17),
    ]  # fmt: skip


def _certificate(journey: Journey, phone: Page) -> None:
    """Who was there often enough has one, which anybody can check, and a badge that two programs verify."""
    earned = {one.first_name for one in _enrolments() if one.certified_at}
    assert earned == {"Aiko", "Latecomer", *NAMES} - {"Guest3", "Guest4", "Guest5"}
    assert len(journey.letters_to("Aiko", subject="Halfway")) == 1
    assert "certificate" not in str(journey.letters_to("Guest5")[-1]["Subject"])
    [letter] = journey.letters_to("Aiko", subject="certificate")
    mine = journey.link_in(letter, "/e/")
    db.session.commit()
    phone.goto(mine)
    expect(phone.get_by_role("heading", name="Well done, Aiko")).to_be_visible()
    expect(phone.get_by_text("6 of 6 sessions").first).to_be_visible()
    fair(phone)
    sheet = PdfReader(io.BytesIO(phone.request.get(f"{mine}/certificate.pdf").body()))
    text = sheet.pages[0].extract_text()
    assert "Aiko" in text
    assert "First steps into data" in text
    phone.get_by_role("link", name="See what others see").click()
    expect(phone.get_by_role("heading", name="Aiko")).to_be_visible()
    fair(phone)
    keys = phone.request.get(f"{journey.url}/certificates/keys").json()
    badge = phone.request.get(f"{mine}/badge.jwt").text()
    # It was given on the clock of the test, which is ahead.
    early = {"verify_nbf": False, "verify_iat": False}
    told = jwt.decode(badge, jwt.PyJWK(keys["keys"][0]).key, ["RS256"], options=early)
    assert "OpenBadgeCredential" in told["type"]


def _enrolments() -> list[Enrolment]:
    return list(db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)))


def _has_calendar(letter: EmailMessage) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in letter.walk())
