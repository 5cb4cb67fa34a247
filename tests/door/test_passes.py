"""Whoever helps at the door begins by a code: one device, one door, and nothing after it."""

import re
from datetime import timedelta
from pathlib import Path

import door_builders
import make
import pytest
from conftest import running, sqlite_copy
from conftest import visitor as visitor_of
from door_builders import door, link_of, new_pass
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.door import access, passes, presence
from eventapp.door.actions import code_of
from eventapp.door.models import Arrival


def test_an_organizer_shows_a_code_and_the_device_that_reads_it_checks_people_in(
    app: Flask, client: Visitor
) -> None:
    rsvp = make.rsvp(first_name="Aiko", last_name="Tanaka")
    event = rsvp.event
    make.sign_in(client, make.member(event.community, "organizer"))
    phone = visitor_of(app)

    shown = client.submit(door(event, "/passes"), to="/passes", name="Kofi")
    page = client.get(shown.location)
    link = re.search(r'id="link" readonly value="http://localhost(/d/[^"]+)"', page.text)[1]
    asked = phone.get(link)
    begun = phone.submit(link)
    first = phone.post(door(event, "/arrivals"), data={"rsvp": rsvp.id}, follow_redirects=True)
    other = client.post(door(event, "/arrivals"), data={"rsvp": rsvp.id}, follow_redirects=True)

    assert "You are about to help at the door of" in asked.text
    assert "as Kofi" in asked.text
    assert begun.location == door(event, "")
    assert "Come in" in first.text
    assert "Kofi checked them in at" in other.text


def test_the_device_that_begins_keeps_nothing_that_it_held_before(client: Visitor) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "owner"))

    with client.session_transaction() as session:
        session["opened"] = ["somebody's own page"]
    asked = client.get(link_of(one := new_pass(event)))
    client.post(link_of(one))
    with client.session_transaction() as session:
        kept = set(session)

    assert "You are signed in on this device" in asked.text
    assert kept - {"_permanent", "csrf_token"} == {access.KEY}
    assert client.get(f"/desk/{event.community.slug}").location.startswith("/sign-in")


def test_a_device_opens_its_own_door_and_no_other_page_of_the_desk(client: Visitor) -> None:
    event = make.event()
    other = make.event(community=event.community)
    door_builders.device(client, event)

    answers = {path: client.get(path).status_code for path in (door(event, ""), door(other, ""))}

    assert list(answers.values()) == [200, 404]
    assert client.get(door(event, "/tables")).location.startswith("/sign-in")


def test_a_device_is_shown_no_way_that_is_closed_to_it(client: Visitor) -> None:
    event = make.event()
    door_builders.device(client, event)

    for path in (door(event, ""), door(event, "/missing"), door(event, "/walk-ins")):
        links = set(re.findall(r'href="(/[^"#]*)"', client.get(path).text))
        assert links, path
        for link in links:
            assert client.get(link).status_code == 200, link


def test_a_device_hears_of_no_other_evening(client: Visitor) -> None:
    event = make.event()
    other = make.rsvp(make.event(community=event.community, title="Climate jobs breakfast"))
    door_builders.device(client, event)
    code = {"code": code_of(other)}

    scanned = client.post(door(event, "/arrivals"), data=code, follow_redirects=True)

    asked = client.get(door(event, f"?other={other.event.slug}"))
    assert "Not a badge we know" in scanned.text
    assert other.event.slug not in scanned.request.url
    assert "Climate jobs" not in asked.text
    assert "Climate jobs" not in scanned.text


def test_a_device_doesn_t_hear_who_was_at_earlier_evenings(client: Visitor) -> None:
    event = make.event()
    guests = [make.rsvp(event), make.rsvp(event)]
    path, said = door(event, "/arrivals"), []
    for sign_in in (door_builders.staff, door_builders.device):
        sign_in(client, event)
        data = {"rsvp": guests.pop().id}
        said.append(client.post(path, data=data, follow_redirects=True).text)

    assert ["Come in" in page for page in said] == [True, True]
    assert ["First time here" in page for page in said] == [True, False]


