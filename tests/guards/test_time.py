"""On every night and in every zone, the page, the letter and the calendar say the same time."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import icalendar
import make
import page_crawler
import pytest
import session_builders
from conftest import running, sqlite_copy, visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.deliver import deliver_due
from eventapp.programs.models import Program

# Zone, the day, begin and end on its clocks; begin and end in UTC; what a reader is told.
NIGHTS = {
    "clocks go forward": (
        ("Europe/Berlin", "2027-03-28", "01:00", "04:00"),
        ("20270328T000000Z", "20270328T020000Z"),
        ("Sunday, 28 March 2027", "01:00 (CET)–04:00 (CEST)"),
    ),
    "clocks go back": (
        ("Europe/Berlin", "2027-10-31", "01:00", "03:30"),
        ("20271030T230000Z", "20271031T023000Z"),
        ("Sunday, 31 October 2027", "01:00 (CEST)–03:30 (CET)"),
    ),
    "an end that comes twice": (
        ("America/New_York", "2027-11-07", "00:30", "01:30"),
        ("20271107T043000Z", "20271107T053000Z"),
        ("Sunday, 7 November 2027", "00:30–01:30"),
    ),
    "half an hour back": (
        ("Australia/Lord_Howe", "2027-04-04", "00:00", "03:00"),
        ("20270403T130000Z", "20270403T163000Z"),
        ("Sunday, 4 April 2027", "00:00 (Lord Howe Island time, UTC+11)–03:00"),
    ),
    "the first to see the new year": (
        ("Pacific/Kiritimati", "2027-01-01", "00:15", "02:00"),
        ("20261231T101500Z", "20261231T120000Z"),
        ("Friday, 1 January 2027", "00:15–02:00"),
    ),
    "the last to see the old one": (
        ("Pacific/Pago_Pago", "2026-12-31", "22:00", "23:45"),
        ("20270101T090000Z", "20270101T104500Z"),
        ("Thursday, 31 December 2026", "22:00–23:45"),
    ),
    "a day that comes every four years": (
        ("Asia/Kolkata", "2028-02-29", "18:00", "20:00"),
        ("20280229T123000Z", "20280229T143000Z"),
        ("Tuesday, 29 February 2028", "18:00–20:00"),
    ),
}
KATHMANDU = ("Asia/Kathmandu", "2027-02-28", "18:00", "20:00")


@pytest.fixture
def app(empty_sqlite, tmp_path, monkeypatch) -> Iterator[Flask]:
    monkeypatch.setattr(clock, "now", lambda: make.NOON)
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
        yield app


def planned(owner: Visitor, host: Community, where: tuple[str, str, str, str], **given) -> Event:
    """An event that was typed into the form, and published."""
    draft = make.draft(community=host)
    zone, day, begins, ends = where
    page = f"/desk/{host.slug}/events/{draft.slug}/plan"
    typed = {"zone": zone, "starts_on": day, "starts_at": begins, "ends_at": ends} | given
    saved = owner.submit(f"{page}?step=when", to="/plan", **typed)
    assert saved.status_code == 303, saved.text
    assert owner.post(f"/desk/{host.slug}/events/{draft.slug}/publication").status_code == 303
    return draft


def says_yes(app: Flask, event: Event) -> str:
    """Somebody says yes; the address of their page."""
    answer = visitor(app).submit(
        f"/{event.community.slug}/events/{event.slug}",
        to="/rsvps",
        first_name="Ana",
        email="ana@example.org",
        role=str(event.roles[0].id),
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def letters(app: Flask) -> list:
    deliver_due()
    files = sorted((app.config["DATA_DIR"] / "mailbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def times(calendar: bytes) -> set[tuple[str, str]]:
    """Begin and end of every event of a calendar, in UTC as they are written."""
    return {
        tuple(event[name].dt.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for name in ("DTSTART", "DTEND"))
        for event in icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    }  # fmt: skip


@pytest.mark.parametrize("night", NIGHTS)
def test_page_letter_and_calendar_agree(
    night: str, app: Flask, host: Community, owner: Visitor
) -> None:
    where, in_utc, told = NIGHTS[night]
    event = planned(owner, host, where)
    page = f"/{host.slug}/events/{event.slug}"

    mine = says_yes(app, event)

    guest = visitor(app)
    for path in (page, mine):
        shown = " ".join(page_crawler.markup(guest.get(path).text).shown.split())
        assert all(words in shown for words in told), path
    data = re.search(r'ld\+json"[^>]*>(.*?)</script>', guest.get(page).text, re.DOTALL)
    event_data = json.loads(data[1])
    moments = tuple(
        datetime.fromisoformat(event_data[name]).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        for name in ("startDate", "endDate")
    )
    assert moments == in_utc
    (letter,) = letters(app)
    assert all(words in letter.get_body(("plain",)).get_content() for words in told)
    parts = [part.get_payload(decode=True) for part in letter.walk()
             if part.get_content_type() in {"text/calendar", "application/ics"}]  # fmt: skip
    files = [f"{page}.ics", f"/{host.slug}/calendar.ics", f"{mine}/invite.ics"]
    for body in [*parts, *(guest.get(file).data for file in files)]:
        assert times(body) == {in_utc}
    links = re.findall(r'href="(https://calendar\.google[^"]+)"', guest.get(mine).text)
    asked = parse_qs(urlsplit(links[0].replace("&amp;", "&")).query)
    assert asked["dates"] == ["/".join(in_utc)]


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Berlin", "2027-03-28"), ("America/New_York", "2027-03-14")],
)
def test_an_hour_that_is_skipped_is_no_time_to_meet(
    zone: str, day: str, owner: Visitor, host: Community
) -> None:
    draft = make.draft(community=host)
    page = f"/desk/{host.slug}/events/{draft.slug}/plan?step=when"
    typed = {"zone": zone, "starts_on": day, "starts_at": "02:30", "ends_at": "05:00"}

    answer = owner.submit(page, to="/plan", **typed)

    assert answer.status_code == 422
    assert "the clocks go forward" in page_crawler.markup(answer.text).shown


@pytest.mark.parametrize(
    "day", ["2027-02-29", "2026-11-31", "0000-01-01", "99999-01-01", "29.2.2028"]
)
def test_a_day_that_there_is_not_is_turned_away(day: str, owner: Visitor, host: Community) -> None:
    draft = make.draft(community=host)
    page = f"/desk/{host.slug}/events/{draft.slug}/plan?step=when"

    answer = owner.submit(page, to="/plan", starts_on=day, starts_at="18:00", ends_at="20:00")

    assert answer.status_code == 422
    assert day in answer.text


def test_another_zone_moves_the_event_and_every_calendar(
    app: Flask, host: Community, owner: Visitor
) -> None:
    event = planned(owner, host, KATHMANDU)
    mine = says_yes(app, event)
    page = f"/desk/{host.slug}/events/{event.slug}/plan"

    looked = owner.submit(page, to="/review", zone="America/St_Johns")
    sheet = next(
        s for s in page_crawler.sheets(page, looked.text) if s.action.endswith("/revisions")
    )
    saved = owner.post(sheet.action, data=sheet.values)

    assert saved.status_code == 303
    moved = {("20270228T213000Z", "20270228T233000Z")}
    assert times(visitor(app).get(f"{mine}/invite.ics").data) == moved
    update = letters(app)[-1]
    calendar = next(p for p in update.walk() if p.get_content_type() == "text/calendar")
    assert times(calendar.get_payload(decode=True)) == moved
    assert "18:00–20:00" in update.get_body(("plain",)).get_content()


def test_six_stays_six_in_a_copy_and_in_a_program_when_clocks_change(
    app: Flask, host: Community, owner: Visitor
) -> None:
    event = planned(owner, host, ("Europe/Berlin", "2027-03-24", "18:00", "20:00"))
    typed = {"zone": "Europe/Berlin", "starts_on": "2027-03-24", "starts_at": "18:00",
             "ends_at": "20:00", "title": "Weekly", "sessions": "3", "every": "1"}  # fmt: skip

    owner.post(f"/desk/{host.slug}/events/{event.slug}/copies")
    session_builders.made(owner, f"/desk/{host.slug}/programs/new", **typed)

    db.session.expire_all()
    copy = db.session.scalars(db.select(Event).order_by(Event.id).offset(1)).first()
    program = db.session.scalars(db.select(Program)).one()
    sessions = [session.event for session in program.sessions]
    assert [(one.local_start.hour, one.local_end.hour) for one in [copy, *sessions]] == [
        (18, 20)
    ] * 4
    assert [one.starts_at.hour for one in sessions] == [17, 16, 16]
    assert copy.starts_at - event.starts_at == timedelta(days=7) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours", "said"),
    [
        ("2027-03-20", "22:00", "03:00", ("22:00", "03:00"), ""),
        ("2027-10-23", "22:00", "03:00", ("22:00", "03:00"), ""),
        ("2027-03-21", "01:30", "04:00", ("02:30", "04:00"), "There is no 01:30 on Sun 28 Mar"),
        ("2027-10-24", "01:30", "04:00", ("01:30", "04:00"), "01:30 comes twice that night"),
    ],
)
def test_a_copy_keeps_its_clocks_and_says_so_when_it_cant(
    owner: Visitor, host: Community, day: str, begins: str, ends: str, hours: tuple, said: str
) -> None:
    start = datetime.fromisoformat(day)
    last = f"{start + timedelta(days=begins > ends):%Y-%m-%d}"
    event = planned(owner, host, ("Europe/London", day, begins, ends), ends_on=last)

    answer = owner.post(f"/desk/{host.slug}/events/{event.slug}/copies")

    page = page_crawler.markup(owner.get(answer.location).text).shown
    copy = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert (f"{copy.local_start:%H:%M}", f"{copy.local_end:%H:%M}") == hours
    assert copy.local_start.date() == start.date() + timedelta(days=7)
    assert said in page
    assert ("clocks go" in page) == bool(said)


def test_a_copy_closes_at_the_same_time_on_the_clocks_the_day_before(
    owner: Visitor, host: Community
) -> None:
    night = ("Europe/London", "2027-03-21", "18:00", "20:00")
    event = planned(owner, host, night, rsvps_close_on="2027-03-20T12:00", waitlist_closes="-60")

    owner.post(f"/desk/{host.slug}/events/{event.slug}/copies")

    copy = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    london = copy.local_start.tzinfo
    assert f"{copy.rsvps_close_at.astimezone(london):%a %d %H:%M}" == "Sat 27 12:00"
    assert f"{copy.waitlist_closes_at.astimezone(london):%a %d %H:%M}" == "Sun 28 17:00"
