"""A place that is offered is held for them as they were."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.quota_tables import event_role
from eventapp.rsvps import actions, own_page
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.attendees import listing


def test_nobody_takes_an_offer_to_a_role_that_has_no_place_left(app: Flask) -> None:
    event = make.event(capacity=2, waitlist_mode="offer")
    student, leader = event.roles[0].id, event.roles[1].id
    here = (event_role.c.event_id == event.id) & (event_role.c.role_id == student)
    db.session.execute(event_role.update().where(here).values(most=1))
    make.rsvp(event, role_id=student)
    first, offered = make.rsvp(event, role_id=leader), make.rsvp(event, role_id=leader)
    actions.cancel(first, now=clock.now())
    said = Answers(**vars(Answers.of(offered)) | {"role_id": student})

    with pytest.raises(Refused):
        own_page.change_answers(offered, said, now=clock.now())


def test_at_a_full_event_too_a_guest_says_another_role(app: Flask) -> None:
    event = make.event(capacity=1)
    rsvp = make.rsvp(event, role_id=event.roles[0].id)
    said = Answers(**vars(Answers.of(rsvp)) | {"role_id": event.roles[1].id})

    own_page.change_answers(rsvp, said, now=clock.now())

    assert (rsvp.going, rsvp.role_id) == (True, event.roles[1].id)


def test_the_list_counts_nobody_as_waiting_who_is_offered_a_place(app: Flask) -> None:
    event = make.event(capacity=1, waitlist_mode="offer")
    first, offered, after = (make.rsvp(event) for _ in range(3))
    actions.cancel(first, now=clock.now())
    db.session.flush()

    lines = [listing.one(rsvp, now=clock.now()).position for rsvp in (offered, after)]

    assert lines == [0, 1]
