"""What a device at the door gets to keep: the list, the page without names, the worker, the manifest."""

import json
import re
from datetime import timedelta

import door_builders
import make
import pytest
from door_builders import door
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions
from eventapp.events.models import Event
from eventapp.people.models import SignIn
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(client: Visitor) -> Event:
    event = door_builders.event(capacity=None)
    people = [make.rsvp(event, first_name=f"Ana{n}", last_name="Berg", food="soup") for n in (1, 2)]
    door_builders.plan(event, [people], [people])
    door_builders.staff(client, event)
    return event


def test_the_list_holds_what_the_door_sees_and_nothing_else(
    app: Flask, client: Visitor, event: Event
) -> None:
    rsvp = make.rsvp(event, first_name="Aiko", ask="a secret wish", access_needs="a ramp")

    answer = client.get(door(event, "/list"))

    told = answer.json["list"]
    assert {key for guest in told["guests"] for key in guest} == {
        "id", "first", "last", "state", "source", "role", "tables", "codes",
    }  # fmt: skip
    assert [guest["tables"] for guest in told["guests"]] == [[1, 1], [1, 1], []]
    for secret in ("example.org", "soup", "a secret wish", "a ramp", actions.code_of(rsvp)):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_device_that_has_the_list_hears_only_who_is_in_and_nothing_when_nothing_is_new(
    app: Flask, client: Visitor, event: Event
) -> None:
    first = client.get(door(event, "/list"))
    have = door(event, f"/list?have={first.json['mark']}")

    same = client.get(have, headers={"If-None-Match": first.headers["ETag"]})
    make.rsvp(event)
    grown = client.get(have, headers={"If-None-Match": first.headers["ETag"]})
    seated = first.json["list"]["guests"][0]["id"]
    by = make.person(first_name="Kofi")
    actions.arrive(db.session.get_one(Rsvp, seated), by=by, now=clock.now())
    have = door(event, f"/list?have={grown.json['mark']}")
    came = client.get(have, headers={"If-None-Match": grown.headers["ETag"]})

    assert (same.status_code, same.data) == (304, b"")
    assert len(grown.json["list"]["guests"]) == 3
    assert "list" not in came.json
    assert came.json["in"][str(seated)][1:] == ["Kofi", False]


def test_a_device_may_keep_the_list_no_longer_than_the_sign_in_or_the_event(
    app: Flask, client: Visitor, event: Event
) -> None:
    def until() -> float:
        return client.get(door(event, "/list")).json["until"] / 1000

    ends = db.session.scalars(db.select(SignIn.expires_at)).one().timestamp()
    assert until() == ends

    event.starts_at = clock.now() - timedelta(hours=33)
    event.ends_at = clock.now() - timedelta(hours=30)

    assert until() == (event.ends_at + timedelta(days=1)).timestamp() < clock.now().timestamp()


def test_the_page_that_a_device_keeps_has_no_name_and_no_token(
    app: Flask, client: Visitor, event: Event
) -> None:
    text = client.get(door(event, "/offline")).text

    for secret in ("Ana1", "Berg", event.title, 'name="csrf_token"'):
        assert secret not in text


def test_the_worker_is_for_this_door_and_all_it_keeps_is_there(
    app: Flask, client: Visitor, event: Event
) -> None:
    answer = client.get(door(event, "/worker.js"))

    kept = json.loads(re.search(r"const kept = (.*);", answer.text)[1])
    assert answer.headers["Service-Worker-Allowed"] == kept["door"] == door(event, "")
    assert answer.mimetype == "text/javascript"
    page = client.get(door(event, "/offline")).text
    named = set(re.findall(r"(?:src|href)=\"(/static/[^\"#]+)", page))
    assert named - set(kept["files"]) <= {path for path in named if "/icons/" in path}
    assert len([path for path in kept["files"] if "/js/door/" in path]) >= 10
    for path in (kept["shell"], *kept["files"]):
        found = client.get(path)
        assert found.status_code == 200
        assert "/static/" not in path or "immutable" in found.headers["Cache-Control"]


def test_the_door_can_be_installed(app: Flask, client: Visitor, event: Event) -> None:
    manifest = client.get(door(event, "/app.webmanifest")).json

    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == door(event, "")
    assert all(client.get(icon["src"]).mimetype == "image/png" for icon in manifest["icons"])
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_signing_out_wipes_what_the_browser_keeps(
    app: Flask, client: Visitor, event: Event
) -> None:
    answer = client.post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"storage"'
