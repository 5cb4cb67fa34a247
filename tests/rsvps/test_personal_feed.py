"""A guest's own calendar: all that they go to and nothing else, at an address that they can end."""

from datetime import timedelta

import make
import pytest
import vobject
from conftest import visitor
from flask import Flask
from public_forms import answer as answer_form
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import page_token_of, sharer, token_of
from eventapp.rsvps import giving_back, rescheduling
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.personal_feed import actions
from eventapp.rsvps.personal_feed.models import PersonalFeed


def own(of: Rsvp) -> str:
    """The address of the calendar of whoever answered."""
    feed = actions.feed_of(of.person) or make.personal_feed(of.person)
    return f"/calendar/{actions.token_of(feed)}.ics"


def entries(client: Visitor, path: str) -> dict:
    answer = client.get(path)
    assert answer.status_code == 200
    found = vobject.readOne(answer.text).contents.get("vevent", [])
    return {entry.uid.value: entry for entry in found}


@pytest.fixture
def mine(each_database: Flask) -> Rsvp:
    return make.rsvp(letter="invite")


def test_it_has_what_one_goes_to_in_every_community_under_the_uids_of_the_invites(
    client: Visitor, mine: Rsvp
) -> None:
    other = make.rsvp(person=mine.person, letter="invite")
    make.rsvp(mine.event)
    make.event(community=mine.event.community)

    assert set(entries(client, own(mine))) == {mine.event.uid, other.event.uid}


@pytest.mark.parametrize("state", ["waitlisted", "pending", "declined", "cancelled"])
def test_only_what_one_has_a_place_at_is_in_it(client: Visitor, mine: Rsvp, state: str) -> None:
    mine.state = state

    assert entries(client, own(mine)) == {}


def test_what_was_given_back_vanishes_and_whoever_asked_before_hears_so(
    client: Visitor, mine: Rsvp
) -> None:
    path = own(mine)
    mine.changed_at = clock.now() - timedelta(days=3)
    before = client.get(path).headers
    told = {"If-None-Match": before["ETag"]}, {"If-Modified-Since": before["Last-Modified"]}
    assert {client.get(path, headers=known).status_code for known in told} == {304}

    giving_back.give_back(mine, now=clock.now())

    assert {client.get(path, headers=known).status_code for known in told} == {200}
    assert entries(client, path) == {}


def test_it_has_the_number_of_the_guest_s_letters(client: Visitor, mine: Rsvp) -> None:
    mine.sequence = mine.event.sequence + 3
    path = own(mine)
    before = client.get(path).headers["ETag"]
    assert entries(client, path)[mine.event.uid].sequence.value == str(mine.sequence)

    mine.sequence += 1

    assert client.get(path, headers={"If-None-Match": before}).status_code == 200


def test_what_is_called_off_stays_a_while_and_says_so(client: Visitor, mine: Rsvp) -> None:
    rescheduling.cancel_event(mine.event, now=clock.now())
    path = own(mine)

    entry = entries(client, path)[mine.event.uid]
    assert (entry.status.value, entry.summary.value) == (
        "CANCELLED",
        f"Cancelled: {mine.event.title}",
    )
    mine.event.cancelled_at -= timedelta(days=32)
    assert entries(client, path) == {}


def test_it_tells_nobody_s_address_and_holds_no_secret(client: Visitor, mine: Rsvp) -> None:
    mine.event.online_url = "https://meet.example.org/a"
    path = own(mine)

    answer = client.get(path)

    text = answer.text.replace("\r\n ", "")
    assert "https://meet.example.org/a" in text
    assert mine.person.email not in text
    for name in ("ATTENDEE", "ORGANIZER", "SOURCE", "METHOD", "/r/"):
        assert name not in text
    secrets = [token_of(mine.link), page_token_of(mine.link), path.split("/")[2][:-4]]
    assert [secret for secret in secrets if secret in text] == []


def test_the_link_to_join_is_for_who_goes(client: Visitor, mine: Rsvp) -> None:
    mine.event.online_url, mine.event.place_name = "https://meet.example.org/a", ""
    path = own(mine)
    assert "meet.example.org" in client.get(path).text.replace("\r\n ", "")

    mine.state = "waitlisted"

    assert "meet.example.org" not in client.get(path).text.replace("\r\n ", "")


