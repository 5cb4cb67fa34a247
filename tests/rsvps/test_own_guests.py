"""Whom a guest brings, on the form and on a page of their own; typed once more it looks the same."""

import re

import make
import pytest
from conftest import visitor
from flask import Flask
from public_forms import answer, page_of, plain
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.parties.actions import Party, bring, guests_of

KNOWN, FRESH = "known@example.org", "fresh@example.org"


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def host_of(event: Event, *names: tuple[str, str], **given: object) -> Rsvp:
    host = make.rsvp(event, first_name="Aiko", last_name="Sato", **given)
    bring(host, Party(names), now=clock.now())
    return host


def test_the_form_takes_guests_with_names_and_without(client: Visitor) -> None:
    event = make.event(most_guests=3)

    answer(client, event, FRESH, guests="3", guest_names="Kofi Mensah\n\n Ana ")

    rows = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)).all()
    assert [row.name for row in rows] == ["Aiko Sato", "Kofi Mensah", "Ana", "Guest of Aiko"]
    assert {row.state for row in rows} == {"going"}


def test_only_an_event_that_allows_it_asks_for_guests(client: Visitor) -> None:
    assert "I bring" not in client.get(page_of(make.event())).text
    assert "I bring" in client.get(page_of(make.event(most_guests=1))).text


def test_more_than_the_event_allows_is_said_and_nothing_is_lost(client: Visitor) -> None:
    event = make.event(most_guests=1)
    role = event.roles[0].id
    typed = {"first_name": "Aiko", "email": FRESH, "role": role, "guest_names": "Kofi\nAna"}

    sent = client.submit(page_of(event), to="rsvps", **typed)

    assert sent.status_code == 422
    assert "You can bring one person to this event." in sent.text
    assert "Kofi\nAna" in sent.text
    assert db.session.scalars(db.select(Rsvp)).all() == []


@pytest.mark.parametrize(
    ("waits", "states"),
    [("together", ["waitlisted"] * 3), ("split", ["going", "going", "waitlisted"])],
)
def test_a_party_is_answered_together_unless_it_may_be_split(
    client: Visitor, waits: str, states: list[str]
) -> None:
    event = make.event(most_guests=2, capacity=2)

    answer(client, event, FRESH, guests="2", waits=waits)

    rows = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)).all()
    assert [row.state for row in rows] == states


def test_the_same_form_twice_brings_nobody_twice(client: Visitor) -> None:
    event = make.event(most_guests=2)
    fields = {"first_name": "Aiko", "email": FRESH, "role": event.roles[0].id, "guests": "2"}
    path = f"{page_of(event)}/rsvps"
    for _time in range(2):
        client.post(path, data=fields | {"once": "form-1", "ask_kind": "advice", "offer_kind": "advice", "stage": "", "waits": "together", "sits": "apart"})  # fmt: skip

    assert len(db.session.scalars(db.select(Rsvp)).all()) == 3


@pytest.mark.parametrize("capacity", [36, 2, 1])
@pytest.mark.parametrize("waits", ["together", "split"])
def test_a_party_typed_once_more_has_the_pages_of_any_other(
    app: Flask, client: Visitor, capacity: int, waits: str
) -> None:
    event = make.event(most_guests=2, capacity=capacity)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    given = {"guests": "2", "guest_names": "Kofi Mensah", "waits": waits}

    known = answer(client, event, KNOWN, **given)
    other = visitor(app)
    fresh = answer(other, event, FRESH, **given)

    for ending in ("", "/guests", "/cancellation", "/answers"):
        pages = [client.get(known + ending).text, other.get(fresh + ending).text]
        one, two = map(bare, pages)
        assert one == two, ending
    handed = [links(client, known), links(other, fresh)]
    for mine, theirs in zip(*handed, strict=True):
        for ending in ("", "/answers", "/cancellation"):
            pages = [visitor(app).get(link + ending).text for link in (mine, theirs)]
            one, two = map(bare, pages)
            assert one == two, ending
    assert len(db.session.scalars(db.select(Repeat)).all()) == 3


def bare(text: str) -> str:
    """A page without addresses and links, those of guests included."""
    return re.sub(r"/guests/[\w-]{32}", "/guests/LINK", plain(text, KNOWN, FRESH))


