"""Several people look at the tables at the door at the same time."""

import door_builders
import make
from concurrent_requests import rush, statuses
from door_builders import door, evening
from flask import Flask
from visitor import Visitor

from eventapp.db import db
from eventapp.seating.models import Plan


def test_a_stale_page_is_answered_with_the_newer_proposal(client: Visitor) -> None:
    event, (_full, low) = evening(client)
    stamp = door_builders.look(event).stamp
    door_builders.come(low[2])

    answer = client.post(door(event, "/tables/changes"), data={"option": "fewest", "stamp": stamp})

    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.text
    assert "Every table has enough people" in answer.text
    assert door_builders.newest(event).version == 1


def test_two_organizers_at_once_make_one_change(each_database: Flask) -> None:
    event, (full, low) = door_builders.full(2)
    door_builders.come(*full, *low[:2])
    data = {"option": "fewest", "stamp": door_builders.look(event).stamp}
    people = [make.member(event.community) for _ in range(4)]

    answers = rush(each_database, [(door(event, "/tables/changes"), data, who) for who in people])

    assert statuses(answers) == {303: 4}
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 2


def test_two_organizers_who_choose_otherwise_make_one_change_and_one_hears_of_it(
    each_database: Flask,
) -> None:
    event = door_builders.event(capacity=20)
    people = door_builders.guests(event, 12)
    seated = [people[:4], people[4:8], people[8:]]
    door_builders.plan(event, seated, seated)
    door_builders.come(*people[:10])
    live = door_builders.look(event)
    assert live.mixed
    data = [{"option": option, "stamp": live.stamp} for option in ("fewest", "mixed")]
    owners = [make.member(event.community) for _ in data]
    path = door(event, "/tables/changes")

    answers = rush(each_database, [(path, d, w) for d, w in zip(data, owners, strict=True)])

    assert statuses(answers) == {303: 1, 409: 1}
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 2
