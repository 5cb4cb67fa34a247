"""A community is closed: gone for everybody at once, open again for a week, then nothing of it is left."""

import re
from datetime import timedelta
from pathlib import Path

import api_builders
import make
import pytest
from flask import Flask
from flooding import Clock
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.front.closing import actions, held_back
from eventapp.mail import outbox
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import letters

# How the code says what a letter is about.
ABOUT = re.compile(r'about=f"([a-z-]+):|def \w*about\w*\(.*\n(?:.*\n){0,6}?\s+return f"([a-z-]+):')


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community(name="Leith Table", slug="leith")


@pytest.fixture
def owner(host: Community, client: Visitor) -> Visitor:
    make.sign_in(client, make.member(host, first_name="Olu"))
    db.session.commit()
    return client


def close(client: Visitor, name: str = "Leith Table"):
    return client.submit("/desk/leith/closing", to="/closing", name=name)


def test_the_page_says_what_goes_and_offers_the_archive_first(owner: Visitor) -> None:
    page = owner.get("/desk/leith/closing").text

    assert 'href="/desk/leith/archive"' in page
    assert "Then everything" in page
    assert 'href="/desk/leith/closing"' in owner.get("/desk/leith/settings").text


def test_only_an_owner_may(host: Community, client: Visitor) -> None:
    make.sign_in(client, make.member(host, "organizer"))
    db.session.commit()

    assert client.get("/desk/leith/closing").status_code == 404
    assert "/desk/leith/closing" not in client.get("/desk/leith/settings").text
    assert client.post("/desk/leith/closing", data={"name": "Leith Table"}).status_code == 404
    assert db.session.get_one(Community, host.id).closed_at is None


def test_the_name_is_typed_and_a_slip_closes_nothing(owner: Visitor, host: Community) -> None:
    said = close(owner, "Leith")

    assert said.status_code == 422
    assert "Type “Leith Table”, as it is called." in said.text
    assert 'value="Leith"' in said.text
    assert db.session.get_one(Community, host.id).closed_at is None


def test_what_is_to_come_is_called_off_first(owner: Visitor, host: Community) -> None:
    event = make.event(community=host, title="Soup")
    make.draft(community=host, title="Perhaps")
    db.session.commit()

    page = owner.get("/desk/leith/closing").text
    said = owner.post(
        "/desk/leith/closing", data={"name": "Leith Table", "csrf_token": owner.csrf_token()}
    )

    assert f"/desk/leith/events/{event.slug}/plan" in page
    assert "Perhaps" not in page
    assert said.status_code == 409
    event.cancelled_at = clock.now()
    db.session.commit()
    assert close(owner).status_code == 303


def test_it_is_gone_for_everybody_and_its_owner_is_told_and_may_open_it_again(
    owner: Visitor, host: Community, app: Flask
) -> None:
    event = make.past_event(community=host, title="Soup")
    db.session.commit()
    before = owner.get(f"/leith/events/{event.slug}").status_code

    close(owner)

    letter = db.session.scalars(db.select(Message)).one()
    assert letter.kind == "community-closed"
    assert "/desk/leith/closing" in letter.text
    assert before == 200
    assert owner.get(f"/leith/events/{event.slug}").status_code == 410
    assert owner.get("/leith").status_code == 410
    assert owner.get("/leith/calendar.ics").status_code == 404
    assert "Soup" not in owner.get("/?when=past").text
    assert owner.get("/desk/leith").headers["Location"] == "/desk/leith/closing"
    assert owner.get(f"/desk/leith/events/{event.slug}/people").status_code == 410
    assert owner.get("/desk").headers["Location"] == "/desk/leith/closing"
    page = owner.get("/desk/leith/closing")
    assert "Nobody sees it any more" in page.text
    owner.submit("/desk/leith/closing", to="/end")
    assert owner.get(f"/leith/events/{event.slug}").status_code == 200
    assert says(owner.get("/desk/leith/activity").text, "Opened the community again")


def test_after_the_week_it_can_t_be_opened_again(
    owner: Visitor, host: Community, moved_clock: Clock
) -> None:
    make.sign_in(owner, db.session.scalars(db.select(Person)).one(), days=9)
    db.session.commit()
    close(owner)
    moved_clock.now += actions.GRACE
    later = owner.get("/desk/leith/closing")

    assert "The week is over" in later.text
    assert "/closing/end" not in later.text
    token = owner.csrf_token()
    assert owner.post("/desk/leith/closing/end", data={"csrf_token": token}).status_code == 410
    assert timedelta(days=7) == actions.GRACE


def test_letters_about_it_wait_until_it_is_opened_again_but_what_was_called_off_is_told(
    owner: Visitor, host: Community, moved_clock: Clock
) -> None:
    guest, other = make.rsvp(make.event(community=host)), make.rsvp(make.event())
    guest.event.cancelled_at = clock.now()
    db.session.commit()
    close(owner)
    moved_clock.turn(minutes=1)
    outbox.queue(letters.cancelled(guest, now=clock.now()))
    for one in (guest, other):
        letters.invite(one, kind="approved", now=clock.now())
    db.session.commit()

    deliver_due(100)

    assert sent() == ["approved", "cancelled", "community-closed"]
    host = db.session.get_one(Community, host.id)
    host.closed_at = None
    moved_clock.turn(hours=1, minutes=1)
    db.session.commit()
    deliver_due(100)
    assert sent() == ["approved", "approved", "cancelled", "community-closed"]


def sent() -> list[str]:
    return sorted(db.session.scalars(db.select(Message.kind).where(Message.state == "sent")))


def test_it_is_known_of_which_community_a_letter_is_whatever_it_is_about() -> None:
    """Those about a person are about no community."""
    texts = [path.read_text() for path in Path("eventapp").rglob("*.py")]
    kinds = {one or other for text in texts for one, other in ABOUT.findall(text)}

    assert len(kinds) > 8
    assert kinds - {"person"} <= held_back.OF.keys()


def test_whoever_runs_the_site_may_close_one_and_open_it_again(
    app: Flask, host: Community, owner: Visitor
) -> None:
    event = make.event(community=host, title="Soup")
    db.session.commit()
    run = app.test_cli_runner().invoke

    refused = run(args=["communities", "close", "leith"])
    event.cancelled_at = clock.now()
    db.session.commit()
    closed = run(args=["communities", "close", "leith"])
    gone = owner.get("/leith").status_code
    opened = run(args=["communities", "reopen", "leith"])

    assert refused.exit_code == 1
    assert "Soup" in refused.output
    assert "'Leith Table' is closed." in closed.output
    assert gone == 410
    assert "is open, as it was" in opened.output
    assert owner.get("/leith").status_code == 200
    assert run(args=["communities", "close", "nowhere"]).exit_code == 1


def test_a_program_with_a_token_reads_nothing_of_it(owner: Visitor, host: Community) -> None:
    program = api_builders.program(owner, host)
    before = program("GET", "/events").status_code

    close(owner)

    assert before == 200
    assert program("GET", "/events").status_code == 401