def links(client: Visitor, path: str) -> list[str]:
    """The links that the page of one's guests shows to hand over."""
    shown = client.get(f"{path}/guests").text
    return re.findall(r'readonly value="http://[^/]+(/r/[\w-]+)"', shown)


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_guests_are_added_named_chosen_for_and_taken_off(client: Visitor, email: str) -> None:
    event = make.event(most_guests=2)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    path = answer(client, event, email)
    client.submit(f"{path}/guests", to="/guests", first_name="Kofi")
    client.submit(f"{path}/guests", to="/guests")
    kofi, other = links(client, path)

    client.submit(f"{path}/guests", to=f"{other[3:]}/name", first_name="Ana", last_name="Lima")
    client.submit(f"{path}/guests", to="/choices", sits="together")
    client.submit(f"{path}/guests", to=f"{kofi[3:]}/cancellation")

    shown = client.get(f"{path}/guests").text
    assert "Ana Lima" in shown
    assert "Kofi" not in shown
    assert re.search(r'name="sits"[^>]*value="together" checked', shown)
    assert "Bring somebody" in shown
    assert client.get(kofi).text.count("Another time, Kofi") == 1


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_the_same_guest_is_added_once_however_often_it_is_pressed(
    client: Visitor, email: str
) -> None:
    event = make.event(most_guests=3)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    path = answer(client, event, email)

    for _time in range(3):
        client.post(f"{path}/guests", data={"first_name": "", "once": "pressed"})

    assert len(links(client, path)) == 1


def test_who_is_brought_says_who_they_are_on_a_page_of_their_own(app: Flask) -> None:
    host = host_of(make.event(most_guests=2), ("", ""))
    (guest,) = guests_of(host)
    own = visitor(app)

    first = own.get(page(guest)).text
    own.submit(f"{page(guest)}/answers", first_name="Kofi", role=host.event.roles[0].id)

    assert "Aiko brings you" in first
    assert 'name="first_name"' in own.get(f"{page(guest)}/answers").text
    assert "You’re in, Kofi" in own.get(page(guest)).text
    assert own.get(f"{page(guest)}/guests").status_code == 404
    assert host.person.email not in own.get(page(guest)).text
    assert host.first_name == "Aiko"


def test_the_guests_of_somebody_else_are_not_found(client: Visitor) -> None:
    event = make.event(most_guests=2)
    host, other = host_of(event, ("Kofi", "")), host_of(event, ("Ana", ""))
    ana = token_of(guests_of(other)[0].link)

    answers = [
        client.post(f"{page(host)}/guests/{ana}/{what}", data={"first_name": "Mallory"})
        for what in ("name", "cancellation")
    ]

    assert [sent.status_code for sent in answers] == [404, 404]
    assert [guest.name for guest in guests_of(other)] == ["Ana"]


@pytest.mark.parametrize(("who", "left"), [("mine", ["going"]), ("all", [])])
def test_who_gives_back_chooses_for_themselves_or_for_all(
    client: Visitor, who: str, left: list[str]
) -> None:
    host = host_of(make.event(most_guests=2), ("Kofi", ""))

    client.submit(f"{page(host)}/cancellation", who=who)

    assert host.state == "cancelled"
    assert [guest.state for guest in guests_of(host)] == left


def test_another_yes_by_whoever_knows_the_address_opens_none_of_those_who_stayed(
    app: Flask, client: Visitor
) -> None:
    event = make.event(most_guests=2)
    host = host_of(event, ("Kofi", "Mensah"), email=KNOWN)
    actions.cancel(host, now=clock.now())

    typed = answer(client, event, KNOWN)

    assert "Kofi" not in client.get(f"{typed}/guests").text
    assert links(client, typed) == []


def test_who_brings_somebody_hears_when_that_one_gets_a_place_later(app: Flask) -> None:
    event = make.event(most_guests=1, capacity=2)
    first, host = make.rsvp(event), make.rsvp(event, first_name="Aiko")
    (kofi,) = bring(host, Party((("Kofi", ""),), waits_together=False), now=clock.now())
    assert (host.state, kofi.state) == ("going", "waitlisted")
    host.changed_at = make.NOON

    actions.cancel(first, now=clock.now())

    told = db.session.scalars(db.select(Message.kind).where(Message.to == host.person.email))
    assert list(told) == ["shared-promoted"]
