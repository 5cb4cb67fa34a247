"""The link to join online: nowhere for whoever has no place, whatever they open."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps import rescheduling
from eventapp.rsvps.models import Rsvp

Visit = Callable[[str], Visitor]

LINK = "example.org/26"
# Every letter of this machine, on a machine where no mail server is set.
MAILBOX = "mail_desk."


def told(body: bytes) -> str:
    """A body as a reader takes it: folds of a calendar undone, escapes read."""
    return unquote(re.sub(rb"\r?\n[ \t]|\\", b"", body).decode("utf-8", "replace"))


def opened(app: Flask, site: Site, client: Visitor, **given: object) -> list[TestResponse]:
    """Every address that answers GET or POST, opened by one visitor."""
    answers = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "asset" or rule.endpoint.startswith(MAILBOX):
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            path = sample_site.address(app, site, rule.endpoint, method, **given)
            answers.append(client.open(path, method=method, headers={"X-CSRFToken": ""}))
            if method == "POST":
                answers.append(client.post(path, data={"first_name": "x"}))
    return answers


@pytest.fixture
def online_only(app: Flask) -> None:
    """Events without a place: then the link would be all there is to say where."""
    db.session.execute(db.update(Event).values(place_name="", place_address=""))
    db.session.commit()


@pytest.mark.parametrize("who", ["anonymous", "stranger", "door"])
@pytest.mark.parametrize("place", ["hybrid", "online"])
@pytest.mark.usefixtures("quick")
def test_a_visitor_without_a_place_finds_the_link_to_join_nowhere(
    who: str, place: str, request: pytest.FixtureRequest, app: Flask, site: Site, visit: Visit
) -> None:
    if place == "online":
        request.getfixturevalue("online_only")

    for answer in opened(app, site, visit(who), token=site.tokens["waiting"]):
        assert LINK not in told(answer.data), f"{who} reads it at {answer.request.path}"


@pytest.mark.usefixtures("quick", "online_only")
def test_no_letter_brings_the_link_to_whoever_has_no_place(site: Site) -> None:
    going = db.session.scalars(db.select(Rsvp.id).where(Rsvp.state == "going")).all()

    letters = db.session.scalars(db.select(Message).where(Message.about.like("rsvp:%"))).all()

    without = [one for one in letters if int(one.about.removeprefix("rsvp:")) not in going]
    assert without
    for letter in without:
        assert LINK not in told(letter.text.encode() + letter.html.encode())
        assert LINK not in told(letter.calendar or b"")


@pytest.mark.usefixtures("quick", "online_only")
def test_whoever_gives_the_place_back_finds_the_link_nowhere_any_more(
    app: Flask, site: Site, visit: Visit
) -> None:
    client, mine = visit("anonymous"), f"/r/{site.tokens['rsvp']}"
    assert LINK in told(client.get(mine).data)
    assert LINK in told(client.get(f"{mine}/invite.ics").data)
    before = db.session.scalars(db.select(db.func.max(Message.id))).one()

    given_back = client.post(f"{mine}/cancellation")

    assert given_back.status_code == 303
    for answer in opened(app, site, client, token=site.tokens["rsvp"]):
        assert LINK not in told(answer.data), answer.request.path
    goodbye = db.session.scalars(
        db.select(Message).where(Message.id > before, Message.kind == "goodbye")
    ).one()
    assert LINK not in told(goodbye.text.encode() + goodbye.html.encode() + goodbye.calendar)


@pytest.mark.usefixtures("quick")
def test_a_link_for_everybody_stands_where_everybody_looks(
    app: Flask, site: Site, visit: Visit
) -> None:
    db.session.execute(db.update(Event).values(online_public=True, place_name="", place_address=""))
    client = visit("anonymous")

    for endpoint in ("rsvps.show", "events.calendar", "events.feed"):
        answer = client.get(sample_site.address(app, site, endpoint))

        assert LINK in told(answer.data), endpoint
    assert LINK in told(client.get(f"/r/{site.tokens['waiting']}/invite.ics").data)


@pytest.mark.usefixtures("quick")
def test_an_event_called_off_needs_no_link(app: Flask, site: Site, visit: Visit) -> None:
    event = db.session.scalars(db.select(Event).filter_by(id=site.ids["event"])).one()
    event.online_public = True
    rescheduling.cancel_event(event, now=event.created_at)
    db.session.commit()
    client = visit("anonymous")

    for path in (
        sample_site.address(app, site, "rsvps.show"),
        sample_site.address(app, site, "events.calendar"),
        f"/r/{site.tokens['rsvp']}",
        f"/r/{site.tokens['rsvp']}/invite.ics",
    ):
        assert LINK not in told(client.get(path).data), path
