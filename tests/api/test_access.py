"""Every operation of the API, with each kind of token: who gets in, and what is found there."""

import re
from datetime import timedelta

import api_builders
import api_site
import make
import pytest
from api_builders import Program
from api_site import Site
from flask import Flask
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.api.models import ApiToken
from eventapp.api.operations import OPERATIONS, Operation
from eventapp.api.scopes import SCOPES
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.rsvps.models import Rsvp

BODIES = {
    "events.create": {"title": "Chess"},
    "events.change": {"title": "Chess"},
    "rsvps.change": {"first_name": "Ada"},
    "decisions.give_place": {"why": "She speaks"},
}
EVERY = pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)


@pytest.fixture
def site(app: Flask) -> Site:
    return api_site.build()


def asked(one: Operation, program: Program, site: Site) -> TestResponse:
    """An operation asked for about what the site has."""
    there = site.path(one.name)
    path = re.sub(r"<.*?(\w+)>", lambda part: str(there[part[1]]), one.path)
    body = BODIES.get(one.name) or (
        {"first_name": "Ada", "email": "ada@example.org", "role": site.host.roles[0].id}
        if one.body
        else None
    )
    return program(one.method, path, **({"json": body} if body else {}))


@EVERY
def test_a_token_with_the_scope_gets_in(one: Operation, client: Visitor, site: Site) -> None:
    scopes = (one.scope,) if one.scope else ("events:read",)
    program = Program(client, api_builders.token(site.host, *scopes))

    answer = asked(one, program, site)

    assert answer.status_code in {*one.status, 204}, answer.text
    assert (answer.status_code == 204) == scopes[0].endswith(":write")
    assert bool(answer.data) != scopes[0].endswith(":write")


def test_who_may_only_write_learns_nothing_of_who_is_on_the_list(
    client: Visitor, site: Site
) -> None:
    program = Program(client, api_builders.token(site.host, "rsvps:write"))
    path = f"/events/{site.numbers['event']}/rsvps"
    known = db.session.get_one(Rsvp, site.numbers["rsvp"]).person.email
    said = {"first_name": "Ada", "role": site.host.roles[0].id}

    answers = [
        program("POST", path, json=said | {"email": email}, headers=key)
        for email in (known, "new@example.org")
        for key in ({"Idempotency-Key": str(email)},) * 2
    ]

    assert [(one.status_code, one.data) for one in answers] == [(204, b"")] * 4
    assert not any("Location" in one.headers for one in answers)


def test_a_token_without_the_scope_stays_outside(client: Visitor, site: Site) -> None:
    for scope in SCOPES:
        others = [other for other in SCOPES if other != scope]
        program = Program(client, api_builders.token(site.host, *others))

        answers = [asked(one, program, site) for one in OPERATIONS if one.scope == scope]

        assert {answer.status_code for answer in answers} == {403}
        assert all(scope in answer.headers["WWW-Authenticate"] for answer in answers)


def test_what_another_community_has_is_not_found(client: Visitor, site: Site) -> None:
    elsewhere = make.community()
    theirs = Program(client, api_builders.token(elsewhere))

    answers = {one.name: asked(one, theirs, site) for one in OPERATIONS if "<int:" in one.path}
    lists = [
        asked(one, theirs, site) for one in OPERATIONS if one.listed and "<int:" not in one.path
    ]

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 404
    )
    assert [answer.json["items"] for answer in lists] == [[], []]


@pytest.mark.parametrize("secret", ["", "eventapp_wrong"])
def test_without_a_token_nothing_opens(secret: str, client: Visitor, site: Site) -> None:
    # Whoever is signed in to the desk with a cookie is nobody here.
    make.sign_in(client, make.member(site.host))
    program = Program(client, secret)

    answers = [asked(one, program, site) for one in OPERATIONS]

    assert {answer.status_code for answer in answers} == {401}
    assert all(answer.headers["WWW-Authenticate"].startswith("Bearer") for answer in answers)


@pytest.mark.parametrize("how", ["revoked", "expired", "left", "at the door"])
def test_a_token_that_ended_opens_nothing(how: str, client: Visitor, site: Site) -> None:
    kept, now = db.session.scalars(db.select(ApiToken)).one(), clock.now()
    member = db.session.scalars(db.select(Membership).filter_by(person_id=kept.made_by_id)).one()
    if how == "revoked":
        kept.revoked_at = now
    elif how == "expired":
        kept.expires_at = now - timedelta(seconds=1)
    elif how == "left":
        make.member(site.host)
        db.session.delete(member)
    else:
        member.right = "door"
    db.session.commit()

    answer = Program(client, site.secret)("GET", "/community")

    assert answer.status_code == 401


def test_when_a_token_was_used_is_kept_to_the_hour(client: Visitor, site: Site) -> None:
    program = Program(client, site.secret)

    program("GET", "/community")
    first = db.session.scalars(db.select(ApiToken.used_at)).one()
    program("GET", "/community")

    assert first is not None
    assert db.session.scalars(db.select(ApiToken.used_at)).one() == first


@pytest.mark.parametrize(
    "one", [one for one in OPERATIONS if one.method == "GET"], ids=lambda one: one.name
)
def test_asking_changes_nothing_and_costs_the_same_for_many(
    one: Operation, client: Visitor, queries: list[str], app: Flask
) -> None:
    numbers = []
    for many in (2, 12):
        site = api_site.build(guests=many, events=3 if many > 2 else 1)
        program = Program(client, site.secret)
        program("GET", "/community")
        queries.clear()

        answer = asked(one, program, site)

        assert answer.status_code == 200
        numbers.append(len(queries))
        # Who took a list of people out stands in the log.
        written = [said for said in queries if not said.startswith("SELECT")]
        noted = ["INSERT INTO activity"] if one.name == "exports.read" else []
        assert [said[:20] for said in written] == noted
    assert numbers[0] == numbers[1], one.name
