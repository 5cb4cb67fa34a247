"""The kiosk: whoever knows the whole name or holds the code is in, and nobody else is named."""

import re
from pathlib import Path

import door_builders
import make
import pytest
from conftest import running, sqlite_copy
from conftest import visitor as visitor_of
from door_builders import kiosk
from flooding import Clock
from hypothesis import given
from hypothesis import strategies as st
from printers_builders import own_stock
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.badges.stocks import STOCKS
from eventapp.db import db
from eventapp.door import passes
from eventapp.door.actions import code_of
from eventapp.door.guest_list import Entry
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.front.kiosk import badge_print
from eventapp.front.kiosk.lookup import called
from eventapp.rsvps.models import Rsvp


def come(client: Visitor, event: Event, who: str) -> TestResponse:
    return client.post(kiosk(event, "/arrivals"), data={"who": who}, follow_redirects=True)


def aiko(event: Event | None = None) -> Rsvp:
    return make.rsvp(event, first_name="Aiko", last_name="Tanaka")


def arrivals() -> list[Arrival]:
    return list(db.session.scalars(db.select(Arrival)))


def test_a_guest_types_the_name_is_in_and_sees_the_table(client: Visitor) -> None:
    event, seated = door_builders.full(2)
    guest = seated[1][0]
    guest.first_name, guest.last_name = "Aiko", "Tanaka"
    here = door_builders.device(client, event, "kiosk", name="Kiosk")

    page = come(client, event, "tanaka AIKO")

    assert "Welcome, Aiko T." in page.text
    assert re.search(r'kiosk-table">.*<b>2</b>', page.text)
    assert [arrival.by_pass_id for arrival in arrivals()] == [here.id]


@pytest.mark.parametrize("as_address", [True, False])
def test_a_guest_s_code_does_the_same(as_address: bool, client: Visitor) -> None:
    rsvp = aiko()
    door_builders.device(client, rsvp.event, "kiosk")
    code = code_of(rsvp)

    page = come(client, rsvp.event, f"http://localhost/badge/{code}" if as_address else code)

    assert "Welcome, Aiko T." in page.text


def test_a_code_for_another_evening_is_no_code_here(client: Visitor) -> None:
    rsvp = aiko()
    event = make.event(community=rsvp.event.community)
    door_builders.device(client, event, "kiosk")

    page = come(client, event, code_of(rsvp))

    assert "Please see the staff" in page.text
    assert arrivals() == []


def test_somebody_of_the_same_name_who_gave_the_place_back_is_in_nobody_s_way(
    client: Visitor,
) -> None:
    rsvp = aiko()
    aiko(rsvp.event).state = "cancelled"
    door_builders.device(client, rsvp.event, "kiosk")

    page = come(client, rsvp.event, "Aiko Tanaka")

    assert "Welcome, Aiko T." in page.text


def test_twice_is_once_and_says_so(client: Visitor) -> None:
    rsvp = aiko()
    door_builders.device(client, rsvp.event, "kiosk")
    come(client, rsvp.event, "Aiko Tanaka")

    again = come(client, rsvp.event, "Aiko Tanaka")

    assert "You’re already in, Aiko T." in again.text
    assert len(arrivals()) == 1


@pytest.mark.parametrize(
    "who", ["waitlisted", "cancelled", "elsewhere", "two of one name", "nobody", "a part of it"]
)
def test_everybody_else_is_sent_to_the_staff_without_a_word_why(who: str, client: Visitor) -> None:
    event = make.event()
    if who == "elsewhere":
        event = make.event(community=aiko().event.community)
    elif who == "two of one name":
        aiko(event)
        aiko(event)
    elif who in {"waitlisted", "cancelled"}:
        aiko(event).state = who
    elif who == "a part of it":
        aiko(event)
    door_builders.device(client, event, "kiosk")

    pages = [come(client, event, "Aiko" if who == "a part of it" else "Aiko Tanaka").text]
    pages.append(come(client, event, "Nobody At All").text)

    assert "Please see the staff" in pages[0]
    assert len({re.sub(r'(csrf_token" value|nonce)="[^"]+"', "", page) for page in pages}) == 1
    assert arrivals() == []


def test_a_kiosk_s_pages_lead_nowhere_else(client: Visitor) -> None:
    rsvp = aiko()
    door_builders.device(client, rsvp.event, "kiosk")
    come(client, rsvp.event, "Aiko Tanaka")

    for more in ("", "?staff=1", "/welcome", "/badge"):
        page = client.get(kiosk(rsvp.event, more)).text
        ways = set(re.findall(r'(?:<a[^>]*href|action|data-again)="([^"#]+)"', page))
        assert ways, more
        assert {way for way in ways if not way.startswith(kiosk(rsvp.event))} == set(), more


def test_a_page_of_errors_leads_a_guest_back_to_the_kiosk(client: Visitor) -> None:
    rsvp = aiko()
    begin = kiosk(rsvp.event)
    door_builders.device(client, rsvp.event, "kiosk")

    pages = [client.get(door_builders.door(rsvp.event, "")), client.get("/nothing-here")]
    pages += [client.post(kiosk(rsvp.event, "/arrivals"), headers={"X-CSRFToken": ""})]

    assert [page.status_code for page in pages] == [404, 404, 400]
    for page in pages:
        assert set(re.findall(r'(?:<a[^>]*href|data-again)="([^"#]+)"', page.text)) == {begin}


def test_a_kiosk_that_has_ended_is_a_device_like_any_other(client: Visitor) -> None:
    event = make.event()
    passes.end(door_builders.device(client, event, "kiosk"), now=clock.now())

    said = client.get(kiosk(event))

    assert said.status_code == 410
    assert "Ask an organizer for a new code" in said.text


