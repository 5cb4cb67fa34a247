"""The organizer's page of the tables, as a browser without JavaScript sees it."""

import re

import pytest
import seating_builders
from board_page import elsewhere, number_of, press, seen

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.seating import actions, plans
from eventapp.seating.board import desk as seating_desk
from eventapp.seating.board import snapshot
from eventapp.seating.models import Plan


def test_without_a_plan_the_page_offers_to_make_one(app, client) -> None:
    event, _guests = seating_builders.room(12, tables=4, seats=4)
    seating_builders.organizer(client, event.community)

    page = client.get(f"{seating_builders.desk(event)}/tables").text

    assert "Nobody is seated yet" in page
    assert "Make the tables" in page


def test_without_enough_people_the_page_says_why_not(app, client) -> None:
    event, _guests = seating_builders.room(3)
    seating_builders.organizer(client, event.community)

    page = client.get(f"{seating_builders.desk(event)}/tables").text

    assert "Tables need at least four people" in page
    assert "Make the tables" not in page


def test_forty_eight_people_are_mixed_in_one_request(app, client, monkeypatch) -> None:
    monkeypatch.setattr(seating_desk, "SECONDS", 1.0)
    event, _guests = seating_builders.room(48)
    seating_builders.organizer(client, event.community)

    answer = client.submit(f"{seating_builders.desk(event)}/tables", to="/plans")

    laid = snapshot.read(event)
    assert answer.status_code == 303
    assert (laid.figures.role_quota, laid.figures.repeats) == (0, 0)
    assert len(laid.seats[1]) == 48


def test_the_page_shows_the_figures_that_the_engine_counts(client, evening) -> None:
    event, _guests = evening

    page = client.get(f"{seating_builders.desk(event)}/tables").text

    found = snapshot.read(event).figures
    assert number_of(page, "Off the role mix") == found.role_quota
    assert number_of(page, "Pairs that meet twice") == found.repeats
    assert number_of(page, "Workmates at one table") == found.same_company
    answered = found.answerable_asks - found.uncovered_asks
    assert number_of(page, "Asks that meet an offer") == answered


def test_making_the_tables_twice_makes_them_once(app, client, monkeypatch) -> None:
    monkeypatch.setattr(seating_desk, "SECONDS", 0.05)
    event, _guests = seating_builders.room(8)
    seating_builders.organizer(client, event.community)

    answers = [
        client.post(f"{seating_builders.desk(event)}/plans", data={"seen": "none"})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 1


def test_mixing_again_changes_the_draft(client, evening) -> None:
    event, _guests = evening
    before = snapshot.read(event).seats

    client.submit(f"{seating_builders.desk(event)}/tables", to="/plans")

    assert db.session.scalars(db.select(Plan.version)).all() == [1]
    assert snapshot.read(event).seats != before


def test_mixing_again_for_another_room_makes_a_new_draft(client, evening) -> None:
    event, _guests = evening
    event.rounds = 2

    client.submit(f"{seating_builders.desk(event)}/tables", to="/plans")

    assert db.session.scalars(db.select(Plan.version).order_by(Plan.version)).all() == [1, 2]
    assert snapshot.read(event).undo is None


def test_publishing_shows_each_guest_their_route(client, evening) -> None:
    event, guests = evening
    page = client.get(f"{seating_builders.desk(event)}/tables").text

    client.submit(f"{seating_builders.desk(event)}/tables", to="/publication")

    route = plans.routes(plans.published(event))[guests[0].id]
    mine = client.get(f"/r/{token_of(guests[0].link)}").text
    assert "12 people get a mail" in page
    assert f"You start at table {route[0]}" in mine
    routes = db.select(db.func.count(Message.id)).filter_by(kind="route")
    assert db.session.scalar(routes) == 12


def test_publishing_twice_writes_once(client, evening) -> None:
    event, _guests = evening
    data = {"seen": seen(client, event)}

    answers = [
        client.post(f"{seating_builders.desk(event)}/plans/1/publication", data=data)
        for _ in range(2)
    ]

    routes = db.select(db.func.count(Message.id)).filter_by(kind="route")
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(routes) == 12


def test_choosing_a_name_says_why_and_what_each_swap_would_do(client, evening) -> None:
    event, guests = evening

    page = client.get(f"{seating_builders.desk(event)}/tables?round=1&why={guests[0].id}").text

    assert "Why here?" in page
    # Eight people sit elsewhere, and two other tables have a free chair.
    assert len(re.findall(r'<i class="verdict (?:up|down|same)">[^<]+</i>', page)) == 8 + 2
    assert 'aria-pressed="true"' in page


def test_two_swap_by_choosing_one_name_and_then_the_other(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    before = snapshot.read(event).seats[1]

    page = f"{seating_builders.desk(event)}/tables?round=1&why={one.id}"
    answer = press(client, page, f"person:{other.id}")

    after = snapshot.read(event).seats[1]
    assert answer.status_code == 303
    assert (after[one.id], after[other.id]) == (before[other.id], before[one.id])


def test_a_move_to_a_full_table_swaps(client, evening) -> None:
    event, guests = evening
    for table in plans.latest(event).tables:
        table.capacity = 4
    one, other = elsewhere(event, guests)
    there = snapshot.read(event).seats[1][other.id]
    data = {"seen": seen(client, event), "rsvp": one.id, "round": 1, "to": f"table:{there}"}

    client.post(f"{seating_builders.desk(event)}/plans/1/moves", data=data)

    after = snapshot.read(event).seats[1]
    assert after[one.id] == there
    assert list(after.values()).count(there) == 4


def test_who_came_late_waits_in_the_tray_until_a_chair_is_found(client, evening) -> None:
    event, _guests = evening
    late = seating_builders.guest(event, 77)
    before = snapshot.read(event).seats

    waiting = client.get(f"{seating_builders.desk(event)}/tables").text
    client.submit(f"{seating_builders.desk(event)}/tables", to="/seats")

    after = snapshot.read(event).seats
    assert "One person has no seat yet" in waiting
    assert all(late.id in seated for seated in after.values())
    assert all(before[n].items() <= after[n].items() for n in before)


def test_after_a_change_the_page_says_how_many_hear_of_it(client, evening) -> None:
    event, guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    one, other = elsewhere(event, guests)
    data = {"rsvp": one.id, "round": 1, "to": f"person:{other.id}"}

    client.post(
        f"{seating_builders.desk(event)}/plans/1/moves", data=data | {"seen": seen(client, event)}
    )
    page = client.get(f"{seating_builders.desk(event)}/tables").text

    assert "2 people get a mail" in page
    assert "Publish 2 changes" in page


@pytest.mark.parametrize("query", ["", "?why={who}", "?round=all"])
def test_more_guests_ask_the_database_no_more(app, client, queries, query: str) -> None:
    asked = []
    for number in (12, 40):
        event, guests = seating_builders.room(number)
        actions.publish(seating_builders.plan(event, steps=0), now=clock.now())
        seating_builders.plan(event, steps=0, seed=2)
        seating_builders.organizer(client, event.community)
        db.session.commit()
        queries.clear()
        client.get(f"{seating_builders.desk(event)}/tables" + query.format(who=guests[0].id))
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[1] <= 13
