"""Unlisted events, events by invitation, and answers that open later."""

import json
import re

import make
import page_crawler
import pytest
from conftest import visitor
from markupsafe import escape
from plan_page import plan

from eventapp import clock
from eventapp.db import db
from eventapp.events.appointment import appointment
from eventapp.events.models import Event


def address(event: Event) -> str:
    return f"/{event.community.slug}/events/{event.slug}"


def lists(event: Event, client) -> str:
    pages = ("/", f"/{event.community.slug}", f"/{event.community.slug}/calendar.ics")
    return "".join(client.get(page).text for page in pages)


@pytest.mark.parametrize("visibility", ["unlisted", "invited"])
@pytest.mark.parametrize("made", [make.event, make.past_event])
def test_what_isnt_listed_stands_in_no_list_and_no_feed(app, client, visibility, made):
    event = made(title="Quiet evening")
    before = lists(event, client)

    event.visibility = visibility
    after = lists(event, client)

    assert "Quiet evening" in before
    assert "Quiet evening" not in after


def test_an_unlisted_event_is_open_to_whoever_has_its_address(app, client):
    event = make.event(visibility="unlisted", title="Quiet evening")

    page = client.get(address(event))
    rest = [client.get(address(event) + end) for end in (".ics", "/picture.png")]

    assert "Quiet evening" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "ld+json" not in page.text
    assert [one.status_code for one in rest] == [200, 200]
    assert {one.headers["X-Robots-Tag"] for one in rest} == {"noindex"}


def test_an_event_by_invitation_tells_a_stranger_nothing_but_that(app, client, organizer, host):
    event = make.event(community=host, visibility="invited", title="Quiet evening", slug="secret")

    answers = [client.get(address(event) + end) for end in ("", ".ics", "/picture.png")]
    answers.append(client.post(f"{address(event)}/rsvps"))

    assert {one.status_code for one in answers} == {403}
    for one in answers:
        assert "This event is by invitation" in one.text
        assert str(escape(host.name)) in one.text
        assert one.headers["X-Robots-Tag"] == "noindex"
        assert not re.search("Quiet evening|Reading Room|Sit down", one.text)


def test_a_draft_by_invitation_is_nowhere(app, client):
    event = make.draft(visibility="invited")

    assert client.get(address(event)).status_code == 404


def test_taking_an_event_out_of_sight_shows_at_once_where_its_page_was_kept(app, client):
    event = make.event()
    before = client.get(address(event)).status_code

    event.visibility = "invited"
    after = visitor(app).get(address(event)).status_code

    assert (before, after) == (200, 403)


def test_a_guest_of_an_event_by_invitation_isnt_asked_to_pass_its_address_on(app, client):
    from eventapp.mail.models import Message
    from eventapp.people.actions import token_of

    rsvps = [
        make.rsvp(make.event(visibility=one), letter="invite") for one in ("listed", "invited")
    ]

    letters = [m.text for m in db.session.scalars(db.select(Message).order_by(Message.id))]
    pages = [client.get(f"/r/{token_of(rsvp.link)}").text for rsvp in rsvps]

    assert ["Know somebody" in text for text in letters] == [True, False]
    assert ["Bring someone along" in text for text in pages] == [True, False]


def test_the_page_says_when_answers_open_and_takes_them_from_then_on(app, client, monkeypatch):
    event = make.event(rsvps_open=-2 * 24 * 60)
    opens = event.rsvps_open_at
    early = client.get(address(event))
    refused = client.post(
        f"{address(event)}/rsvps",
        data={
            "first_name": "Ann", "email": "ann@example.org", "role": event.roles[0].id,
            "stage": "", "ask_kind": "advice", "offer_kind": "advice",
        },
    )  # fmt: skip
    listed = client.get("/").text

    monkeypatch.setattr(clock, "now", lambda: opens)
    later = client.get(address(event))

    assert "Not open yet" in early.text
    assert "RSVPs open on" in early.text
    assert 'name="first_name"' not in early.text
    assert refused.status_code == 409
    assert "take answers yet" in refused.text
    assert "Opens " in listed
    assert 'name="first_name"' in later.text


def test_search_engines_hear_when_answers_open(app, client):
    event = make.event(rsvps_open=-2 * 24 * 60)

    page = client.get(address(event)).text

    offers = json.loads(re.search(r"ld\+json[^>]*>(.*?)</script>", page)[1])["offers"]
    assert offers["validFrom"] == event.rsvps_open_at.isoformat()
    assert offers["availability"].endswith("InStock")


def test_answers_that_would_open_after_they_close_are_refused(organizer, host):
    event = make.draft(community=host)
    when = {"starts_on": "2030-11-26", "starts_at": "18:00", "ends_at": "20:00"}

    answers = [
        organizer.submit(f"{plan(event)}?step=when", to="/plan", **when | typed)
        for typed in (
            {"rsvps_open": "-4320", "rsvps_close": "-10080"},
            {"rsvps_open_on": "2030-11-26T18:00"},
            {"rsvps_open": "-4320"},
        )
    ]

    assert [one.status_code for one in answers] == [422, 422, 303]
    assert "RSVPs must open before they close." in answers[0].text
    assert event.rsvps_open == -4320


def test_an_enrolment_holds_sessions_that_open_later(app, client):
    program = make.program(sessions=2)
    program.sessions[1].event.rsvps_open = -1440
    page = f"/{program.community.slug}/programs/{program.slug}"
    role = str(program.community.roles[0].id)

    client.submit(page, to="/enrolments", first_name="Ann", email="ann@example.org", role=role)

    from eventapp.rsvps.models import Rsvp

    assert db.session.scalars(db.select(Rsvp.state)).all() == ["going", "going"]


def test_an_event_at_a_place_and_online_says_so_everywhere(app, client):
    event = make.event(hybrid=True, online_url="https://meet.example/secret", title="Both ways")

    page, home = client.get(address(event)).text, client.get("/?kind=online").text
    feed = client.get(f"/{event.community.slug}/calendar.ics").text.replace("\r\n ", "")

    assert "The Reading Room, and online" in page_crawler.markup(page).shown
    assert "The Reading Room, and online" in home
    assert "Where: The Reading Room\\, and online" in feed
    assert "MixedEventAttendanceMode" in page
    assert "secret" not in page + home + feed
    assert appointment(event).location == "The Reading Room"
