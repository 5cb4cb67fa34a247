"""A badge keeps the tables of the day it was printed; whoever scans it hears what is different now."""

import door_builders
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock, tokens
from eventapp.door import actions, badge_codes, older_badges
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans
from eventapp.seating.models import Plan

pytestmark = pytest.mark.usefixtures("app")


def replanned(*, minutes: int = 10) -> tuple[Event, Rsvp]:
    """An event whose second plan moves its first guest, and that guest."""
    of = door_builders.event(minutes=minutes)
    aiko, kofi = make.rsvp(of, first_name="Aiko"), make.rsvp(of)
    plans_of(of, [[[aiko], [kofi]], [[aiko], [kofi]]])
    plans_of(of, [[[aiko], [kofi]], [[kofi], [aiko]]])
    return of, aiko


def plans_of(of: Event, rounds: list[list[list[Rsvp]]]) -> Plan:
    """Publish the next version: for each round the people at table 1, table 2 …"""
    return plans.next_plan(
        of,
        rounds=len(rounds),
        tables=[(number + 1, 4, None) for number in range(len(rounds[0]))],
        seats={
            number: {rsvp.id: table for table, people in enumerate(tables, 1) for rsvp in people}
            for number, tables in enumerate(rounds, start=1)
        },
        now=clock.now(),
        seed=1,
        figures={},
        bounds={},
        published_at=clock.now(),
    )


def scanned(client: Visitor, rsvp: Rsvp, printed: int | None) -> str:
    """What the door says when a badge with this version on it is scanned."""
    of = rsvp.event
    door_builders.staff(client, of)
    address = door_builders.door(of, "/arrivals")
    code = {"code": actions.badge_address(rsvp, printed)}
    return str(client.post(address, data=code, follow_redirects=True).text)


def test_an_older_badge_comes_in_and_hears_which_table_is_another_one(client: Visitor) -> None:
    _of, aiko = replanned()

    page = scanned(client, aiko, 1)

    assert "Come in" in page
    assert "This badge shows an older plan: round 2 is table 2 now, not 1." in page


def test_who_is_in_already_hears_it_again(client: Visitor) -> None:
    _of, aiko = replanned()
    scanned(client, aiko, 1)

    assert "Already in" in (again := scanned(client, aiko, 1))
    assert "round 2 is table 2 now, not 1" in again


def test_a_phone_s_own_camera_opens_the_guest_with_what_is_different(client: Visitor) -> None:
    of, aiko = replanned()
    door_builders.staff(client, of)

    page = client.get(f"/B/{actions.code_of(aiko, 1)}", follow_redirects=True)

    assert "From the badge" in page.text
    assert "round 2 is table 2 now, not 1" in page.text


def test_a_badge_of_today_s_plan_says_nothing_of_it(client: Visitor) -> None:
    _of, aiko = replanned()

    assert "older plan: " not in scanned(client, aiko, 2)


def test_a_badge_from_before_the_tables_hears_all_of_them(client: Visitor) -> None:
    _of, aiko = replanned()

    page = scanned(client, aiko, None)

    assert "This badge shows no tables: round 1 is table 1; round 2 is table 2." in page


def test_a_badge_printed_before_the_codes_were_small_goes_on_opening(
    app: Flask, client: Visitor
) -> None:
    of, aiko = replanned()
    door_builders.staff(client, of)
    proof = tokens.derive(app.config["SECRET_KEY"], f"badge:{aiko.id}:{aiko.link.nonce}")[:22]
    address = f"/badge/{aiko.id}-{proof}"

    opened = client.get(address, follow_redirects=True).text
    code = {"code": "https://events.example.org" + address}
    scanned = client.post(
        door_builders.door(of, "/arrivals"), data=code, follow_redirects=True
    ).text

    assert "Check in: Aiko" in opened
    assert "Come in" in scanned
    assert "older plan: " not in opened + scanned


def test_a_badge_whose_plan_isn_t_known_says_nothing() -> None:
    of, aiko = replanned()
    earlier = f"{aiko.id}-{badge_codes.token('x', 1, 'y')}aa"

    assert badge_codes.plan_on(earlier) is None
    for printed in (None, 99):
        assert changes(of, aiko, printed) == ""


def changes(of: Event, rsvp: Rsvp, printed: int | None) -> str:
    route = plans.routes(plans.published(of)).get(rsvp.id, ())
    return older_badges.changes(of, rsvp.id, route, printed=printed, now=clock.now())


def test_a_new_plan_that_leaves_a_guest_s_tables_says_nothing() -> None:
    of, aiko = replanned()
    plans_of(of, [[[aiko], []], [[], [aiko]]])

    assert changes(of, aiko, 2) == ""


def test_rounds_that_are_over_don_t_count() -> None:
    of, aiko = replanned(minutes=-30)
    assert of.evening(clock.now()).begun == 2
    plans_of(of, [[[], [aiko]], [[], [aiko]]])

    assert changes(of, aiko, 2) == ""
    assert changes(of, aiko, 1) == "This badge shows an older plan: round 2 is table 2 now, not 1."


def test_a_guest_without_a_table_now_hears_that_too() -> None:
    of, aiko = replanned()
    plans_of(of, [[[aiko], []], [[], []]])

    assert changes(of, aiko, 2) == (
        "This badge shows an older plan: round 2 has no table now, it was 2."
    )


@pytest.mark.parametrize("printed", ["-1", "x", "99999999999999999999", ""])
def test_a_made_up_number_of_a_plan_is_no_error(client: Visitor, printed: str) -> None:
    of, aiko = replanned()
    door_builders.come(aiko)
    door_builders.staff(client, of)

    page = client.get(door_builders.door(of, f"?who={aiko.id}&badge={printed}"))

    assert page.status_code == 200


def test_a_plan_of_another_event_is_none_of_this_one() -> None:
    of, aiko = replanned()
    other, _ = replanned()
    for number in range(3, 6):
        assert plans_of(other, [[[], []]]).version == number

    assert changes(of, aiko, 5) == ""
