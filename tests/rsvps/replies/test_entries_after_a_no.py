"""What was put into a guest's calendar after it said no is taken out again when the place goes."""

from collections.abc import Callable
from datetime import timedelta

import calendar_rules
import make
import pytest
import reply_builders as replies
from calendar_rules import Calendar
from flooding import Clock
from reply_builders import press

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import giving_back, letters, rescheduling
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import jobs


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


def pressed(of: Rsvp) -> None:
    press(of, "ACCEPTED")


def typed(of: Rsvp) -> None:
    rsvps.request(of.event, of.person.email, Answers.of(of), once="again", now=clock.now())


@pytest.mark.parametrize("yes", [pressed, typed])
def test_a_yes_after_the_place_went_brings_a_newer_entry_and_no_end_of_the_old_one(
    first: Rsvp, turned: Clock, yes: Callable[[Rsvp], None]
):
    turned.turn(minutes=10)
    assert jobs.give_back_due() == 1
    turned.turn(minutes=20)

    yes(first)
    db.session.commit()

    deliver.deliver_due()
    assert [one.sent_as for one in entries(first)] == ["REQUEST", "REQUEST"]
    assert calendar_rules.later(entries(first))
    assert entries(first)[0].value("SEQUENCE") < entries(first)[1].value("SEQUENCE")


def test_a_place_that_is_given_back_by_hand_after_a_no_takes_its_entry_along(
    first: Rsvp, turned: Clock
):
    giving_back.give_back(first, now=clock.now())
    db.session.commit()
    turned.turn(minutes=10)
    jobs.give_back_due()

    deliver.deliver_due()

    assert [one.sent_as for one in entries(first)] == ["REQUEST", "CANCEL"]


def test_a_change_in_those_minutes_promises_no_place(first):
    moved(first)

    update = db.session.scalars(db.select(Message).where(Message.kind == "update")).one()
    assert "is safe" not in update.text + update.html
    assert "keep your place on your page" in " ".join(update.text.split())
