"""What a program changes is in the log of who did what, as what its maker's token did."""

import make
import pytest
from api_builders import Program
from api_site import Site, build
from flask import Flask
from visitor import Visitor

from eventapp.api.operations import OPERATIONS
from eventapp.communities.activity.models import Activity
from eventapp.db import db
from eventapp.front.activity import words
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def site(app: Flask) -> Site:
    return build()


@pytest.fixture
def ask(client: Visitor, site: Site) -> Program:
    return Program(client, site.secret)


def noted() -> list[tuple]:
    rows = db.select(Activity.what, Activity.device, Activity.number).order_by(Activity.id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_whatever_an_operation_changes_has_its_words() -> None:
    changing = {one.name: one.noted for one in OPERATIONS if one.method != "GET"}

    assert {name for name, said in changing.items() if said not in words.WORDS} == set()
    assert {one.noted for one in OPERATIONS if one.method == "GET" and not one.files} == {""}


def test_a_list_that_a_program_takes_out_is_noted_once_by_its_name(
    ask: Program, site: Site
) -> None:
    lists = f"/events/{site.numbers['event']}/exports"

    ask("GET", lists)
    ask("GET", f"{lists}/people.csv")
    ask("GET", f"{lists}/arrivals.json")
    ask("GET", f"/events/{site.numbers['event']}/rsvps")

    named = "Our website"
    assert noted() == [("exports.people", named, None), ("exports.arrivals", named, None)]


def test_each_change_is_noted_with_the_token_and_what_it_was_about(
    ask: Program, site: Site
) -> None:
    event, rsvp = site.numbers["event"], site.numbers["rsvp"]
    guest = {"first_name": "Ada", "email": "ada@example.org", "role": site.host.roles[0].id}
    made = ask("POST", "/events", json={"title": "Chess"}).json

    ask("PATCH", f"/events/{event}", json={"summary": "Something else"})
    came = ask("POST", f"/events/{event}/rsvps", json=guest).json
    ask("PATCH", f"/rsvps/{rsvp}", json={"organization": "Kew"})
    ask("DELETE", f"/rsvps/{rsvp}/arrival")
    ask("PUT", f"/rsvps/{rsvp}/arrival")
    ask("POST", f"/rsvps/{came['id']}/cancellation")
    ask("POST", f"/rsvps/{site.path('decisions.decline')['rsvp']}/refusal")
    ask("POST", f"/events/{event}/cancellation")
    ask("POST", f"/events/{event}/reopening")
    ask("DELETE", f"/events/{made['id']}")

    named = "Our website"
    assert noted() == [
        ("events_desk.create", named, None),
        ("rsvps_desk.review", named, None),
        ("rsvps_desk.add", named, None),
        ("api.change_rsvp", named, rsvp),
        ("door.undo", named, rsvp),
        ("door.arrive", named, rsvp),
        ("rsvps_desk.cancel_one", named, came["id"]),
        ("rsvps_desk.decline", named, site.path("decisions.decline")["rsvp"]),
        ("events_desk.cancel", named, None),
        ("events_desk.reopen", named, None),
        ("api.throw_away", named, None),
    ]
    about = set(db.session.scalars(db.select(Activity.about)))
    asked = db.session.get_one(Rsvp, site.path("decisions.decline")["rsvp"]).event.slug
    assert about == {made["slug"], asked, ask("GET", f"/events/{event}").json["slug"]}


def test_what_is_refused_or_sent_again_isn_t_noted_once_more(ask: Program, site: Site) -> None:
    once = {"Idempotency-Key": "chess"}

    for _time in range(2):
        ask("POST", "/events", json={"title": "Chess"}, headers=once)
    ask("PATCH", f"/events/{site.numbers['event']}", json={"zone": "Mars"})

    assert [what for what, *_about in noted()] == ["events_desk.create"]


def test_the_page_names_the_maker_and_their_token(
    ask: Program, site: Site, client: Visitor
) -> None:
    ask("POST", "/events", json={"title": "Chess"})
    make.sign_in(client, make.member(site.host))

    page = client.get(f"/desk/{site.host.slug}/activity").text

    assert "(Our website)" in page
    assert "Began an event" in page
