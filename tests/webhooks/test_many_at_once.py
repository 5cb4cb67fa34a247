"""What happens to many at once, or along with something else, is told of each."""

import json

import make
from flask import Flask
from sqlalchemy.event import listen
from webhook_builders import endpoint, kinds

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.rsvps import actions, when_places_end
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import parsing
from eventapp.webhooks.models import WebhookDelivery

SOMEWHERE = "https://example.org/hooks"


def payloads() -> list[dict]:
    db.session.flush()
    found = db.select(WebhookDelivery.payload).order_by(WebhookDelivery.id)
    return [json.loads(said) for said in db.session.scalars(found)]


def test_a_check_in_that_ends_with_its_place_is_told(app: Flask) -> None:
    host = make.community()
    endpoint(host, SOMEWHERE, app)
    rsvp = make.rsvp(make.event(community=host))
    door.arrive(rsvp, by=make.member(host), now=clock.now())

    actions.cancel(rsvp, now=clock.now())

    assert kinds()[:2] == ["rsvp.going", "arrival.checked_in"]
    assert sorted(kinds()[2:]) == ["arrival.undone", "rsvp.cancelled"]


def test_check_ins_taken_back_with_their_day_are_told_one_by_one(
    each_database: Flask,
) -> None:
    host = make.community()
    endpoint(host, SOMEWHERE, each_database, kinds=("arrival.undone",))
    event, owner = make.event(community=host), make.member(host)
    came = [make.rsvp(event, role_id=host.roles[0].id) for _guest in range(2)]
    make.rsvp(event)
    for rsvp in came:
        door.arrive(rsvp, by=owner, now=clock.now())

    when_places_end.clear_day(event, now=clock.now())

    role = host.roles[0].name
    assert [one["data"]["rsvp"] for one in payloads()] == [
        {"id": rsvp.id, "state": "going", "role": role} for rsvp in came
    ]
    assert payloads()[0]["data"]["arrival"] == {"checked_in_at": None}


def test_everybody_of_a_list_is_told_and_the_endpoints_asked_for_once(
    each_database: Flask,
) -> None:
    host = make.community()
    endpoint(host, SOMEWHERE, each_database)
    event = make.event(community=host, capacity=2)
    role = host.roles[0].name
    entries = [
        parsing.Entry(n + 2, f"Guest{n}", "Ö", f"guest{n}@example.com", role=role) for n in range(3)
    ]
    asked = []
    listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    imports.bring_in(event, parsing.Intake(entries, [], [], [], [], []), now=clock.now())

    assert kinds() == ["rsvp.going", "rsvp.going", "rsvp.waitlisted"]
    assert {one["data"]["rsvp"]["role"] for one in payloads()} == {role}
    assert sum("FROM webhook_endpoint" in one for one in asked) == 1
