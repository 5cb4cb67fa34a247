"""Tokens at the desk: made, shown once, revoked."""

from datetime import timedelta

import api_builders
import make
import pytest
from api_builders import Program
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.api import actions
from eventapp.api.models import ApiToken
from eventapp.communities import actions as communities
from eventapp.communities.models import Community, Membership
from eventapp.db import db


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def desk(client: Visitor, host: Community) -> Visitor:
    make.sign_in(client, make.member(host, "organizer"))
    return client


def sent(**more: object) -> dict[str, object]:
    return {"name": "Our website", "scopes": ["events:read", "rsvps:read"], "days": "90", **more}


def test_a_token_is_shown_once_and_opens_what_was_ticked(desk: Visitor, host: Community) -> None:
    path = f"/desk/{host.slug}/api"

    made = desk.submit(path, to=path, **sent())
    secret = made.text.partition('value="eventapp_')[2].partition('"')[0]
    ask = Program(desk, f"eventapp_{secret}")

    assert ask("GET", "/community").json["scopes"] == ["events:read", "rsvps:read"]
    assert secret not in desk.get(path).text
    kept = db.session.scalars(db.select(ApiToken)).one()
    assert secret not in str(vars(kept))
    assert kept.expires_at - kept.created_at == timedelta(days=90)


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"scopes": []}, {"scopes": ["all"]}, {"days": "5"}]
)
def test_a_token_that_isn_t_said_well_isn_t_made(
    wrong: dict, desk: Visitor, host: Community
) -> None:
    path = f"/desk/{host.slug}/api"

    answer = desk.submit(path, to=path, **sent(**wrong))

    assert answer.status_code == 422
    assert db.session.scalars(db.select(ApiToken)).all() == []


def test_a_revoked_token_opens_nothing_from_then_on(desk: Visitor, host: Community) -> None:
    ask = Program(desk, api_builders.token(host))
    number = db.session.scalars(db.select(ApiToken.id)).one()
    path = f"/desk/{host.slug}/api"
    before = ask("GET", "/community").status_code

    desk.submit(path, to=f"/{number}/revocation")

    assert (before, ask("GET", "/community").status_code) == (200, 401)


def test_there_are_no_more_tokens_than_anybody_oversees(desk: Visitor, host: Community) -> None:
    for _ in range(actions.MOST_TOKENS):
        api_builders.token(host, "events:read")
    path = f"/desk/{host.slug}/api"

    answer = desk.submit(path, to=path, **sent())

    assert answer.status_code == 409
    assert "Revoke one first" in answer.text


@pytest.mark.parametrize("right", ["", "trainer"])
def test_the_tokens_of_whoever_organizes_no_more_end_for_good(
    client: Visitor, host: Community, right: str
) -> None:
    make.sign_in(client, make.member(host))
    helper = make.member(host, "organizer", first_name="Hal")
    member = db.session.scalars(db.select(Membership).filter_by(person_id=helper.id)).one()
    elsewhere = make.community()
    make.saved(
        Membership(community=elsewhere, person=helper, right="organizer", created_at=make.NOON)
    )
    secret, other = api_builders.token(host, by=helper), api_builders.token(elsewhere, by=helper)
    db.session.commit()
    page = f"/desk/{host.slug}/team/{member.id}"

    said = client.get(page).text
    if right:
        client.submit(page, to=page, right=right)
    else:
        client.submit(page, to="/removal")
    communities.give_right(host, helper, "organizer", first_name="Hal", now=clock.now())
    db.session.commit()

    assert "API tokens that they made here are revoked" in said
    assert "Revoke: Our website" not in client.get(f"/desk/{host.slug}/api").text
    assert actions.find(secret, now=clock.now()) is None
    assert actions.find(other, now=clock.now())


def test_a_token_names_who_made_it_as_they_are_called_here(
    client: Visitor, host: Community
) -> None:
    someone = make.member(host, first_name="robert.smith")
    db.session.scalars(db.select(Membership)).one().first_name = "Bob"
    api_builders.token(host, by=someone)
    make.sign_in(client, someone)

    page = client.get(f"/desk/{host.slug}/api").text

    assert "Made by Bob on" in page
    assert "robert.smith" not in page


def test_erasing_who_made_a_token_ends_it(host: Community) -> None:
    owner = make.member(host)
    secret = api_builders.token(host, by=owner)

    db.session.delete(owner)
    db.session.flush()

    assert actions.find(secret, now=clock.now()) is None
