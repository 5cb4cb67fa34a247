"""The reminder: once, to who is going alone, at the hour that was chosen; it follows an event that moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from flask import Flask, current_app

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.rsvps import actions, event_changes, jobs, reminders, rescheduling
from eventapp.rsvps.models import Rsvp


def close(hours: float = 20, **given) -> Event:
    """An event in twenty hours of which guests are reminded a day before."""
    start = clock.now() + timedelta(hours=hours)
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=2), "reminder_hours": 24}
    return make.event(**fields | given)


def guest(event: Event, *, hours_ago: float = 72, **given) -> Rsvp:
    rsvp = make.rsvp(event, **given)
    rsvp.changed_at = clock.now() - timedelta(hours=hours_ago)
    return rsvp


def letters() -> list[Message]:
    kind = db.select(Message).where(Message.kind == "reminder").order_by(Message.id)
    return list(db.session.scalars(kind))


def reminded() -> list[str]:
    return [letter.about for letter in letters()]


def leaves(letter: Message) -> bool:
    return current_app.extensions["mail_checks"]["reminder"](letter)


def move(event: Event, *, by: timedelta) -> None:
    before = event_changes.Snapshot.of(event)
    event.starts_at += by
    event.ends_at += by
    rescheduling.reschedule(event, before, now=clock.now())
    db.session.commit()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def test_everybody_with_a_place_is_reminded_once_part_by_part(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "PART", 2)
    event = close(capacity=5)
    guests = [guest(event) for _ in range(5)]
    guest(event)
    db.session.commit()

    numbers = [jobs.remind(), jobs.remind()]

    assert numbers == [5, 0]
    assert reminded() == [f"rsvp:{rsvp.id}" for rsvp in guests]
    assert reminders.events_to_remind(clock.now()) == []


def test_a_reminder_says_when_where_and_how_to_join_and_asks_no_calendar(app: Flask) -> None:
    event = close(online_url="https://meet.example/room")
    guest(event)
    db.session.commit()

    jobs.remind()

    (letter,) = letters()
    assert letter.calendar is None
    for said in (
        "The Reading Room",
        "https://meet.example/room",
        clock.hour(event.starts_at, event.zone),
    ):
        assert said in letter.text
    assert letter.unsubscribe.endswith("/reminder")


@pytest.mark.parametrize(
    "given",
    [
        {"reminder_hours": None},
        {"reminder_hours": 12},
        {"published_at": None},
        {"cancelled_at": make.NOON},
    ],
)
def test_nobody_is_reminded_too_early_or_where_it_is_not_wanted(app: Flask, given: dict) -> None:
    guest(close(**given))
    db.session.commit()

    assert jobs.remind() == 0


def test_who_said_yes_a_moment_ago_needs_no_reminder(app: Flask) -> None:
    guest(close(), hours_ago=1)
    db.session.commit()

    assert jobs.remind() == 0


def test_who_is_asked_at_about_the_same_hour_gets_no_second_letter(app: Flask) -> None:
    event = close(confirm_hours=30)
    guest(event)
    between = guest(event, hours_ago=7)
    db.session.commit()

    asked = jobs.ask_who_comes()
    jobs.remind()

    assert asked == 1
    assert reminded() == [f"rsvp:{between.id}"]


def test_who_was_asked_days_before_is_reminded_all_the_same(app: Flask) -> None:
    event = close(confirm_hours=60)
    guest(event)
    db.session.commit()

    jobs.ask_who_comes()

    assert jobs.remind() == 1


def test_an_event_that_moves_reminds_anew_and_of_that_time(app: Flask) -> None:
    event = close()
    rsvp = guest(event)
    db.session.commit()
    jobs.remind()
    (first,) = letters()

    move(event, by=timedelta(days=7))
    early = jobs.remind()
    event.starts_at -= timedelta(days=7) - timedelta(minutes=5)
    db.session.commit()
    jobs.remind()

    assert early == 0
    assert reminded() == [f"rsvp:{rsvp.id}"] * 2
    assert not leaves(first)


def test_a_change_so_close_to_it_is_the_reminder(app: Flask) -> None:
    event = close()
    guest(event)
    db.session.commit()

    move(event, by=timedelta(hours=1))

    assert jobs.remind() == 0


def test_a_reminder_of_a_place_that_was_given_back_stays(app: Flask) -> None:
    event = close()
    rsvp, other = guest(event), guest(event)
    db.session.commit()
    jobs.remind()

    actions.cancel(rsvp, now=clock.now())

    assert [leaves(letter) for letter in letters()] == [False, True]
    assert other.going


def test_who_switched_reminders_off_gets_none_not_even_one_that_waits(app: Flask) -> None:
    event = close()
    silent, waiting = guest(event), guest(event)
    preferences.switch_off(silent.person, "reminder", now=clock.now())
    db.session.commit()

    jobs.remind()
    (letter,) = letters()
    before = leaves(letter)
    preferences.switch_off(waiting.person, "reminder", now=clock.now())

    assert letter.about == f"rsvp:{waiting.id}"
    assert (before, leaves(letter)) == (True, False)


def test_a_day_before_is_a_day_of_hours_also_when_clocks_change(app: Flask) -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2027, 3, 28, 18, 0, tzinfo=zone).astimezone(UTC)
    event = close(starts_at=start, ends_at=start + timedelta(hours=2), zone=zone.key)

    from_when = reminders.reminds_from(event)

    assert from_when.astimezone(zone).hour == 17
