"""A helper's or a walk-in's address shows nothing of what it said elsewhere."""

import make
import team_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.communities.team import actions
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.rsvps.addresses import owner
from eventapp.rsvps.models import Rsvp


def test_a_helper_is_called_what_the_owner_typed(app: Flask, client: Visitor) -> None:
    known = make.person(email="known@example.org", first_name="Robertine", last_name="Elsewhere")
    event = make.event()
    guest = make.rsvp(event)
    owner = make.member(event.community)
    make.sign_in(client, owner)
    team = f"/desk/{event.community.slug}/team"
    asked = team_builders.invitation(
        event.community, "known@example.org", by=owner, first_name="Bob", right="door"
    )
    client.submit(f"/team/{actions.token_of(asked)}")

    assert db.session.scalar(db.select(Membership).filter_by(person_id=known.id))
    helper = visitor(app)
    make.sign_in(helper, known)
    door = f"/desk/{event.community.slug}/events/{event.slug}/door"
    helper.post(f"{door}/arrivals", data={"rsvp": guest.id})
    shown = client.get(team).text + client.get(f"{door}?who={guest.id}&again=1").text
    assert "Bob checked them in" in shown
    assert "Robertine" not in shown
    assert "Elsewhere" not in shown


def test_a_walk_in_with_a_known_address_gets_nothing_of_what_it_said_before(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    known = make.rsvp(event, email="known@example.org", first_name="Aiko", ask="my old secret")
    client.submit(f"/r/{token_of(known.link)}/cancellation")
    make.sign_in(client, make.member(event.community, "door"))

    client.submit(
        f"/desk/{event.community.slug}/events/{event.slug}/door/walk-ins",
        first_name="Aiko",
        email="known@example.org",
        role=event.roles[0].id,
    )

    db.session.refresh(known)
    assert known.going
    assert known.ask is None


def test_a_walk_in_with_another_s_address_is_another_guest(app: Flask, client: Visitor) -> None:
    event = make.event()
    known = make.rsvp(event, email="known@example.org", first_name="Robertine")
    make.sign_in(client, make.member(event.community, "door"))

    sent = client.submit(
        f"/desk/{event.community.slug}/events/{event.slug}/door/walk-ins",
        first_name="Milan",
        email="known@example.org",
        role=event.roles[0].id,
    )

    assert "Robertine" not in client.get(sent.headers["Location"]).text.partition("q=")[0]
    rows = db.session.scalars(db.select(Rsvp).where(Rsvp.id != known.id)).all()
    assert [(row.first_name, row.source) for row in rows] == [("Milan", "door")]


def test_another_name_takes_up_no_answer_before_an_evening_nor_once_it_has_begun(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    lena = make.rsvp(event, email="haas@example.org", first_name="Lena")
    client.submit(f"/r/{token_of(lena.link)}/cancellation")
    whose = lena.person_id

    begun = owner(event, "haas@example.org", first_name="Milan", now=event.starts_at)
    before = owner(event, "haas@example.org", first_name="Milan", now=clock.now())

    assert begun.rsvp is before.rsvp is None
    # Who sat where stays with whoever sat there; before that the address is for whoever answers now.
    assert begun.person.shares_id == before.person.id == whose
    assert (lena.first_name, lena.person.shares_id) == ("Lena", whose)