def test_a_draft_is_not_in_it(client: Visitor, mine: Rsvp) -> None:
    mine.event.published_at = None

    assert entries(client, own(mine)) == {}


def test_a_second_person_at_one_address_is_in_another_calendar(client: Visitor, mine: Rsvp) -> None:
    other = sharer(mine.person, first_name="Noor", now=make.NOON)
    theirs = make.rsvp(person=other)

    assert set(entries(client, own(mine))) == {mine.event.uid}
    assert set(entries(client, own(theirs))) == {theirs.event.uid}


def test_it_is_kept_by_no_shared_cache_found_by_nobody_and_tells_no_other_site(
    client: Visitor, mine: Rsvp
) -> None:
    mine.changed_at = make.NOON - timedelta(days=9)
    for headers in ({}, {"If-Modified-Since": client.get(own(mine)).headers["Last-Modified"]}):
        answer = client.get(own(mine), headers=headers)

        assert answer.headers["Cache-Control"] == "private, max-age=900"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("tell", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_costs_one_query(
    client: Visitor, mine: Rsvp, tell: str, queries: list[str]
) -> None:
    path, mine.changed_at = own(mine), make.NOON - timedelta(days=9)
    before = client.get(path).headers
    told = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    queries.clear()

    assert client.get(path, headers={tell: told[tell]}).status_code == 304
    assert len(queries) == 1


@pytest.mark.parametrize("way", ["by the letter's link", "signed in"])
def test_the_address_is_made_renewed_and_ended_by_its_owner(
    client: Visitor, mine: Rsvp, way: str
) -> None:
    page = f"/r/{token_of(mine.link)}/calendar"
    if way == "signed in":
        make.sign_in(client, mine.person)
        page = "/me/calendar"
    assert "/calendar/" not in client.get(page).text.replace(f"{page}/", "")
    assert client.submit(page, to="/calendar").status_code == 303
    first = own(mine)
    assert f"http://localhost{first}" in client.get(page).text

    assert client.submit(page, to="/calendar").status_code == 303
    second = own(mine)

    assert second != first
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]
    assert client.submit(page, to="/end").status_code == 303
    assert client.get(second).status_code == 404
    assert db.session.scalars(db.select(PersonalFeed)).all() == []


def test_a_new_address_asked_for_twice_is_one(client: Visitor, mine: Rsvp) -> None:
    seen = actions.mark_of(make.personal_feed(mine.person))
    page = f"/r/{token_of(mine.link)}/calendar"

    client.post(page, data={"instead_of": seen})
    first = own(mine)
    client.post(page, data={"instead_of": seen})

    assert own(mine) == first


def test_after_a_change_of_the_key_a_new_address_is_offered(client: Visitor, mine: Rsvp) -> None:
    first = own(mine)
    db.session.execute(db.update(PersonalFeed).values(digest="0" * 64))
    db.session.expire_all()
    assert actions.feed_of(mine.person) is None

    client.submit(f"/r/{token_of(mine.link)}/calendar", to="/calendar")

    assert own(mine) != first
    assert client.get(own(mine)).status_code == 200


def test_whoever_typed_an_address_gets_no_calendar_of_its_owner(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    mine = make.rsvp(person=make.person(email="aiko@example.org"))
    page = answer_form(client, event, "aiko@example.org")

    assert client.get(f"{page}/calendar").status_code == 404
    assert client.post(f"{page}/calendar").status_code == 404
    assert f"{page}/calendar" not in client.get(page).text
    assert actions.feed_of(mine.person) is None


def test_who_brings_a_guest_gets_no_calendar_of_theirs(client: Visitor, mine: Rsvp) -> None:
    brought = make.rsvp(mine.event)
    brought.brought_by = mine

    assert client.get(f"/r/{token_of(brought.link)}/calendar").status_code == 404


def test_the_database_doesn_t_hold_the_address(mine: Rsvp) -> None:
    token = own(mine).split("/")[2].removesuffix(".ics")

    rows = db.session.execute(db.select(PersonalFeed.__table__)).all()

    assert len(token) >= 22
    assert token not in repr(rows)


def test_no_letter_is_written_for_it(app: Flask, client: Visitor) -> None:
    mine = make.rsvp()
    before = db.session.scalar(db.select(db.func.count(Message.id)))

    client.get(own(mine))
    visitor(app).get(own(mine))

    assert db.session.scalar(db.select(db.func.count(Message.id))) == before
