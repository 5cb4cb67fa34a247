"""'Still coming?': asked once, answered by one tap; who says nothing keeps the place and is seated last."""

from datetime import timedelta

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import event_changes, jobs, rescheduling, still_coming
from eventapp.rsvps.models import Rsvp
from eventapp.seating import problems


def close(**given) -> Event:
    """An event in twenty hours that asks a day before."""
    start = clock.now() + timedelta(hours=20)
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=2), "confirm_hours": 24}
    return make.event(**fields | given)


def guest(event: Event, *, days_ago: float = 3, **given) -> Rsvp:
    rsvp = make.rsvp(event, **given)
    rsvp.changed_at = clock.now() - timedelta(days=days_ago)
    return rsvp


def asked() -> list[str]:
    kind = db.select(Message.about).where(Message.kind == "still-coming").order_by(Message.id)
    return list(db.session.scalars(kind))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def test_everybody_with_a_place_is_asked_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still_coming, "PART", 2)
    event = close(capacity=5)
    guests = [guest(event) for _ in range(5)]
    guest(event)
    db.session.commit()

    numbers = [jobs.ask_who_comes(), jobs.ask_who_comes()]

    assert numbers == [5, 0]
    assert asked() == [f"rsvp:{rsvp.id}" for rsvp in guests]


def test_who_said_yes_a_moment_ago_is_not_asked_again(app: Flask) -> None:
    event = close()
    guest(event, days_ago=0.1)
    db.session.commit()

    assert jobs.ask_who_comes() == 0


def test_nobody_is_asked_too_early_or_where_it_is_not_wanted(app: Flask) -> None:
    guest(close(confirm_hours=12))
    guest(close(confirm_hours=None))
    guest(close(cancelled_at=clock.now()))
    db.session.commit()

    assert jobs.ask_who_comes() == 0


def test_one_tap_keeps_the_place(app: Flask, client: Visitor) -> None:
    rsvp = guest(close())
    db.session.commit()
    jobs.ask_who_comes()
    path = f"/r/{token_of(rsvp.link)}"

    client.submit(path, to="/confirmation")

    db.session.refresh(rsvp)
    assert (rsvp.going, still_coming.unsure(rsvp)) == (True, False)
    assert "Still coming?" not in client.get(path).text


def test_one_tap_gives_it_back_and_may_be_undone(app: Flask, client: Visitor) -> None:
    rsvp = guest(close())
    db.session.commit()
    jobs.ask_who_comes()
    path = f"/r/{token_of(rsvp.link)}"

    client.submit(path, to="/cancellation")

    db.session.refresh(rsvp)
    assert rsvp.state == "cancelled"
    assert "Undo" in client.get(path).text


def test_who_says_nothing_keeps_the_place_and_sits_after_those_who_said_yes(app: Flask) -> None:
    event = close(tables=1, seats=4, capacity=5)
    silent = guest(event)
    silent.asked_at = clock.now()
    others = [guest(event) for _ in range(4)]
    db.session.flush()

    seated = problems.problem_of_event(event)

    assert silent.going
    assert [one.key for one in seated.guests] == [str(rsvp.id) for rsvp in others]


def test_another_time_asks_anew(app: Flask) -> None:
    event = close()
    rsvp = guest(event)
    rsvp.asked_at = rsvp.coming_at = clock.now()
    before = event_changes.Snapshot.of(event)
    event.starts_at += timedelta(minutes=5)

    rescheduling.reschedule(event, before, now=clock.now())

    db.session.refresh(rsvp)
    assert (rsvp.asked_at, rsvp.coming_at) == (None, None)


def test_asking_anew_is_another_letter(app: Flask) -> None:
    event = close()
    guest(event)
    db.session.commit()
    jobs.ask_who_comes()
    before = event_changes.Snapshot.of(event)
    event.starts_at += timedelta(minutes=5)
    rescheduling.reschedule(event, before, now=clock.now())
    db.session.commit()

    jobs.ask_who_comes()

    assert len(asked()) == 2


def test_an_event_whose_guests_are_all_asked_is_looked_at_no_more(app: Flask) -> None:
    event = close()
    guest(event)
    db.session.commit()
    before = still_coming.events_to_ask(clock.now())

    jobs.ask_who_comes()

    assert (before, still_coming.events_to_ask(clock.now())) == ([event.id], [])
