"""What is new, once a day at seven on the event's clocks, for who organizes; nothing new, no letter."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from flask import Flask, current_app
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.rsvps import actions, digests, jobs


def letters() -> list[Message]:
    kind = db.select(Message).where(Message.kind == "digest").order_by(Message.id)
    return list(db.session.scalars(kind))


def organized(*rights: str, **given) -> Event:
    """An event with a member of each right; its digest of yesterday was written."""
    event = make.event(**given)
    for right in rights:
        make.member(event.community, right=right, email=f"{right}@example.org")
    event.digested_at = clock.now() - timedelta(hours=30)
    return event


def test_organizers_are_told_who_answered_waits_and_gave_back(each_database: Flask) -> None:
    event = organized("owner", "organizer", "door", capacity=2)
    make.rsvp(event, first_name="Ana")
    gone = make.rsvp(event, first_name="Ben")
    make.rsvp(event, first_name="Cem")
    make.rsvp(event, first_name="Dan")
    event.waitlist_mode = "by_hand"
    actions.cancel(gone, now=clock.now())
    for rsvp in db.session.scalars(db.select(actions.Rsvp)):
        rsvp.created_at = rsvp.changed_at = clock.now() - timedelta(hours=1)
    db.session.commit()

    numbers = [jobs.tell_what_is_new(), jobs.tell_what_is_new()]

    assert numbers == [2, 0]
    assert [letter.to for letter in letters()] == ["owner@example.org", "organizer@example.org"]
    text = letters()[0].text
    assert "Said yes: 1 (Ana)" in text
    assert "Wait in line: 2 (Cem, Dan)" in text
    assert "Gave it back: 1 (Ben)" in text


@pytest.mark.parametrize("state", ["failed", "bounced"])
def test_organizers_hear_of_mails_that_came_back(app: Flask, state: str) -> None:
    event = organized("owner")
    rsvp = make.rsvp(event, first_name="Ana", letter="invite")
    [invite] = db.session.scalars(db.select(Message).where(Message.about == f"rsvp:{rsvp.id}"))
    invite.state, invite.created_at = state, clock.now() - timedelta(hours=26)
    db.session.commit()

    jobs.tell_what_is_new()

    assert "Mails that came back: 1 (Ana)" in letters()[0].text


def test_a_day_without_news_has_no_letter_and_is_looked_at_once(app: Flask) -> None:
    event = organized("owner")
    db.session.commit()

    assert jobs.tell_what_is_new() == 0
    assert digests.due(clock.now()) == []
    assert event.digested_at is not None


def test_of_what_was_just_published_the_next_morning_tells(app: Flask) -> None:
    event = organized("owner", published_at=clock.now())
    event.digested_at = None
    make.rsvp(event)
    db.session.commit()
    zone, now = ZoneInfo(event.zone), clock.now()
    days = (now.astimezone(zone).date() + timedelta(days=n) for n in range(2))
    hours = [datetime.combine(day, digests.HOUR, zone).astimezone(UTC) for day in days]
    morning = next(hour for hour in hours if hour > now)

    due = [digests.due(at) for at in (now, morning - timedelta(minutes=1), morning)]

    assert due == [[], [], [event.id]]


@pytest.mark.parametrize(
    "given",
    [
        {"published_at": None},
        {"cancelled_at": make.NOON},
        {
            "starts_at": clock.now() + timedelta(weeks=9),
            "ends_at": clock.now() + timedelta(weeks=10),
        },
    ],
)
def test_of_an_event_that_is_not_on_or_far_away_nobody_is_told(app: Flask, given: dict) -> None:
    organized("owner", **given)
    db.session.commit()

    assert digests.due(clock.now()) == []


def test_who_switched_it_off_or_organizes_no_more_gets_none(app: Flask) -> None:
    event = organized("owner", "organizer")
    owner = db.session.scalar(db.select(preferences.Person).filter_by(email="owner@example.org"))
    preferences.switch_off(owner, "digest", now=clock.now())
    rsvp = make.rsvp(event)
    rsvp.created_at = rsvp.changed_at = clock.now() - timedelta(hours=1)
    db.session.commit()

    jobs.tell_what_is_new()
    (letter,) = letters()
    check = current_app.extensions["mail_checks"]["digest"]
    before = check(letter)
    db.session.execute(db.delete(digests.Membership))

    assert letter.to == "organizer@example.org"
    assert letter.unsubscribe.endswith("/digest")
    assert (before, check(letter)) == (True, False)


SECONDS = st.integers(0, 10 * 366 * 86_400)
MOMENTS = SECONDS.map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(
    MOMENTS,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_the_hour_is_seven_on_the_clocks_and_a_day_ago_at_most(now: datetime, zone: str) -> None:
    hour = digests.last_hour(now, zone)

    local = hour.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (7, 0)
    assert timedelta(0) <= now - hour <= timedelta(hours=25)
    assert digests.last_hour(hour, zone) == hour


def test_a_day_that_a_place_left_out_has_no_morning() -> None:
    after = datetime(2011, 12, 30, 12, tzinfo=UTC)

    hour = digests.last_hour(after, "Pacific/Apia")

    assert hour.astimezone(ZoneInfo("Pacific/Apia")).date().day == 29
