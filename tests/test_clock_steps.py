"""The machine's clock is put forward or back by an hour: what was to happen once happens once."""

from datetime import timedelta

import make
import pytest
from flooding import Clock

from eventapp import clock, request_counts, tokens
from eventapp.db import db
from eventapp.mail import domains, heartbeat, leases
from eventapp.mail.models import Message
from eventapp.request_counts import ProcessStorage
from eventapp.rsvps import jobs

STEPS = pytest.mark.parametrize("hours", [1, -1])


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def mailed_link(app) -> str:
    (last,) = db.session.scalars(db.select(Message).order_by(Message.id.desc()).limit(1))
    text = tokens.reveal(last.text, app.config["SECRET_KEY"])
    url = next(word for word in text.split() if "/sign-in/" in word)
    return url.removeprefix("http://localhost")


@STEPS
def test_everybody_is_reminded_once(each_database, moved_clock: Clock, hours: int) -> None:
    start = clock.now() + timedelta(hours=20)
    event = make.event(
        starts_at=start, ends_at=start + timedelta(hours=2), reminder_hours=24, capacity=3
    )
    for _guest in range(3):
        make.rsvp(event).changed_at = clock.now() - timedelta(hours=72)
    db.session.commit()

    numbers = [jobs.remind()]
    for step in (hours, -hours):
        moved_clock.turn(hours=step)
        numbers.append(jobs.remind())

    assert numbers == [3, 0, 0]
    assert db.session.query(Message).filter_by(kind="reminder").count() == 3


@STEPS
def test_no_letter_leaves_twice(each_database, moved_clock: Clock, hours: int) -> None:
    make.rsvp(make.event(), letter="invite")
    db.session.commit()
    moved_clock.turn(minutes=1)
    held = leases.Held(leases.take(clock.now(), 10))
    db.session.commit()

    moved_clock.turn(hours=hours)
    taken_by_another = leases.take(clock.now(), 10)

    # Whoever may have lost a letter doesn't send it.
    assert held.surely() != bool(taken_by_another)


def test_nobody_waits_for_the_pace_of_an_hour_ahead(each_database, moved_clock: Clock) -> None:
    each_database.config["DOMAIN_PACE"] = 60
    make.rsvp(make.event(), letter="invite")
    db.session.commit()
    (letter,) = leases.take(clock.now(), 10)
    domains.paced([letter] * 60, clock.now() + timedelta(hours=1))
    leases.write([letter.id], leased_until=None)
    db.session.commit()

    (again,) = leases.take(clock.now(), 10)

    assert domains.paced([again], clock.now()) == ([again], [])


@STEPS
def test_whoever_is_signed_in_stays_so_and_a_link_opens_once(
    app, client, moved_clock: Clock, hours: int
) -> None:
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    link = mailed_link(app)
    client.submit(link)

    moved_clock.turn(hours=hours)

    assert client.get("/me").status_code == 200
    assert "used up" in client.get(link).text


def test_a_link_that_the_clock_left_behind_is_asked_for_again(
    app, client, moved_clock: Clock
) -> None:
    owner = make.member(make.community())
    client.submit("/sign-in", email=owner.email)
    moved_clock.turn(hours=1)
    assert "used up" in client.get(mailed_link(app)).text

    client.submit("/sign-in", email=owner.email)

    assert client.submit(mailed_link(app)).status_code == 303


@STEPS
def test_visits_are_counted_by_a_clock_that_nobody_sets(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    counts, real = ProcessStorage(), request_counts.time.time
    counts.incr("ann", 60)

    monkeypatch.setattr(request_counts.time, "time", lambda: real() + hours * 3600)

    assert counts.incr("ann", 60) == 2
    assert 0 < counts.get_expiry("ann") - request_counts.time.time() <= 60


@STEPS
def test_a_worker_that_is_at_work_is_heard_of_and_one_that_is_gone_is_not(
    app, moved_clock: Clock, hours: int
) -> None:
    heartbeat.beat()
    moved_clock.turn(hours=hours)
    assert heartbeat.trouble(clock.now())

    heartbeat.beat()

    assert heartbeat.trouble(clock.now()) is None