def test_a_kiosk_opens_no_door(client: Visitor) -> None:
    rsvp = aiko()
    event = rsvp.event
    door_builders.device(client, event, "kiosk")

    looks = [client.get(door_builders.door(event, more)) for more in ("", "/missing", "/walk-ins")]
    sends = client.post(door_builders.door(event, "/arrivals"), data={"rsvp": rsvp.id})

    assert {page.status_code for page in (*looks, sends)} == {404}
    assert arrivals() == []


def test_the_next_guest_does_not_find_the_page_of_the_one_before(
    client: Visitor, moved_clock: Clock
) -> None:
    rsvp = aiko()
    door_builders.device(client, rsvp.event, "kiosk")
    come(client, rsvp.event, "Aiko Tanaka")
    fresh = client.get(kiosk(rsvp.event, "/welcome"))

    moved_clock.turn(seconds=90)
    stale = client.get(kiosk(rsvp.event, "/welcome"))
    come(client, rsvp.event, "Aiko Tanaka")
    come(client, rsvp.event, "Somebody Else")
    other = client.get(kiosk(rsvp.event, "/badge"))

    come(client, rsvp.event, "Aiko Tanaka")
    client.get(kiosk(rsvp.event))
    done = client.get(kiosk(rsvp.event, "/welcome"))

    assert fresh.status_code == 200
    assert [one.location for one in (stale, other, done)] == [kiosk(rsvp.event)] * 3


def test_staff_make_their_device_the_kiosk_and_are_signed_out_on_it(client: Visitor) -> None:
    event = make.event()
    door_builders.staff(client, event)

    begun = client.submit(kiosk(event), to="/openings", stock="avery-5390")

    (one,) = passes.passes_of(event)
    assert (one.kind, one.stock) == ("kiosk", "avery-5390")
    assert "Your first and last name" in client.get(begun.location).text
    assert client.get(door_builders.door(event, "")).status_code == 404
    assert client.get("/desk").location.startswith("/sign-in")
    # Nor is the door's list left on the device, which opens without network.
    assert begun.headers["Clear-Site-Data"] == '"storage"'


def test_a_device_that_begins_as_a_kiosk_keeps_no_list_and_a_helper_s_does(client: Visitor) -> None:
    event = make.event()
    by, now = make.member(event.community, "organizer"), clock.now()
    made = [passes.new_pass(event, "Kofi", kind=of, by=by, now=now) for of in ("kiosk", "door")]
    links = [f"/d/{passes.token_of(one)}" for one in made]

    begun = [client.submit(link) for link in links]

    assert begun[0].location == kiosk(event)
    assert [one.headers.get("Clear-Site-Data") for one in begun] == ['"storage"', None]


def test_a_kiosk_prints_on_a_stock_that_the_community_measured_itself(client: Visitor) -> None:
    event = make.event()
    own = own_stock(event.community, width=90, height=50)
    folded = own_stock(event.community, fold="top")
    door_builders.staff(client, event)
    offered = client.get(kiosk(event)).text
    aiko(event)

    client.submit(kiosk(event), to="/openings", stock=own.stock.key)
    come(client, event, "Aiko Tanaka")
    page = client.post(kiosk(event, "/badge"), follow_redirects=True)

    assert 'selected value="avery-l4785"' in offered
    assert folded.stock.key not in offered
    assert "size:90.0mm 50.0mm" in client.get(kiosk(event, "/badge/size.css")).text
    assert "/badge/size.css" in page.text


def test_a_helper_s_device_that_becomes_the_kiosk_is_no_helper_s_any_more(client: Visitor) -> None:
    event = make.event()
    helper = door_builders.device(client, event)

    client.submit(kiosk(event), to="/openings")

    assert helper.ended_at
    assert passes.passes_of(event)[0].made_by_id == helper.made_by_id
    assert client.get(door_builders.door(event, "")).status_code == 404


def test_names_are_tried_twenty_times_a_minute_at_one_device(
    tmp_path: Path, empty_sqlite: Path
) -> None:
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, RATELIMIT_ENABLED=True) as app:
        client, event = visitor_of(app), make.event()
        door_builders.device(client, event, "kiosk")

        answers = [come(client, event, f"Some{n} Body").status_code for n in range(21)]

    assert answers == [200] * 20 + [429]


NAMES = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8)


@given(NAMES, NAMES)
def test_a_name_is_found_in_either_order_and_in_capitals(first: str, last: str) -> None:
    entry = Entry(1, first, last, "going", "form", None, 1, 1, None, None, None)

    for typed in (f"{first} {last}", f" {last},  {first}", f"{first} {last}".casefold()):
        assert called([entry], typed) == [entry]


@pytest.mark.parametrize(
    ("first", "last", "typed"),
    [
        ("Zoë", "O’Neil-Brown", "zoe o neil brown"),
        ("Łukasz", "", "lukasz"),
        ("小龙", "李", "李小龙"),
        ("Ana Maria", "Silva", "silva ana maria"),
    ],
)
def test_names_are_found_as_people_type_them(first: str, last: str, typed: str) -> None:
    entry = Entry(1, first, last, "going", "form", None, 1, 1, None, None, None)

    assert called([entry], typed) == [entry]
    assert called([entry], typed[:-1]) == []
    assert called([entry], "") == []


@pytest.mark.parametrize("key", STOCKS)
def test_a_label_alone_is_a_page_of_its_size(key: str) -> None:
    whole, alone = STOCKS[key], badge_print.label(STOCKS[key])

    assert (alone.sheet_width, alone.sheet_height) == (whole.width, whole.height)
    assert (alone.per_sheet, alone.corner_of(0)) == (1, (0, 0))
    assert (alone.right, alone.bottom) == (0, 0)
