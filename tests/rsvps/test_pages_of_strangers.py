"""Whoever only typed an address learns nothing of who is on the list, and keeps nobody's links."""

import re

import make
import pytest
from conftest import visitor
from flask import Flask
from public_forms import answer
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.limits import Quota, Quotas
from eventapp.people.actions import token_of
from eventapp.rsvps.attendees.actions import correct_address
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.parties.actions import guests_of

KNOWN, FRESH = "known@example.org", "fresh@example.org"


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def links(client: Visitor, path: str) -> list[str]:
    """The links that the page of one's guests shows to hand over."""
    shown = client.get(f"{path}/guests").text
    return re.findall(r'readonly value="http://[^/]+(/r/[\w-]+)"', shown)


def opens(app: Flask, *paths: str) -> list[int]:
    return [visitor(app).get(path).status_code for path in paths]


def host() -> Rsvp:
    return db.session.scalars(db.select(Rsvp).where(Rsvp.brought_by_id.is_(None))).one()


@pytest.mark.parametrize("email", [KNOWN, FRESH])
@pytest.mark.parametrize("full", [False, True])
def test_a_role_that_has_no_place_left_is_refused_whether_the_address_was_known_or_not(
    client: Visitor, email: str, full: bool
) -> None:
    event = make.event(capacity=4)
    first, other = (role.id for role in event.roles[:2])
    quotas.keep(event, Quotas(roles={other: Quota(0, 1)}, stages={}))
    make.rsvp(event, role_id=other)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato", role_id=first)
    typed = answer(client, event, email, role=first)
    for _seat in range(2 * full):
        make.rsvp(event, role_id=first)

    refused = client.submit(f"{typed}/answers", role=other)
    kept = client.submit(f"{typed}/answers", stage="senior")

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "No place is left for that role or stage." in refused.text


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_the_last_place_of_a_role_is_there_whether_the_address_was_known_or_not(
    client: Visitor, email: str
) -> None:
    event = make.event(capacity=4)
    first, other = (role.id for role in event.roles[:2])
    quotas.keep(event, Quotas(roles={other: Quota(0, 1)}, stages={}))
    known = make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato", role_id=first)
    typed = answer(client, event, email, role=first)

    assert client.submit(f"{typed}/answers", role=other).status_code == 303
    assert known.role_id == first


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_the_page_after_the_form_shows_no_link_of_a_letter_and_its_own_work(
    app: Flask, client: Visitor, email: str
) -> None:
    event = make.event(most_guests=2)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    typed = answer(client, event, email, guests="1")

    (shown,) = links(client, typed)
    named = client.submit(f"{typed}/guests", to=f"{shown[3:]}/name", first_name="Kofi")

    brought = [
        *db.session.scalars(db.select(Rsvp).where(Rsvp.brought_by_id.is_not(None))),
        *db.session.scalars(db.select(Repeat).where(Repeat.brought_by_id.is_not(None))),
    ]
    assert shown != f"/r/{token_of(brought[0].link)}"
    assert named.status_code == 303
    assert "Kofi" in visitor(app).get(shown).text


def test_the_owner_s_first_change_ends_the_links_of_guests_that_typed_pages_showed(
    app: Flask, client: Visitor
) -> None:
    event = make.event(most_guests=2)
    typed = [answer(client, event, KNOWN, guests="1") for _time in range(2)]
    shown = [link for path in typed for link in links(client, path)]
    assert opens(app, *shown) == [200, 200]

    visitor(app).submit(f"{page(host())}/answers", organization="Rode Kruis")

    assert opens(app, *shown) == [404, 404]
    (guest,) = guests_of(host())
    assert links(client, page(host())) == [page(guest)]
    assert opens(app, page(guest)) == [200]


def test_a_corrected_address_ends_every_link_that_the_wrong_one_was_shown(
    app: Flask, client: Visitor
) -> None:
    event = make.event(most_guests=2)
    typed = [answer(client, event, KNOWN, guests="1") for _time in range(2)]
    letter = page(host())
    shown = [*typed, letter, *links(client, letter)]
    shown += [link for path in typed for link in links(client, path)]
    assert set(opens(app, *shown)) == {200}

    owner = make.member(event.community)
    correct_address(host(), "right@example.org", by=owner, now=clock.now())

    assert set(opens(app, *shown)) == {404}
    (guest,) = guests_of(host())
    assert opens(app, page(host()), page(guest)) == [200, 200]


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_who_waits_gets_the_free_place_of_another_role_whether_the_address_was_known_or_not(
    client: Visitor, email: str
) -> None:
    event = make.event(capacity=4)
    first, other = (role.id for role in event.roles[:2])
    quotas.keep(event, Quotas(roles={other: Quota(0, 1)}, stages={}))
    make.rsvp(event, role_id=other)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato", role_id=first)
    typed = answer(client, event, email, role=other)
    before = client.get(typed).text

    client.submit(f"{typed}/answers", role=first)

    assert "in line, Aiko" in before
    assert "You’re in, Aiko" in client.get(typed).text


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_a_party_that_may_be_split_now_gets_what_is_free_whether_known_or_not(
    client: Visitor, email: str
) -> None:
    event = make.event(capacity=3, most_guests=2)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    typed = answer(client, event, email, guests="2")
    before = client.get(typed).text

    client.submit(f"{typed}/guests", to="/choices", waits="split")

    assert "in line, Aiko" in before
    assert "You’re in, Aiko" in client.get(typed).text
