"""However people come back or bring somebody, no more hold a place by an invitation than it is for."""

import make
import pytest
from flask import Flask
from invitation_builders import SAID, page, yes

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.invitations import actions
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(visibility="invited", capacity=36, most_guests=5)


def going() -> int:
    return db.session.scalar(db.select(db.func.count(Rsvp.id)).filter_by(state="going"))


@pytest.mark.parametrize("email", [None, "ann@example.org"])
@pytest.mark.parametrize("how", ["undo", "again"])
def test_who_gave_a_place_back_has_it_again_only_while_the_invitation_has_room(
    how: str, email: str | None, event: Event, client
) -> None:
    link = make.invitation(event, email=email, most=1)
    mine = yes(client, link, email="a@example.org").location
    client.post(f"{mine}/cancellation")
    yes(client, link, email="b@example.org")

    if how == "undo":
        back = client.post(f"{mine}/restoration")
    else:
        again = SAID | {"role": event.roles[0].id, "email": "a@example.org", "once": "z"}
        back = client.post(f"{page(link)}/rsvps", data=again)

    db.session.expire_all()
    assert back.status_code == 409
    assert (actions.used(link), going()) == (1, 1)


@pytest.mark.parametrize("how", ["undo", "again"])
def test_who_gave_a_place_back_that_nobody_took_has_it_again(how, event, client):
    link = make.invitation(event, email=None, most=2)
    mine = yes(client, link, guests="1").location
    client.post(f"{mine}/cancellation", data={"who": "all"})

    if how == "undo":
        client.post(f"{mine}/restoration")
    else:
        yes(client, link, guests="1")

    db.session.expire_all()
    assert (actions.used(link), going()) == (2, 2)


def test_a_link_for_many_counts_those_whom_somebody_brings(event, client):
    link = make.invitation(event, email=None, most=3)

    data = SAID | {"role": event.roles[0].id, "once": "x", "guests": "3"}
    many = client.post(f"{page(link)}/rsvps", data=data)
    mine = yes(client, link, guests="1").location
    client.submit(f"{mine}/guests", to="/guests", first_name="Third")
    fourth = client.post(f"{mine}/guests", data={"first_name": "Fourth", "once": "4"})

    db.session.expire_all()
    assert (many.status_code, fourth.status_code) == (409, 422)
    assert (actions.used(link), going()) == (3, 3)


def test_those_who_stay_without_who_brought_them_still_count(event, client):
    link = make.invitation(event, email=None, most=3)
    mine = yes(client, link, guests="2").location
    client.post(f"{mine}/cancellation")

    data = SAID | {"role": event.roles[0].id, "once": "x", "guests": "2"}
    more = client.post(f"{page(link)}/rsvps", data=data)

    assert more.status_code == 409
    assert going() == 2


def test_a_link_for_many_that_has_less_room_than_a_party_says_the_same_to_who_is_on_the_list(
    event, client
):
    link = make.invitation(event, email=None, most=2)
    yes(client, link)
    data = SAID | {"role": event.roles[0].id, "guests": "1"}

    answers = [
        client.post(f"{page(link)}/rsvps", data=data | {"email": email, "once": email})
        for email in ("ann@example.org", "nobody@example.org")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]


def test_a_personal_invitation_is_for_one_who_may_bring_whom_the_event_lets_them(event, client):
    link = make.invitation(event, email="ann@example.org", most=1)

    assert yes(client, link, guests="2").status_code == 303
    assert (actions.used(link), going()) == (1, 3)
