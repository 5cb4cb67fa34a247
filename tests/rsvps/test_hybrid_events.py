"""Who joins a hybrid event online needs no place in the room, and no chair."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.errors import Refused
from eventapp.rsvps import own_page
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.seating import problems


def changed(rsvp: Rsvp, **given) -> Answers:
    return Answers(**vars(Answers.of(rsvp)) | given)


def test_who_joins_online_comes_whatever_the_room_holds(app: Flask) -> None:
    event = make.event(capacity=1, hybrid=True)
    in_the_room = make.rsvp(event, joins="place")

    online = make.rsvp(event, joins="online")

    assert (in_the_room.state, online.state) == ("going", "going")
    assert make.rsvp(event, joins="place").state == "waitlisted"


def test_no_chair_waits_for_who_joins_online(app: Flask) -> None:
    event = make.event(hybrid=True)
    there = [make.rsvp(event, joins="place") for _ in range(4)]
    make.rsvp(event, joins="online")

    seated = problems.problem_of_event(event).guests

    assert [guest.key for guest in seated] == [str(rsvp.id) for rsvp in there]


def test_who_stays_at_home_after_all_frees_the_place(app: Flask) -> None:
    event = make.event(capacity=1, hybrid=True)
    first, waits = make.rsvp(event, joins="place"), make.rsvp(event, joins="place")

    own_page.change_answers(first, changed(first, joins="online"), now=clock.now())

    assert (first.state, waits.state) == ("going", "going")


def test_who_joins_online_can_t_take_a_place_that_is_not_there(app: Flask) -> None:
    event = make.event(capacity=1, hybrid=True)
    make.rsvp(event, joins="place")
    online = make.rsvp(event, joins="online")

    with pytest.raises(Refused):
        own_page.change_answers(online, changed(online, joins="place"), now=clock.now())
