"""What an organizer decides about a guest, by the API; who waits and where; who is found how."""

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
from eventapp.people.actions import sharer
from eventapp.rsvps.models import HistoryEntry, Rsvp


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def ask(client: Visitor, host: Community) -> Program:
    return api_builders.program(client, host)


def letters() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


def asking(host: Community, **given: object) -> Rsvp:
    """Somebody who asked to come and has no answer yet."""
    event = make.event(community=host, **given)
    rsvp = make.rsvp(event)
    rsvp.state = "pending"
    db.session.commit()
    return rsvp


def test_who_asked_is_let_in_and_hears_of_it_once(ask: Program, host: Community) -> None:
    rsvp = asking(host)

    answers = [ask("POST", f"/rsvps/{rsvp.id}/approval") for _ in range(2)]

    assert [(one.status_code, one.json["state"]) for one in answers] == [(200, "going")] * 2
    assert letters() == ["approved"]
    entry = db.session.scalars(db.select(HistoryEntry).filter_by(rsvp_id=rsvp.id)).one()
    assert (entry.before, entry.after) == ("pending", "going")
    assert entry.by_id is not None


def test_where_nothing_is_free_a_yes_is_a_place_in_line(ask: Program, host: Community) -> None:
    rsvp = asking(host, capacity=1)
    make.rsvp(rsvp.event)
    waits = make.rsvp(rsvp.event)
    db.session.commit()

    let_in = ask("POST", f"/rsvps/{rsvp.id}/approval").json

    assert (let_in["state"], let_in["position"]) == ("waitlisted", 2)
    listed = ask("GET", f"/events/{rsvp.event_id}/rsvps?state=waitlisted").json["items"]
    assert [(one["id"], one["position"]) for one in listed] == [(waits.id, 1), (rsvp.id, 2)]
    assert ask("GET", f"/events/{rsvp.event_id}/rsvps?state=going").json["items"][0]["position"] is None  # fmt: skip


def test_who_asked_or_waits_is_told_no_and_who_has_a_place_isn_t(
    ask: Program, host: Community
) -> None:
    rsvp = asking(host)
    going = make.rsvp(rsvp.event)
    db.session.commit()

    declined = [ask("POST", f"/rsvps/{rsvp.id}/refusal") for _ in range(2)]
    refused = ask("POST", f"/rsvps/{going.id}/refusal")

    assert [one.json["state"] for one in declined] == ["declined"] * 2
    assert letters() == ["declined"]
    assert refused.status_code == 409


def test_a_place_against_the_line_needs_a_reason_which_is_kept(
    ask: Program, host: Community
) -> None:
    event = make.event(community=host, capacity=1)
    make.rsvp(event)
    first, second = make.rsvp(event), make.rsvp(event)
    db.session.commit()
    path = f"/rsvps/{second.id}/place"

    without = [ask("POST", path, json=body) for body in ({}, {"why": " "}, {"why": "x" * 201})]
    given = ask("POST", path, json={"why": "She speaks"})

    assert [one.status_code for one in without] == [422] * 3
    assert {one["pointer"] for answer in without for one in answer.json["errors"]} == {"/why"}
    assert given.json["state"] == "going"
    assert db.session.get(Rsvp, first.id).state == "waitlisted"
    assert db.session.scalars(db.select(HistoryEntry.why)).all() == ["She speaks"]


def test_an_offered_place_says_until_when(ask: Program, host: Community) -> None:
    event = make.event(community=host, capacity=1, waitlist_mode="offer")
    going, waits = make.rsvp(event), make.rsvp(event)
    db.session.commit()

    ask("POST", f"/rsvps/{going.id}/cancellation")
    offered = ask("GET", f"/rsvps/{waits.id}").json

    assert (offered["state"], offered["position"]) == ("waitlisted", None)
    assert offered["offered_until"] > clock.now().isoformat()


def test_what_is_written_of_an_ask_is_read_again(ask: Program, host: Community) -> None:
    event = make.event(community=host)
    said = {"first_name": "Ada", "email": "ada@example.org", "role": host.roles[0].id}
    made = ask("POST", f"/events/{event.id}/rsvps", json=said).json

    changed = {"ask": "Who knows Rust?", "ask_kind": "introduction", "offer": "An hour of Greek", "offer_kind": "skill"}  # fmt: skip
    after = ask("PATCH", f"/rsvps/{made['id']}", json=changed).json

    assert (made["ask_kind"], made["offer_kind"]) == (None, None)
    assert {name: after[name] for name in changed} == changed


def test_a_guest_is_found_by_the_address_that_their_letters_go_to(
    ask: Program, host: Community
) -> None:
    event = make.event(community=host)
    ada = make.rsvp(event, email="ada@example.org")
    beside = make.rsvp(event, person=sharer(ada.person, first_name="Bo", now=clock.now()))
    make.rsvp(event, email="eve@example.org")
    make.rsvp(make.event(community=host), person=ada.person)
    db.session.commit()

    found = ask("GET", f"/events/{event.id}/rsvps?email=%20Ada@Example.org").json
    nobody = [
        ask("GET", f"/events/{event.id}/rsvps?email={email}").json
        for email in ("bo@example.org", "")
    ]

    assert ([one["id"] for one in found["items"]], found["total"]) == ([ada.id, beside.id], 2)
    assert [(one["items"], one["total"]) for one in nobody] == [([], 0)] * 2


def test_only_what_changed_since_a_moment_is_asked_for(ask: Program, host: Community) -> None:
    event, now = make.event(community=host), clock.now()
    first, second, third = (make.rsvp(event) for _ in range(3))
    for rsvp, minutes in ((first, 30), (second, 20), (third, 10)):
        rsvp.changed_at = now - timedelta(minutes=minutes)
    db.session.commit()
    path = f"/events/{event.id}/rsvps"
    since = {"changed_since": second.changed_at.isoformat()}

    before = ask("GET", path, query_string=since).json
    ask("POST", f"/rsvps/{first.id}/cancellation")
    after = ask("GET", path, query_string=since | {"state": "cancelled"}).json

    assert [one["id"] for one in before["items"]] == [second.id, third.id]
    assert [one["id"] for one in after["items"]] == [first.id]
    assert ask("GET", f"{path}?changed_since=yesterday").status_code == 400
