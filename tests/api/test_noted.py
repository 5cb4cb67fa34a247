"""What a program changes with a token stands in the log of who did what, as what is changed at the desk."""

import re

import api_site
import make
import pytest
from api_builders import Program
from api_site import Site
from flask import Flask
from visitor import Visitor

from eventapp.api.operations import OPERATIONS, Operation
from eventapp.communities.activity.models import Activity
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.activity import words

CHANGES = [one for one in OPERATIONS if one.method != "GET"]


@pytest.fixture
def site(app: Flask) -> Site:
    return api_site.build()


def ask(one: Operation, client: Visitor, site: Site) -> None:
    bodies = {
        "events.create": {"title": "Chess"},
        "events.change": {"title": "Chess"},
        "rsvps.change": {"first_name": "Ada"},
        "rsvps.create": {
            "first_name": "Ada", "email": "ada@example.org", "role": site.host.roles[0].id,
        },
    }  # fmt: skip
    path = re.sub(r"<.*?(\w+)>", lambda part: str(site.path[part[1]]), one.path)
    given = {"json": bodies[one.name]} if one.body else {}
    assert Program(client, site.secret)(one.method, path, **given).status_code < 300


@pytest.mark.parametrize("one", CHANGES, ids=lambda one: one.name)
def test_whatever_a_program_changes_is_noted_with_who_made_its_token(
    one: Operation, client: Visitor, site: Site
) -> None:
    ask(one, client, site)

    noted = db.session.scalars(db.select(Activity)).one()
    newest = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    about = newest if one.name == "events.create" else db.session.get(Event, site.numbers["event"])
    assert (noted.what, noted.device, noted.about) == (f"api.{one.name}", "Our website", about.slug)
    assert noted.person_id
    assert words.of(noted.what) != noted.what


def test_the_log_says_by_which_program(client: Visitor, site: Site) -> None:
    ask(next(one for one in CHANGES if one.name == "events.change"), client, site)
    make.sign_in(client, make.member(site.host))

    page = client.get(f"/desk/{site.host.slug}/activity").text

    assert "(Our website)" in page
    assert "Changed an event" in page


def test_what_is_refused_or_only_read_is_not_noted(client: Visitor, site: Site) -> None:
    program = Program(client, site.secret)

    program("POST", "/events", json={"title": " "})
    program("GET", "/events")

    assert db.session.scalars(db.select(Activity)).all() == []
