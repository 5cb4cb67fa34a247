"""Introductions leave together at set times, in parts, each once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import followup_builders
import make
import pytest
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import actions
from eventapp.followups.consent import Chosen
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.introductions import jobs
from eventapp.followups.models import Card, Hello, IntroductionBatch
from eventapp.followups.sending import actions as sending
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    # Nine in the morning in London, on a summer's day.
    turned.now = datetime(2027, 6, 4, 8, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: turned.now)
    return turned


def cards_this_morning(now: Clock, *names: str) -> tuple[Event, list[Rsvp]]:
    """Yesterday evening's event, whose cards have just gone out; they close in nine days."""
    ended = now.now - timedelta(hours=12)
    times = {"starts_at": ended - timedelta(hours=2), "ends_at": ended}
    event, people = followup_builders.evening(*names, zone="Europe/London", **times)
    sending.draft(event, now=now.now)
    db.session.commit()
    return event, people


def all_tick(people: list[Rsvp]) -> None:
    for rsvp in people:
        followup_builders.tick(rsvp, *(other for other in people if other is not rsvp))
    db.session.commit()


def introduced() -> int:
    return len(followup_builders.connections())


def test_nothing_leaves_before_six_in_the_evening_and_everything_at_six(
    app: Flask, now: Clock
) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben")
    all_tick(people)

    now.turn(hours=8, minutes=59)
    early = jobs.introduce_due()
    now.turn(minutes=1)
    at_six = jobs.introduce_due()

    assert (early, at_six, introduced()) == (0, 1, 1)


def test_what_is_ticked_after_six_leaves_the_next_evening(app: Flask, now: Clock) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben")
    now.turn(hours=9, minutes=1)
    all_tick(people)

    made = []
    for hours in (0, 23, 1):
        now.turn(hours=hours)
        made.append(jobs.introduce_due())

    assert made == [0, 0, 1]


def test_a_worker_that_was_away_makes_what_was_missed_and_nothing_newer(
    app: Flask, now: Clock
) -> None:
    event, (ana, ben, cem) = cards_this_morning(now, "Ana", "Ben", "Cem")
    all_tick([ana, ben])
    now.turn(hours=10)
    followup_builders.tick(ana, ben, cem)
    followup_builders.tick(cem, ana)
    db.session.commit()

    made = jobs.introduce_due()

    assert made == 1
    assert [known.first_name for known in actions.connections_of(ana.person)] == ["Ben"]
    assert introductions.due(now.now) == []
    now.turn(days=1)
    assert introductions.due(now.now) == [(event.id, datetime(2027, 6, 5, 17, tzinfo=UTC))]


def test_a_batch_twice_is_once(app: Flask, now: Clock) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben", "Cem")
    all_tick(people)
    now.turn(hours=9)

    made = [jobs.introduce_due(), jobs.introduce_due()]

    assert made == [3, 0]
    assert len(followup_builders.letters("introduction")) == 6


def test_a_batch_that_was_killed_is_taken_up_where_it_was(
    app: Flask, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben", "Cem", "Dot")
    all_tick(people)
    now.turn(hours=9)
    monkeypatch.setattr(jobs, "PART", 2)
    parts = iter([0])

    def killed(_seconds: float) -> None:
        if next(parts, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(jobs.time, "sleep", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.introduce_due()
    db.session.rollback()
    before = introduced()
    monkeypatch.setattr(jobs.time, "sleep", lambda _seconds: None)

    made = jobs.introduce_due()

    assert (before, made, introduced()) == (4, 2, 6)
    assert len(followup_builders.letters("introduction")) == 12


def test_one_event_that_fails_holds_up_no_other(
    app: Flask, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, people = cards_this_morning(now, "Ana", "Ben")
    _event, others = cards_this_morning(now, "Cem", "Dot")
    all_tick(people)
    all_tick(others)
    now.turn(hours=9)
    introduce = introductions.introduce

    def fails(event: Event, *args: object, **given: object) -> int:
        if event.id == broken.id:
            raise RuntimeError
        return introduce(event, *args, **given)

    monkeypatch.setattr(introductions, "introduce", fails)

    assert jobs.introduce_due() == 1


def test_ticks_are_wiped_at_closing_after_a_last_batch_and_connections_stay(
    app: Flask, now: Clock
) -> None:
    _event, (ana, ben, cem) = cards_this_morning(now, "Ana", "Ben", "Cem")
    now.turn(days=9, hours=11)
    all_tick([ana, ben])
    followup_builders.tick(cem, ana)
    make.saved(Hello(rsvp=cem, other=ben, said_at=now.now))
    db.session.commit()
    now.turn(hours=1)

    kept = jobs.forget_ticks()
    made = jobs.introduce_due()
    wiped = jobs.forget_ticks()

    assert (kept, made, wiped) == (0, 1, 3)
    assert (followup_builders.wishes(), introduced()) == ([], 1)
    for kind in (Hello, IntroductionBatch):
        assert db.session.scalars(db.select(kind)).all() == []


def test_ticks_are_wiped_a_day_after_closing_even_if_no_batch_could_be_made(
    app: Flask, now: Clock
) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben")
    all_tick(people)
    now.turn(days=10, hours=11)

    before, after = jobs.forget_ticks(), (now.turn(hours=2), jobs.forget_ticks())[1]

    assert (before, after) == (0, 2)


def test_ticks_of_cards_that_are_open_stay(app: Flask, now: Clock) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben")
    all_tick(people)
    now.turn(days=9)
    jobs.introduce_due()

    assert jobs.forget_ticks() == 0


def test_the_page_says_when_the_next_ones_leave_whatever_was_ticked(
    app: Flask, client: Visitor, now: Clock
) -> None:
    _event, people = cards_this_morning(now, "Ana", "Ben")
    path = followup_builders.path_of(people[0])

    page = client.get(path).text

    assert "The next ones: Fri 4 Jun, 18:00" in page


@pytest.mark.services
def test_two_who_tick_each_other_at_the_same_moment_are_connected_once(
    each_database: Flask, now: Clock
) -> None:
    _event, (ana, ben) = cards_this_morning(now, "Ana", "Ben")
    cards = [
        (followup_builders.card_of(ana).id, ben.id),
        (followup_builders.card_of(ben).id, ana.id),
    ]
    db.session.commit()
    db.session.remove()
    at_once = Barrier(2)

    def ticks(card_id: int, other_id: int) -> None:
        with each_database.app_context():
            db.session.get_one(Card, card_id)
            db.session.rollback()
            at_once.wait()
            actions.wish(db.session.get_one(Card, card_id), {other_id: Chosen()}, now=now.now)
            db.session.commit()

    def makes() -> int:
        with each_database.app_context():
            at_once.wait()
            return jobs.introduce_due()

    with ThreadPoolExecutor(2) as pool:
        for work in [pool.submit(ticks, *pair) for pair in cards]:
            work.result()
    now.turn(hours=9)
    with ThreadPoolExecutor(2) as pool:
        made = [work.result() for work in [pool.submit(makes) for _worker in range(2)]]

    assert sum(made) == 1
    assert introduced() == 1
    assert len(followup_builders.letters("introduction")) == 2
