"""Several people look at the tables at the door at the same time."""

import make
import tonight
from flask import Flask
from rush import rush, statuses
from tonight import door
from visitor import Visitor

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan


def staff(client: Visitor, event: Event, right: str = "door") -> None:
    make.sign_in(client, make.member(event.community, right))


def evening(client: Visitor, missing: int = 2, **given: object) -> tuple[Event, list[list[Rsvp]]]:
    """Two tables of four; so many of the second are missing, and the door is signed in."""
    event, (full, low) = tonight.full(2, **given)
    tonight.come(*full, *low[: 4 - missing])
    staff(client, event)
    return event, [full, low]


def test_a_stale_page_is_answered_with_the_newer_proposal(client: Visitor) -> None:
    event, (_full, low) = evening(client)
    stamp = tonight.look(event).stamp
    tonight.come(low[2])

    answer = client.post(door(event, "/tables/changes"), data={"option": "fewest", "stamp": stamp})

    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.text
    assert "Every table has enough people" in answer.text
    assert tonight.newest(event).version == 1


def test_two_organizers_at_once_make_one_change(each_database: Flask) -> None:
    event, (full, low) = tonight.full(2)
    tonight.come(*full, *low[:2])
    data = {"option": "fewest", "stamp": tonight.look(event).stamp}
    people = [make.member(event.community) for _ in range(4)]

    answers = rush(each_database, [(door(event, "/tables/changes"), data, who) for who in people])

    assert statuses(answers) == {303: 4}
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 2


def test_two_organizers_who_choose_otherwise_make_one_change_and_one_hears_of_it(
    each_database: Flask,
) -> None:
    event = tonight.event(capacity=20)
    people = tonight.guests(event, 12)
    seated = [people[:4], people[4:8], people[8:]]
    tonight.plan(event, seated, seated)
    tonight.come(*people[:10])
    live = tonight.look(event)
    assert live.mixed
    data = [{"option": option, "stamp": live.stamp} for option in ("fewest", "mixed")]
    owners = [make.member(event.community) for _ in data]
    path = door(event, "/tables/changes")

    answers = rush(each_database, [(path, d, w) for d, w in zip(data, owners, strict=True)])

    assert statuses(answers) == {303: 1, 409: 1}
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 2