def test_a_helper_who_is_done_gives_the_pass_back(client: Visitor) -> None:
    event = make.event()
    one = door_builders.device(client, event)

    client.submit(door(event, ""), to="/departures")
    led = client.get(door(event, "")).location

    assert one.ended_at
    assert led.startswith("/sign-in")
    assert "an organizer shows you a code" in client.get(led).text
    assert "shows you a code" not in client.get("/sign-in").text


@pytest.mark.parametrize("reason", ["ended", "over", "called off", "moved", "maker left"])
def test_a_device_opens_nothing_after(reason: str, client: Visitor, moved_clock: Clock) -> None:
    event = make.event()
    one = door_builders.device(client, event)
    before = client.get(door(event, "")).status_code

    if reason == "ended":
        passes.end(one, now=clock.now())
    elif reason == "over":
        moved_clock.turn(hours=24 * 3 + 48)
    elif reason == "called off":
        event.cancelled_at = clock.now()
    elif reason == "moved":
        presence.clear_day(event, now=clock.now())
    else:
        db.session.execute(db.delete(Membership).where(Membership.person_id == one.made_by_id))
    after = client.get(door(event, ""))

    assert [before, after.status_code] == [200, 410]
    assert "Ask an organizer for a new code" in after.text


def test_a_device_may_check_in_for_three_hours_after_the_event(
    client: Visitor, moved_clock: Clock
) -> None:
    event = make.event()
    door_builders.device(client, event)

    moved_clock.turn(
        seconds=(event.ends_at + timedelta(hours=2, minutes=59) - clock.now()).total_seconds()
    )

    assert client.get(door(event, "")).status_code == 200


def test_an_organizer_sees_who_helps_and_ends_it(client: Visitor, app: Flask) -> None:
    rsvp = make.rsvp()
    event = rsvp.event
    make.sign_in(client, make.member(event.community, "organizer"))
    phone = visitor_of(app)
    one = door_builders.device(phone, event)
    phone.post(door(event, "/arrivals"), data={"rsvp": rsvp.id})

    before = client.get(door(event, "/passes")).text
    client.submit(door(event, "/passes"), to="/endings")
    after = client.get(door(event, "/passes")).text

    assert "Kofi" in before
    assert "1 checked in." in before
    assert "One has ended" in after
    assert one.ended_at
    assert phone.get(door(event, "")).status_code == 410


def test_when_a_device_was_seen_last_is_noted_when_it_does_something(
    client: Visitor, moved_clock: Clock
) -> None:
    rsvp = make.rsvp()
    one = door_builders.device(client, rsvp.event)
    began = one.seen_at
    moved_clock.turn(minutes=5)

    client.get(door(rsvp.event, ""))
    looked = one.seen_at
    client.post(door(rsvp.event, "/arrivals"), data={"rsvp": rsvp.id})

    assert looked == began
    assert one.seen_at - began >= timedelta(minutes=5)


def test_a_device_s_own_camera_finds_a_guest_of_its_door_alone(client: Visitor) -> None:
    rsvp = make.rsvp()
    other = make.rsvp(make.event(community=rsvp.event.community))
    door_builders.device(client, rsvp.event)

    mine = client.get(f"/badge/{code_of(rsvp)}")
    theirs = client.get(f"/badge/{code_of(other)}")

    assert mine.location.startswith(door(rsvp.event, "?who="))
    assert theirs.status_code == 200
    assert other.first_name not in theirs.text


def test_the_list_of_arrivals_names_who_helped(client: Visitor) -> None:
    rsvp = make.rsvp()
    one = door_builders.device(client, rsvp.event)

    client.post(door(rsvp.event, "/arrivals"), data={"rsvp": rsvp.id})

    arrival = db.session.scalars(db.select(Arrival)).one()
    assert (arrival.by_pass_id, arrival.by_id) == (one.id, None)


def test_a_hall_behind_one_address_does_not_keep_the_door_s_camera_out(
    tmp_path: Path, empty_sqlite: Path
) -> None:
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, RATELIMIT_ENABLED=True) as app:
        guests, helper, rsvp = visitor_of(app), visitor_of(app), make.rsvp()
        door_builders.device(helper, rsvp.event)
        badge = f"/badge/{code_of(rsvp)}"

        crowd = [guests.get(badge).status_code for _ in range(301)]

        assert crowd == [200] * 300 + [429]
        assert helper.get(badge).location.startswith(door(rsvp.event, "?who="))
