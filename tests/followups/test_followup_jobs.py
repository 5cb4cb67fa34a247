"""Follow-up by the clock and by two at once: the morning after, a crash, the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError

import followup_builders
import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import actions, jobs
from eventapp.followups.models import Card
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending import jobs as sending_jobs
from eventapp.rsvps.models import Rsvp


def cards() -> int:
    return db.session.scalar(db.select(db.func.count(Card.id))) or 0


def ended(hours: float) -> Event:
    """An event of yesterday's kind that ended so many hours ago."""
    end = clock.now() - timedelta(hours=hours)
    return make.event(starts_at=end - timedelta(hours=2), ends_at=end)


def full(event: Event) -> Event:
    """Two people at one table, both checked in."""
    n = event.id
    people = followup_builders.guests(event, f"Ana{n}", f"Ben{n}")
    followup_builders.seat(event, [people])
    followup_builders.arrive(*people)
    return event


def test_the_cards_are_due_the_morning_after_and_not_before(app: Flask) -> None:
    early, due, old = full(ended(11.9)), full(ended(25)), full(ended(11 * 24))
    db.session.commit()

    written = sending_jobs.draft_due()

    assert written == 2
    assert (early.followed_up_at, old.followed_up_at) == (None, None)
    assert due.followed_up_at is not None
    assert sending_jobs.draft_due() == 0


def test_a_crash_between_two_batches_loses_no_card(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", "Cem", "Dot", "Eva")
    event_id = event.id
    monkeypatch.setattr(sending_jobs, "AT_ONCE", 2)
    sending.draft(event, now=clock.now(), most=2)
    db.session.commit()
    assert (cards(), event.followed_up_at) == (2, None)

    written = sending_jobs.write_cards(event_id)

    assert written == 3
    assert len(followup_builders.letters("card")) == 5
    assert db.session.get_one(Event, event_id).followed_up_at is not None


def test_one_event_that_fails_does_not_hold_up_the_others(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = full(ended(30)), full(ended(25))
    bad_id = bad.id
    db.session.commit()
    real = sending.begin

    def begin(event: Event, **given: object) -> object:
        if event.id == bad_id:
            raise RuntimeError("no luck")
        return real(event, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "begin", begin)

    written = sending_jobs.draft_due()

    assert written == 2
    assert good.followed_up_at is not None


def test_ticks_are_wiped_when_their_card_closes_and_connections_stay(app: Flask) -> None:
    _event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.tick(ana, ben, cem)
    followup_builders.tick(ben, ana)
    _fresh, (dot, eva) = followup_builders.drafted("Dot", "Eva")
    followup_builders.tick(dot, eva)
    for rsvp in (ana, ben, cem):
        followup_builders.card_of(rsvp).closes_at = clock.now() - timedelta(minutes=1)
    db.session.commit()

    wiped = jobs.forget_ticks()

    assert wiped == 3
    assert [wish.rsvp_id for wish in followup_builders.wishes()] == [dot.id]
    assert len(followup_builders.connections()) == 1


@pytest.mark.services
def test_two_who_tick_each_other_at_the_same_moment_are_connected(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    cards = [
        (followup_builders.card_of(ana).id, ben.id),
        (followup_builders.card_of(ben).id, ana.id),
    ]
    db.session.commit()
    db.session.remove()
    at_once, together = Barrier(2), Barrier(2)
    connect = actions.connect

    def late(*args: Rsvp, **given: datetime) -> int:
        # Whoever gets here waits for the other, who can only come if nothing holds them apart.
        with suppress(BrokenBarrierError):
            together.wait(timeout=1)
        return connect(*args, **given)

    def ticks(card_id: int, other_id: int) -> None:
        with each_database.app_context():
            db.session.get_one(Card, card_id)
            db.session.rollback()
            at_once.wait()
            actions.wish(db.session.get_one(Card, card_id), {other_id: ""}, now=clock.now())
            db.session.commit()

    monkeypatch.setattr(actions, "connect", late)

    with ThreadPoolExecutor(2) as pool:
        for work in [pool.submit(ticks, *pair) for pair in cards]:
            work.result()

    assert len(followup_builders.connections()) == 1
    assert len(followup_builders.letters("introduction")) == 2
