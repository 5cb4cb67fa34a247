"""A letter that came back is tried again only while it is the last word about its answer."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.front import mail_log
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import rescheduling


@pytest.fixture
def event(app: Flask) -> Event:
    """An event that was called off, of which its one guest never heard; then it takes place after all."""
    event = make.event()
    make.rsvp(event, letter="invite")
    left()
    rescheduling.cancel_event(event, now=clock.now())
    db.session.commit()
    came_back("cancelled")
    rescheduling.reopen_event(event, now=clock.now())
    return event


def left() -> None:
    db.session.commit()
    deliver.deliver_due()


def came_back(kind: str) -> Message:
    message = db.session.scalars(db.select(Message).filter_by(kind=kind)).one()
    message.state = "failed"
    db.session.commit()
    return message


def states() -> dict[str, str]:
    found = db.session.execute(db.select(Message.kind, Message.state).order_by(Message.id))
    return {kind: state for kind, state in found}  # noqa: C416


def test_what_a_newer_letter_replaced_is_not_tried_again_with_the_rest(event):
    left()

    assert mail_log.try_again(event, now=clock.now()) == 0

    assert states() == {"invite": "sent", "cancelled": "failed", "reopened": "sent"}


def test_whoever_asks_for_it_alone_is_told_why_not(event):
    left()
    number = db.session.scalar(db.select(Message.id).filter_by(kind="cancelled"))

    with pytest.raises(Refused, match="A newer mail has left since"):
        mail_log.try_again(event, now=clock.now(), number=number)


def test_two_that_came_back_are_tried_again_in_their_order(event):
    came_back("reopened")

    assert mail_log.try_again(event, now=clock.now()) == 2

    left()
    left()
    assert states() == {"invite": "sent", "cancelled": "sent", "reopened": "sent"}


@pytest.mark.parametrize(("kind", "again"), [("waitlist", 1), ("invite", 0)])
def test_what_a_calendar_must_hear_is_replaced_by_what_it_hears(event, kind, again):
    left()
    newer = db.session.scalars(db.select(Message).filter_by(kind="reopened")).one()
    newer.kind = kind
    if kind == "waitlist":
        newer.calendar = newer.method = None
    db.session.commit()

    assert mail_log.try_again(event, now=clock.now()) == again


def test_what_says_nothing_of_a_place_is_tried_again_at_any_time(event):
    left()
    message = db.session.scalars(db.select(Message).filter_by(kind="cancelled")).one()
    message.kind = "message"
    db.session.commit()

    assert mail_log.try_again(event, now=clock.now()) == 1
