"""Trainers at the door: of the sessions they lead, and of no other event."""

import door_builders
import make
import team_builders
from conftest import visitor
from flask import Flask

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.door import access, passes
from eventapp.door.actions import code_of
from eventapp.people.models import Person


def trainer(app: Flask) -> tuple[Person, Membership, object, object]:
    """Somebody who leads a program, the session of it that is on, and another event that is."""
    program = make.program(sessions=1)
    session = program.sessions[0].event
    other = make.event(community=program.community)
    for event in (session, other):
        event.starts_at = clock.now()
    member = team_builders.member(program.community, make.person(), "trainer")
    team_builders.leads(member, program)
    db.session.commit()
    return member.person, member, session, other


def test_what_a_trainer_lent_opens_their_sessions_and_nothing_else(app: Flask) -> None:
    someone, _member, session, other = trainer(app)
    statuses = []

    for event in (session, other):
        door_builders.lend(event, "door", by=someone, key=f"key {event.id}", name="Tablet")
        db.session.commit()
        device = visitor(app)
        with device.session_transaction() as kept:
            kept[access.KEY] = f"key {event.id}"
        statuses.append(
            device.get(f"/desk/{event.community.slug}/events/{event.slug}/door").status_code
        )

    assert statuses == [200, 410]
    assert passes.lent_by(someone, clock.now()) == 2


def test_a_badge_leads_to_the_door_where_they_lead(app: Flask) -> None:
    someone, _member, session, other = trainer(app)
    codes = [code_of(make.rsvp(event)) for event in (session, other)]
    db.session.commit()
    client = visitor(app)
    make.sign_in(client, someone)

    to = [client.get(f"/B/{code}").headers.get("Location", "") for code in codes]

    assert "/door" in to[0]
    assert "/door" not in to[1]


def test_named_no_more_they_reach_it_no_more(app: Flask) -> None:
    someone, member, session, _other = trainer(app)
    client = visitor(app)
    make.sign_in(client, someone)
    door = f"/desk/{session.community.slug}/events/{session.slug}/door"
    assert client.get(door).status_code == 200

    db.session.delete(member)
    db.session.commit()

    assert client.get(door).status_code == 404
