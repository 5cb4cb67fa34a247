"""Answers of guests by the API: the rules and the letters of the event's page."""

from datetime import timedelta

import api_builders
import make
import pytest
from api_builders import Program
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.models import HistoryEntry, Rsvp


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def ask(client: Visitor, host: Community) -> Program:
    return api_builders.program(client, host)


def said(host: Community, **more: object) -> dict[str, object]:
    """A yes as a program sends it."""
    return {"first_name": "Ada", "email": "ada@example.org", "role": host.roles[0].id, **more}


def letters() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


def test_a_yes_gets_the_place_and_the_letter_of_the_form(ask: Program, host: Community) -> None:
    event = make.event(community=host, capacity=1)
    path = f"/events/{event.id}/rsvps"

    first = ask("POST", path, json=said(host, ask="a mentor"))
    second = ask("POST", path, json=said(host, email="eve@example.org", first_name="Eve"))

    assert (first.status_code, first.json["state"], first.json["ask"]) == (201, "going", "a mentor")
    assert second.json["state"] == "waitlisted"
    assert letters() == ["invite", "waitlist"]


def test_who_is_on_the_list_keeps_what_they_said(ask: Program, host: Community) -> None:
    event = make.event(community=host)
    path = f"/events/{event.id}/rsvps"
    first = ask("POST", path, json=said(host))

    again = ask("POST", path, json=said(host, food="vegan"))

    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    assert again.json["food"] == ""


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"email": "nobody"}, "/email"),
        ({"first_name": " "}, "/first_name"),
        ({"role": 999}, "/role"),
        ({"stage": "retired"}, "/stage"),
        ({"ask": "x" * 81}, "/ask"),
        ({"agreed": False}, "/agreed"),
        ({"answers": {}}, "/answers/{question}"),
    ],
)  # fmt: skip
def test_what_the_form_refuses_is_pointed_at(
    given: dict, pointer: str, ask: Program, host: Community
) -> None:
    event = make.event(community=host, conduct="Be kind.")
    question = make.question(event, label="Which city?", required=True)
    whole = said(host, agreed=True, answers={str(question.id): "Porto"})

    refused = ask("POST", f"/events/{event.id}/rsvps", json=whole | given)
    taken = ask("POST", f"/events/{event.id}/rsvps", json=whole)

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == [
        pointer.format(question=question.id)
    ]
    assert taken.json["answers"] == {str(question.id): "Porto"}


def test_an_event_that_takes_nobody_says_so(ask: Program, host: Community) -> None:
    closed = make.event(community=host, rsvps_close=-60 * 24 * 30)
    later = make.event(community=host, rsvps_open=-60)
    draft = make.draft(community=host)

    answers = [
        ask("POST", f"/events/{one.id}/rsvps", json=said(host)) for one in (closed, later, draft)
    ]

    assert {answer.status_code for answer in answers} == {409}
    assert letters() == []


def test_a_guest_brings_others(ask: Program, host: Community) -> None:
    event = make.event(community=host, most_guests=2)

    made = ask("POST", f"/events/{event.id}/rsvps", json=said(host, guest_names=["Bo", "Cy"]))
    people = ask("GET", f"/events/{event.id}/rsvps").json["items"]

    assert [one["first_name"] for one in people] == ["Ada", "Bo", "Cy"]
    assert [one["brought_by"] for one in people] == [None, made.json["id"], made.json["id"]]


def test_a_change_leaves_what_it_doesn_t_name(ask: Program, host: Community) -> None:
    event = make.event(community=host)
    number = ask(
        "POST", f"/events/{event.id}/rsvps", json=said(host, food="vegan", keep_in_touch=True)
    ).json["id"]

    changed = ask("PATCH", f"/rsvps/{number}", json={"last_name": "Lovelace"})

    assert changed.status_code == 200, changed.text
    assert (changed.json["last_name"], changed.json["food"]) == ("Lovelace", "vegan")
    assert changed.json["keep_in_touch"] is True


def test_taking_somebody_off_serves_the_next_and_names_who_did_it(
    ask: Program, host: Community
) -> None:
    event = make.event(community=host, capacity=1)
    going, waiting = make.rsvp(event), make.rsvp(event)
    db.session.commit()

    off = ask("POST", f"/rsvps/{going.id}/cancellation")
    ask("POST", f"/rsvps/{going.id}/cancellation")

    assert off.json["state"] == "cancelled"
    assert db.session.get(Rsvp, waiting.id).state == "going"
    entry = db.session.scalars(db.select(HistoryEntry).filter_by(rsvp_id=going.id)).one()
    assert entry.by_id is not None


def test_an_address_gets_no_more_letters_than_by_the_page(ask: Program, host: Community) -> None:
    for _ in range(8):
        event = make.event(community=host)
        ask("POST", f"/events/{event.id}/rsvps", json=said(host))

    soon = db.select(Message.id).where(Message.due_at <= clock.now() + timedelta(minutes=5))
    assert len(db.session.scalars(soon).all()) == 6


def test_what_the_event_does_not_ask_is_refused_and_nothing_is_dropped(
    ask: Program, host: Community
) -> None:
    event = make.event(community=host)
    event.fields = {"food": "off"}
    unasked = {"food": "vegan", "joins": "online", "guests": 2, "guest_names": ["Bo"]}
    path, plain = f"/events/{event.id}/rsvps", said(host)

    refused = [
        ask("POST", path, json=plain | {name: value}).json for name, value in unasked.items()
    ]
    own = ask("POST", path, json=plain | {"answers": {"999": "Yes"}}).json
    empty = ask("POST", path, json=plain | {"food": "", "guests": 0})

    assert [one["errors"][0]["pointer"] for one in refused] == [f"/{name}" for name in unasked]
    assert own["errors"][0]["pointer"] == "/answers/999"
    assert empty.status_code == 201


def test_a_consent_is_only_taken_back_and_it_says_by_whom(ask: Program, host: Community) -> None:
    event = make.event(community=host)
    path = f"/events/{event.id}/rsvps"
    number = ask("POST", path, json=said(host, keep_in_touch=True)).json["id"]

    given = ask("PATCH", f"/rsvps/{number}", json={"show_name": True})
    back = ask("PATCH", f"/rsvps/{number}", json={"keep_in_touch": False})

    assert (given.status_code, back.status_code) == (422, 200)
    assert given.json["errors"][0]["pointer"] == "/show_name"
    entries = db.session.scalars(db.select(HistoryEntry).filter_by(rsvp_id=number))
    (entry,) = [one for one in entries if one.what == "keep_in_touch"]
    assert (entry.before, entry.after) == ("yes", "no")
    assert entry.by is not None


def test_a_guest_of_a_program_is_written_to_in_the_event_s_language(
    ask: Program, host: Community
) -> None:
    event = make.event(community=host, language="de")

    ask("POST", f"/events/{event.id}/rsvps", json=said(host))

    assert db.session.scalars(db.select(Rsvp.language)).one() == "de"
    assert db.session.scalars(db.select(Message.subject)).one().startswith("Du bist dabei")
