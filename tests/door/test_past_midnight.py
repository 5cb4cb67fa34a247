"""'Today' is the evening that is going on: at the door and at the desk, on both sides of midnight."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import make
import page_crawler
import pytest
from conftest import visitor
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.events.models import DOORS, Event

# 23:23 in Berlin, on a Saturday.
STARTS = datetime(2026, 11, 28, 22, 23, tzinfo=UTC)


@pytest.fixture
def late(app) -> Event:
    return make.event(starts_at=STARTS, ends_at=STARTS + timedelta(hours=3), title="Late tables")


@pytest.fixture
def organizer(app, late):
    someone = visitor(app)
    make.sign_in(someone, make.member(late.community))
    return someone


def head(organizer, late: Event) -> str:
    page = organizer.get(f"/desk/{late.community.slug}/events/{late.slug}/door")
    return page_crawler.markup(page.text).shown


@pytest.mark.parametrize(
    ("minutes", "line"),
    [
        (-10 * 60, "Door. Round 1 at 23:43"),
        (-24 * 60, "Door. Sat 28 Nov, 23:23"),
        (10, "Door. Round 1 at 23:43"),
        (51, "Door. Round 3 at 00:43"),
        (90, "Door. The last round has begun"),
        (13 * 60, "Door. Sat 28 Nov, 23:23"),
    ],
)
def test_the_door_shows_the_round_on_both_sides_of_midnight(
    organizer, late, monkeypatch, minutes, line
):
    monkeypatch.setattr(clock, "now", lambda: STARTS + timedelta(minutes=minutes))

    assert line in head(organizer, late)


def test_an_evening_that_begins_after_midnight_is_today_once_people_are_let_in(
    organizer, late, monkeypatch
):
    late.starts_at += timedelta(minutes=45)
    monkeypatch.setattr(clock, "now", lambda: late.starts_at - timedelta(minutes=29))

    assert "Door. Round 1 at 00:28" in head(organizer, late)


def test_the_desk_calls_an_evening_today_until_it_is_over(organizer, late, monkeypatch):
    for _ in range(4):
        make.rsvp(late)
    desk = f"/desk/{late.community.slug}"
    monkeypatch.setattr(clock, "now", lambda: STARTS + timedelta(minutes=51))
    make.sign_in(organizer, make.member(late.community))

    page = page_crawler.markup(organizer.get(desk).text).shown

    assert "Seat 4 people for today" in page
    assert "Saturday" not in page.split("Sign-ups")[0]


@given(
    st.integers(0, 60 * 24 * 900),
    st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
    st.integers(1, 72),
    st.floats(-1, 2),
)
def test_an_event_that_is_going_on_is_today_and_one_to_come_never_lies_behind(
    minutes, zone, hours, share
):
    starts = STARTS + timedelta(minutes=minutes)
    event = Event(starts_at=starts, ends_at=starts + timedelta(hours=hours), zone=zone)
    now = starts + share * timedelta(hours=hours)

    left = event.days_left(now)

    if event.starts_at - DOORS <= now < event.ends_at:
        assert left == 0
    elif now < event.starts_at:
        day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=left)
        assert left >= 0
        assert day == event.local_start.date()
