"""Follow-up by the clock and by two at once: the morning after, a crash, the same moment."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.models import Card
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending import jobs as sending_jobs


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


@pytest.mark.usefixtures("by_day")
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


@pytest.mark.usefixtures("by_day")
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
