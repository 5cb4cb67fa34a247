"""The door, the tables and the lists by the API; and all of the main flow on both databases."""

import csv
import io

import api_site
import door_builders
import make
import pytest
from api_builders import Program, program
from api_site import Site
from flask import Flask
from visitor import Visitor

from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def site(app: Flask) -> Site:
    return api_site.build()


@pytest.fixture
def ask(client: Visitor, site: Site) -> Program:
    return Program(client, site.secret)


def test_a_list_for_programs_names_its_columns_alike_in_every_language(
    ask: Program, site: Site
) -> None:
    path = f"/events/{site.numbers['event']}/exports/people.json"

    in_german, in_english = (
        ask("GET", path, headers={"Accept-Language": language}).json for language in ("de", "en")
    )

    assert in_german == in_english
    assert {"First name", "Email"} <= in_german[0].keys()


def test_checking_in_twice_is_once_and_can_be_undone(ask: Program, site: Site) -> None:
    guest = make.rsvp(door_builders.event(community=site.host))
    db.session.commit()
    path = f"/rsvps/{guest.id}/arrival"

    answers = [ask("PUT", path), ask("PUT", path), ask("DELETE", path), ask("DELETE", path)]

    assert [answer.status_code for answer in answers] == [201, 200, 204, 204]
    assert answers[0].json["rsvp"] == guest.id
    assert db.session.scalar(db.select(Arrival).filter_by(rsvp_id=guest.id)) is None


def test_nobody_comes_in_without_a_place(ask: Program, site: Site) -> None:
    event = make.event(community=site.host, capacity=1)
    _going, waiting = make.rsvp(event), make.rsvp(event)
    db.session.commit()

    answer = ask("PUT", f"/rsvps/{waiting.id}/arrival")

    assert answer.status_code == 409
    assert "has no place" in answer.json["detail"]


def test_a_plan_says_who_sits_where(ask: Program, site: Site) -> None:
    event = site.numbers["event"]
    people = {one["id"]: one for one in ask("GET", f"/events/{event}/rsvps").json["items"]}

    plan = ask("GET", f"/events/{event}/plan").json

    assert [one["number"] for one in plan["rounds"]] == [1, 2]
    for one in plan["rounds"]:
        seats = [seat for table in one["tables"] for seat in table["seats"]]
        assert {seat["rsvp"]: seat["first_name"] for seat in seats} == {
            number: guest["first_name"] for number, guest in people.items()
        }


def test_who_met_is_a_number(ask: Program, site: Site) -> None:
    answer = ask("GET", f"/events/{site.numbers['event']}/encounters")

    names = db.session.scalars(db.select(Rsvp.first_name)).all()
    assert answer.json["pairs"] == 1
    assert answer.json["people"] == 2
    assert not any(name in answer.text for name in names)


def test_a_list_is_the_same_in_every_file(ask: Program, site: Site) -> None:
    offered = ask("GET", f"/events/{site.numbers['event']}/exports").json["exports"]

    for one in offered:
        files = {
            kind: ask("GET", one[kind].partition("/api/v1")[2]) for kind in ("csv", "json", "xlsx")
        }
        rows = list(csv.DictReader(io.StringIO(files["csv"].data.decode("utf-8-sig"))))
        assert len(rows) == len(files["json"].json) == 2
        assert list(rows[0]) == list(files["json"].json[0])
        assert files["xlsx"].data[:2] == b"PK"
        assert one["name"] in files["xlsx"].headers["Content-Disposition"]
    assert [one["name"] for one in offered] == ["people", "seats", "arrivals"]


def test_the_whole_way_from_a_draft_to_the_door(each_database: Flask, client: Visitor) -> None:
    host = make.community()
    ask = program(client, host)
    role = ask("GET", "/community").json["roles"][0]["id"]

    event = ask("POST", "/events", json={"title": "Chess"}, headers={"Idempotency-Key": "1"}).json
    again = ask("POST", "/events", json={"title": "Chess"}, headers={"Idempotency-Key": "1"}).json
    assert again == event
    where = f"/events/{event['id']}"
    ask("PATCH", where, json={"place_name": "The Library", "capacity": 12})
    assert ask("POST", f"{where}/publication").json["state"] == "published"
    assert [one["id"] for one in ask("GET", "/events?q=library").json["items"]] == [event["id"]]
    body = {"first_name": "Ada", "email": "ada@example.org", "role": role}
    guest = ask("POST", f"{where}/rsvps", json=body).json
    assert guest["state"] == "going"
    assert ask("PUT", f"/rsvps/{guest['id']}/arrival").status_code == 201
    assert ask("GET", f"{where}/arrivals").json["items"][0]["first_name"] == "Ada"
    assert ask("GET", f"{where}/encounters").json["pairs"] == 0
    assert ask("POST", f"/rsvps/{guest['id']}/cancellation").json["state"] == "cancelled"
    assert ask("GET", where).json["guests"]["going"] == 0
    assert ask("POST", f"{where}/cancellation").json["state"] == "cancelled"
