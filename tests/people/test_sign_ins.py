"""The page of one's sign-ins: which browsers, and ending them."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import door_builders
import make
import pytest
from conftest import visitor
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock, web
from eventapp.api import actions as tokens
from eventapp.db import db
from eventapp.door.models import DoorPass
from eventapp.people.actions import link_for, new_link, token_of
from eventapp.people.models import Person, SignIn
from eventapp.people.sign_ins.agents import browser_of
from eventapp.rsvps.personal import address_changes

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (CHROME, ("Chrome", "Android")),
        (SAFARI, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, said: tuple[str, str]) -> None:
    assert browser_of(agent) == said


def signed_in(app: Flask, someone: Person, agent: str) -> Visitor:
    client = visitor(app)
    make.sign_in(client, someone)
    newest = db.session.scalars(db.select(SignIn).order_by(SignIn.id.desc())).first()
    newest.agent = agent
    db.session.commit()
    return client


def test_the_page_names_each_browser_and_marks_this_one(app: Flask) -> None:
    someone = make.person()
    client = signed_in(app, someone, FIREFOX)
    signed_in(app, someone, SAFARI)

    page = client.get("/me/sign-ins").text

    assert page.index("Firefox on Linux") < page.index("This one") < page.index("Safari on iPhone")


def test_one_browser_is_signed_out(app: Flask) -> None:
    someone = make.person()
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)
    number = db.session.scalars(db.select(SignIn.id).filter_by(agent=SAFARI)).one()

    client.submit("/me/sign-ins", to=f"/{number}/ending")

    assert other.get("/me").status_code == 303
    assert client.get("/me").status_code == 200
    assert "Safari" not in client.get("/me/sign-ins").text


def test_nobody_ends_a_sign_in_of_somebody_else(app: Flask) -> None:
    client = signed_in(app, make.person(), FIREFOX)
    other = signed_in(app, make.person(), SAFARI)
    number = db.session.scalars(db.select(SignIn.id).filter_by(agent=SAFARI)).one()
    client.get("/me/sign-ins")

    said = client.post(f"/me/sign-ins/{number}/ending", data={"csrf_token": client.csrf_token()})

    assert said.status_code == 404
    assert other.get("/me").status_code == 200


def test_everywhere_else_ends_browsers_waiting_links_and_lent_devices(app: Flask) -> None:
    event = make.event(starts_at=clock.now())
    someone = make.member(event.community)
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)
    stranger = signed_in(app, make.person(), CHROME)
    door_builders.lend(event, "door", by=someone, key="key", name="Sam")
    link = new_link("sign-in", someone, now=clock.now())
    db.session.commit()

    asked = client.get("/me/sign-ins/everywhere").text
    client.submit("/me/sign-ins/everywhere")

    assert "One other browser will be signed out." in asked
    assert "One device that you lent" in asked
    assert [one.get("/me").status_code for one in (client, other, stranger)] == [200, 303, 200]
    assert link_for(token_of(link), "sign-in", now=clock.now()) is None
    assert db.session.scalars(db.select(DoorPass.ended_at)).one()


def test_everywhere_else_ends_an_address_that_was_asked_for_but_not_the_way_back(
    app: Flask,
) -> None:
    someone = make.person(email="own@example.org")
    client = signed_in(app, someone, FIREFOX)
    asked = make.address_change(someone, "thief@example.org")
    back = address_changes.new(
        someone, "old@example.org", until=clock.now() + timedelta(days=14), now=clock.now()
    )
    db.session.commit()

    said = client.get("/me/sign-ins/everywhere").text
    client.submit("/me/sign-ins/everywhere")

    assert "Nor is another address confirmed" in said
    assert not address_changes.usable(asked, now=clock.now())
    assert address_changes.usable(back, now=clock.now())
    assert visitor(app).post(f"/address/{token_of(asked)}").status_code == 410
    assert someone.email == "own@example.org"


@pytest.mark.parametrize(("ticked", "open_after"), [({}, True), ({"tokens": "yes"}, False)])
def test_everywhere_else_asks_whether_tokens_for_programs_end_too(
    app: Flask, *, ticked: dict[str, str], open_after: bool
) -> None:
    community = make.community()
    someone, other = make.member(community), make.member(community)
    client = signed_in(app, someone, FIREFOX)
    secrets = [
        tokens.make(community, "Sheet", ["events:read"], by=by, expires_at=None, now=clock.now())
        for by in (someone, other)
    ]
    db.session.commit()

    offered = client.get("/me/sign-ins").text
    asked = client.get("/me/sign-ins/everywhere").text
    client.submit("/me/sign-ins/everywhere", **ticked)

    assert "/me/sign-ins/everywhere" in offered
    assert "Revoke the API token that I made, too" in asked
    found = [tokens.find(secret, now=clock.now()) for secret in secrets]
    assert [one is not None for one in found] == [open_after, True]


def test_looking_ends_nothing(app: Flask) -> None:
    someone = make.person()
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)

    client.get("/me/sign-ins/everywhere")

    assert other.get("/me").status_code == 200


DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def test_a_browser_that_isnt_used_for_ten_days_is_signed_out(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    make.sign_in(client, make.person(), days=90)

    for days in (9, 9, 9):
        moved_clock.now += days * DAY
        assert client.get("/me").status_code == 200
    moved_clock.now += 10 * DAY

    assert client.get("/me").status_code == 303


def test_use_carries_no_sign_in_past_its_day(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    make.sign_in(client, make.person(), days=10)
    moved_clock.now += 6 * DAY
    assert client.get("/me").status_code == 200

    moved_clock.now += 4 * DAY

    assert client.get("/me").status_code == 303


def test_the_page_leaves_out_what_ended_unused_and_says_when_each_was_last_here(
    app: Flask, moved_clock: Clock
) -> None:
    someone = make.person()
    client, other = signed_in(app, someone, FIREFOX), signed_in(app, someone, SAFARI)
    db.session.execute(db.update(SignIn).values(expires_at=moved_clock.now + 30 * DAY))
    db.session.commit()
    moved_clock.now += 5 * DAY
    other.get("/me")
    moved_clock.now += 1 * DAY
    used = clock.short_day(moved_clock.now - DAY, "UTC")

    assert f"last here on {used}" in client.get("/me/sign-ins").text

    moved_clock.now += 9 * DAY
    assert "Safari" not in client.get("/me/sign-ins").text
    assert other.get("/me").status_code == 303


def test_use_is_written_down_once_an_hour(
    each_database: Flask, client: Visitor, moved_clock: Clock
) -> None:
    make.sign_in(client, make.person())
    seen = []

    for minutes in (59, 1, 59, 1):
        moved_clock.now += minutes * MINUTE
        client.get("/me")
        seen.append(db.session.scalar(db.select(SignIn.seen_at)))

    assert seen[0] is None
    assert seen[1] == seen[2] == moved_clock.now - 60 * MINUTE
    assert seen[3] == moved_clock.now


def test_what_is_left_open_by_a_request_isnt_kept_by_the_note_of_use(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    someone = make.person(first_name="Ana")
    make.sign_in(client, someone)
    moved_clock.now += 61 * MINUTE

    def half_way() -> str:
        person = web.require_person()
        person.first_name = "Other"
        db.session.flush()
        return "Not done."

    app.add_url_rule("/half-way", "half_way", web.csrf.exempt(half_way), methods=["POST"])
    assert client.post("/half-way").text == "Not done."

    db.session.expire_all()
    assert someone.first_name == "Ana"
    assert db.session.scalar(db.select(SignIn.seen_at)) == moved_clock.now


def test_a_page_is_shown_while_nothing_can_be_written(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    make.sign_in(client, make.person())
    moved_clock.now += 61 * MINUTE
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(db.engine.url.database or "")) as file:
        file.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON sign_in BEGIN SELECT RAISE(ABORT, 'full'); END"
        )

    assert client.get("/me").status_code == 200

    assert db.session.scalar(db.select(SignIn.seen_at)) is None
