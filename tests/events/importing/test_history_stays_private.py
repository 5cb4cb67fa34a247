"""What was in somebody's calendar, or on a list of theirs, is public only where they say so."""

import io
from datetime import timedelta

import pytest
from calendar_files import bring, calendar, entry, upload
from conftest import visitor
from visitor import Visitor, forms

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event

CALL = "Board call: letting Tom go"


def weeks_ago(weeks: int) -> str:
    return f"{clock.now() - timedelta(weeks=weeks):%Y%m%dT090000Z}"


def file(*lines: str, title: str = CALL) -> bytes:
    start = f"DTSTART:{weeks_ago(3)}"
    return calendar(entry("UID:1", f"SUMMARY:{title}", *lines, start=start))


def attendance(organizer: Visitor, host: Community, **chosen: str) -> None:
    page = f"/desk/{host.slug}/import/attendance"
    rows = f"Event,Date,Name\n{CALL},{clock.now() - timedelta(weeks=3):%Y-%m-%d},Ada Lovelace\n"
    shown = organizer.post(page, data={"file": (io.BytesIO(rows.encode()), "past.csv")})
    (form,) = [form for form in forms(shown.text) if "list" in form.values]
    answer = organizer.post(page, data=form.values | {"go": "bring"} | chosen)
    assert answer.status_code == 303


def by_calendar(organizer: Visitor, host: Community, **chosen: str) -> None:
    assert bring(organizer, host, file(), **chosen).status_code == 303


WAYS = pytest.mark.parametrize("come_in", [by_calendar, attendance])


def seen(app, host: Community) -> dict[str, str]:
    """What somebody who isn't signed in reads of a community, wherever past events stand."""
    stranger, event = visitor(app), db.session.scalars(db.select(Event)).one()
    of, search = f"/{host.slug}", "?when=past&q=Tom"
    pages = (
        "/", f"/{search}", of, f"{of}{search}", f"{of}?when=past", "/sitemap.xml", f"{of}/events.atom",
        f"{of}/calendar.ics", f"{of}/events/{event.slug}", f"{of}/events/{event.slug}.ics",
    )  # fmt: skip
    return {page: stranger.get(page).text for page in pages}


def named_on(pages: dict[str, str]) -> list[str]:
    slug = db.session.scalars(db.select(Event.slug)).one()
    return [page for page, text in pages.items() if "letting Tom" in text or slug in text]


@WAYS
def test_a_stranger_sees_nothing_of_what_came_in_as_history(app, organizer, host, come_in):
    come_in(organizer, host)

    assert named_on(seen(app, host)) == []


@WAYS
def test_history_is_public_where_the_organizer_says_so(app, organizer, host, come_in):
    come_in(organizer, host, show="1")

    pages = seen(app, host)

    # What’s on is what is to come.
    assert named_on(pages) == [page for page in pages if page != "/"]


@WAYS
def test_history_that_nobody_sees_counts_all_the_same(organizer, host, come_in):
    come_in(organizer, host)

    event = db.session.scalars(db.select(Event)).one()

    assert event.state == "published"
    assert event.title in organizer.get(f"/desk/{host.slug}/events").text


def test_the_question_is_asked_with_no_as_its_answer(organizer, host):
    page = upload(organizer, host, file()).text

    (form,) = [form for form in forms(page) if "calendar" in form.values]
    assert "Show these on our public page" in page
    assert "show" not in form.values


def test_what_is_to_come_asks_nothing_of_the_public_page(organizer, host):
    page = upload(organizer, host, calendar(entry("SUMMARY:Lab", start="DTSTART:20990109T183000Z")))

    assert "Show these on our public page" not in page.text


@pytest.mark.parametrize("kind", ["PRIVATE", "confidential", "X-SECRET"])
@pytest.mark.parametrize("start", ["DTSTART:20240109T183000Z", "DTSTART:20990109T183000Z"])
def test_what_a_calendar_keeps_private_is_not_ticked_and_the_page_says_why(
    organizer, host, kind, start
):
    data = calendar(entry("SUMMARY:Lab", f"CLASS:{kind}", start=start))

    page = upload(organizer, host, data).text

    (form,) = [form for form in forms(page) if "calendar" in form.values]
    assert "event" not in form.values
    assert "Its calendar keeps it private, so it isn’t ticked." in page


def test_what_a_calendar_says_is_public_is_ticked(organizer, host):
    bring(organizer, host, calendar(entry("SUMMARY:Lab", "CLASS:PUBLIC")))

    assert db.session.scalars(db.select(Event.title)).all() == ["Lab"]


def test_what_is_private_stays_so_also_beside_a_history_that_is_shown(app, organizer, host):
    data = file("CLASS:PRIVATE")
    page = upload(organizer, host, data).text
    key = page.split('name="event" value="')[1].split('"')[0]

    bring(organizer, host, data, show="1", event=key)

    assert db.session.scalars(db.select(Event.visibility)).one() == "invited"
    assert named_on(seen(app, host)) == []


def test_what_was_chosen_stays_chosen_when_something_was_forgotten(organizer, host):
    answer = bring(organizer, host, file(), show="1", event=None)

    (form,) = [form for form in forms(answer.text) if "calendar" in form.values]
    assert answer.status_code == 422
    assert form.values["show"] == "1"
    assert "event" not in form.values
