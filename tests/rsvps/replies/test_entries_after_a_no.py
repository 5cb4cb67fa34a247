"""What was put into a guest's calendar after it said no is taken out again when the place goes."""

from collections.abc import Callable
from datetime import timedelta

import calendar_rules
import make
import pytest
import reply_builders as replies
from calendar_rules import Calendar
from flask import Flask
from flooding import Clock
from reply_builders import press

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import letters, rescheduling
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import jobs


@pytest.fixture
def event(reads: Flask, turned: Clock) -> Event:
    return make.event(capacity=2)


@pytest.fixture
def first(event: Event, turned: Clock) -> Rsvp:
    """A guest whose calendar said no a minute ago, and who heard of it."""
    made = make.rsvp(event, letter="invite")
    db.session.commit()
    deliver.deliver_due()
    press(made, "DECLINED")
    deliver.deliver_due()
    turned.turn(minutes=1)
    return made


def moved(of: Rsvp) -> None:
    before = rescheduling.snapshot(of.event)
    of.event.starts_at += timedelta(hours=1)
    of.event.ends_at += timedelta(hours=1)
    rescheduling.reschedule(of.event, before, now=clock.now())


def renamed(of: Rsvp) -> None:
    before = rescheduling.snapshot(of.event)
    of.event.title = "Another"
    rescheduling.reschedule(of.event, before, now=clock.now())


def typed_again(of: Rsvp) -> None:
    letters.again(of, position=0, now=clock.now())


def entries(of: Rsvp) -> list[Calendar]:
    """The calendars that left, in their order."""
    sent = db.select(Message).where(
        Message.about == f"rsvp:{of.id}", Message.method.is_not(None), Message.state == "sent"
    )
    found = db.session.scalars(sent.order_by(Message.id))
    return [Calendar(one.calendar, one.method) for one in found]


@pytest.mark.parametrize("step", [moved, renamed, typed_again])
def test_an_entry_that_came_after_a_no_leaves_with_the_place(
    first: Rsvp, turned: Clock, step: Callable[[Rsvp], None]
):
    step(first)
    db.session.commit()
    deliver.deliver_due()
    turned.turn(minutes=10)

    assert jobs.give_back_due() == 1

    deliver.deliver_due()
    assert [one.sent_as for one in entries(first)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert calendar_rules.later(entries(first))


@pytest.mark.parametrize("step", [moved, renamed])
def test_an_update_repeats_the_no_that_a_calendar_said(first: Rsvp, step: Callable[[Rsvp], None]):
    step(first)
    db.session.commit()

    deliver.deliver_due()

    assert "PARTSTAT=DECLINED" in entries(first)[-1].named("ATTENDEE")[0]


def test_who_is_told_that_it_takes_place_after_all_keeps_the_place(first: Rsvp, turned: Clock):
    rescheduling.cancel_event(first.event, now=clock.now())
    db.session.commit()
    deliver.deliver_due()
    rescheduling.reopen_event(first.event, now=clock.now())
    db.session.commit()
    deliver.deliver_due()
    turned.turn(minutes=10)

    assert jobs.give_back_due() == 0

    assert first.state == "going"
    assert replies.letters(first)[-1] == "reopened"
