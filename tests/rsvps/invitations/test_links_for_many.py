"""One link for many: its limit, and what becomes of it once it is off."""

import make
import pytest
from concurrent_requests import at_once, rush, statuses
from flask import Flask
from invitation_builders import SAID, mails, page, yes

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.invitations import actions
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(visibility="invited", capacity=5)


def test_a_link_for_many_holds_its_limit_and_counts_held_places_alone(event, client):
    actions.share(event, most=2, now=clock.now())
    link = actions.shared(event)
    for name in ("a", "b"):
        yes(client, link, email=f"{name}@example.org", first_name=name)

    full = client.post(
        f"{page(link)}/rsvps",
        data={**SAID, "email": "c@example.org", "role": event.roles[0].id, "once": "c"},
    )
    shown = client.get(page(link)).text
    rsvps.cancel(db.session.scalars(db.select(Rsvp)).first(), now=clock.now())
    freed = yes(client, link, email="d@example.org", first_name="d")

    assert full.status_code == 409
    assert "As many have come by this link" in shown
    assert freed.status_code == 303


def test_a_link_for_many_that_is_used_up_says_the_same_to_who_is_on_the_list(event, client):
    actions.share(event, most=1, now=clock.now())
    link = actions.shared(event)
    yes(client, link)
    data = {**SAID, "role": event.roles[0].id}

    answers = [
        client.post(f"{page(link)}/rsvps", data=data | {"email": email, "once": email})
        for email in ("ann@example.org", "nobody@example.org")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]


def test_a_link_turned_off_stays_off_and_the_next_is_another(event, client):
    actions.share(event, most=None, now=clock.now())
    link = actions.shared(event)
    old = page(link)
    actions.take_back(link, now=clock.now())
    off = client.get(old)

    actions.share(event, most=None, now=clock.now())

    assert off.status_code == 410
    assert client.get(old).status_code == 404
    assert client.get(page(link)).status_code == 200


def test_the_last_place_of_a_link_is_given_once_however_many_ask_at_once(each_database):
    event = make.event(visibility="invited")
    actions.share(event, most=2, now=clock.now())
    path, role = f"{page(actions.shared(event))}/rsvps", event.roles[0].id
    forms = [
        (path, {**SAID, "role": role, "email": f"{name}@example.org", "once": name}, None)
        for name in "abcdef"
    ]

    answers = rush(each_database, forms)

    assert statuses(answers) == {303: 2, 409: 4}
    assert db.session.scalar(db.select(db.func.count(Rsvp.id))) == 2


def test_the_same_people_are_invited_once_however_often_it_is_sent(each_database):
    event = make.event()
    owner = make.member(event.community)
    path = f"/desk/{event.community.slug}/events/{event.slug}/invitees"

    answers = at_once(each_database, path, {"addresses": "a@example.org b@example.org"}, who=owner)

    assert statuses(answers) == {303: 6}
    assert sorted(letter.to for letter in mails()) == ["a@example.org", "b@example.org"]


def test_a_link_for_many_is_one_however_often_it_is_turned_on(each_database):
    event = make.event()
    owner = make.member(event.community)
    path = f"/desk/{event.community.slug}/events/{event.slug}/invitees/link"

    answers = at_once(each_database, path, {"most": "3"}, who=owner)

    assert statuses(answers) == {303: 6}
    assert len(db.session.scalars(db.select(Invitation)).all()) == 1
