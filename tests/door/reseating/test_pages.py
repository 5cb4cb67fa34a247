"""The page of tables at the door."""

from datetime import timedelta

import door_builders
import make
from conftest import visitor
from door_builders import door, evening, staff
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.reseating import actions as reseating
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.seating.models import Plan, Rule


def test_the_page_says_who_would_move_where_and_why(client: Visitor) -> None:
    event, _tables = evening(client)

    page = client.get(door(event)).text

    assert "2 people are missing" in page
    assert "Fewest moves: one person changes table" in page
    assert "Table 2 would have only 2 people; table 1 has 4." in page
    assert "Every table has 3 people" in page
    assert "2 here, too few" in page
    assert "Round 1 starts in 10 minutes. 6 of 8 are in." in page
    assert "Table 2 has only 2 people in round 1" in page


def test_one_tap_changes_the_tables_and_says_whom_to_tell(client: Visitor) -> None:
    event, (full, _low) = evening(client)

    answer = client.submit(door(event), to="/changes")
    page = client.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert "Done at" in page
    assert "One person moves." in page
    assert "Every table has enough people" in page
    assert page.count("Please sit at table 2 in rounds 1 and 2") == 1
    assert sum(f"Told: {rsvp.name}" in page for rsvp in full) == 1
    assert db.session.scalars(db.select(Message)).all() == []


def test_one_tap_takes_it_back(client: Visitor) -> None:
    event, _tables = evening(client)
    done = client.submit(door(event), to="/changes").headers["Location"]

    answer = client.submit(done, to="/undoings")
    page = client.get(answer.headers["Location"]).text

    assert "Taken back at" in page
    assert "One person goes back." in page
    assert "2 people are missing" in page
    assert door_builders.newest(event).version == 3


def test_the_guest_s_own_page_shows_the_new_table_at_once(client: Visitor) -> None:
    event, (full, _low) = evening(client)
    tokens = {rsvp.id: token_of(rsvp.link) for rsvp in full}
    client.submit(door(event), to="/changes")
    live = door_builders.look(event)
    (moved,) = (rsvp.id for rsvp in full if live.seats[1][rsvp.id] == 2)

    page = client.get(f"/r/{tokens[moved]}").text

    assert "Table 2" in page
    assert "Table 1" not in page


def test_without_a_choice_the_page_comes_back(client: Visitor) -> None:
    event, _tables = evening(client)

    answer = client.post(door(event, "/tables/changes"), data={"stamp": "1"})

    assert answer.status_code == 422
    assert "Choose what to do." in answer.text


def test_nothing_to_do_says_so(client: Visitor) -> None:
    event, _tables = evening(client, missing=0)

    page = client.get(door(event)).text

    assert "Every table has enough people" in page
    assert "Apply" not in page
    assert "All who have a place are checked in." in page


def test_a_walk_in_without_a_chair_is_offered_one(client: Visitor) -> None:
    event, _tables = evening(client, missing=1)
    rosa = door_builders.walk_in(event)

    page = client.get(door(event)).text

    assert "one gets a chair" in page
    assert "Had no chair yet." in page
    assert f"{rosa.name} has no chair in round 1" in page


def test_a_walk_in_beyond_every_chair_is_named(client: Visitor) -> None:
    event, _tables = evening(client, missing=0)
    rosa = door_builders.walk_in(event)

    page = client.get(door(event)).text

    assert "One person has no chair" in page
    assert f"{rosa.name} has no chair in round 1" in page


def test_a_table_of_which_nobody_is_here_is_left_empty(client: Visitor) -> None:
    event, _tables = evening(client, missing=4)

    page = client.get(door(event)).text

    assert "nobody changes table" in page
    assert "Table 2 stays empty in round 1" in page
    assert "Nobody here, too few" in page


def test_when_all_rounds_have_begun_nobody_is_moved(client: Visitor) -> None:
    event, _tables = evening(client, minutes=-40)

    page = client.get(door(event)).text
    answer = client.post(
        door(event, "/tables/changes"),
        data={"option": "fewest", "stamp": door_builders.look(event).stamp},
    )

    assert "The last round is running" in page
    assert "Nobody is moved now." in page
    assert "Apply" not in page
    assert answer.status_code == 409


def test_long_before_the_event_the_page_says_from_when(client: Visitor) -> None:
    event, _tables = evening(client, minutes=60 * 30)

    assert "from twelve hours before the event" in client.get(door(event)).text


def test_without_published_tables_the_page_says_so_and_an_organizer_gets_the_way(
    client: Visitor, app: Flask
) -> None:
    event = door_builders.event()
    staff(client, event)
    organizer = visitor(app)
    staff(organizer, event, "organizer")

    seen, theirs = client.get(door(event)).text, organizer.get(door(event)).text

    assert "No tables are published yet" in seen
    assert "Make the tables" not in seen
    assert "Make the tables" in theirs


def test_is_here_checks_in_and_comes_back_to_the_tables(client: Visitor) -> None:
    event, (_full, low) = evening(client)
    data = {"rsvp": low[2].id, "then": "tables"}

    answer = client.post(door(event, "/arrivals"), data=data)

    page = client.get(answer.headers["Location"]).text
    assert f"{low[2].name} is in: table 2 in round 1." in page
    assert "One person is missing" not in page
    assert "Every table has enough people" in page


def test_leaving_early_is_noted_and_taken_back(client: Visitor) -> None:
    event, (full, _low) = evening(client, missing=0)
    path = door(event, "/tables/leavings")

    client.post(path, data={"rsvp": full[0].id, "last_round": "1"})
    noted = client.get(door(event)).text
    client.post(path, data={"rsvp": full[0].id, "last_round": ""})

    assert "Stays until round 1" in noted
    assert f"Stays to the end: {full[0].name}" in noted
    assert f"Stays to the end: {full[0].name}" not in client.get(door(event)).text


def test_a_closed_table_empties_and_opens(client: Visitor) -> None:
    event = door_builders.event(capacity=40)
    people = door_builders.guests(event, 6)
    door_builders.plan(event, [people[:3], people[3:]], [people[:3], people[3:]], chairs=6)
    door_builders.come(*people)
    staff(client, event)
    path = door(event, "/tables/closings")

    client.post(path, data={"table": 2})
    closed = client.get(door(event)).text
    client.post(path, data={"table": 2, "again": 1})

    assert "Closed from round 1" in closed
    assert "Table 2 is closed." in closed
    assert "3 people change table" in closed
    assert "Every table has enough people" in client.get(door(event)).text


def test_what_cannot_be_is_said_on_the_page(client: Visitor) -> None:
    event, (_full, low) = evening(client)

    away = client.post(door(event, "/tables/leavings"), data={"rsvp": low[3].id, "last_round": "1"})
    none = client.post(door(event, "/tables/closings"), data={"table": 9})

    assert (away.status_code, none.status_code) == (409, 409)
    assert "is not checked in." in away.text
    assert "There is no such table." in none.text


def test_who_is_kept_apart_is_never_said(client: Visitor) -> None:
    event, (full, low) = evening(client)
    for rsvp in full:
        first, second = sorted((rsvp.id, low[0].id))
        make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=first, other_id=second))

    page = client.get(door(event)).text

    assert "leave no way to seat everybody" not in page
    assert "apart" not in page.partition("<main")[2]


def test_rules_that_leave_no_way_are_the_organizer_s_to_change(client: Visitor) -> None:
    event, (full, low) = evening(client)
    tonight_first = [full[0], low[0]]
    for rsvp in [*full[1:], low[1]]:
        db.session.delete(
            db.session.scalars(db.select(reseating.Arrival).filter_by(rsvp_id=rsvp.id)).one()
        )
    first, second = sorted(rsvp.id for rsvp in tonight_first)
    make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=first, other_id=second))

    page = client.get(door(event)).text

    assert "leave no way to seat everybody" in page
    assert "Fewest moves" not in page


def test_the_door_hears_shortly_before_a_round_that_tables_need_a_look(client: Visitor) -> None:
    event, _tables = evening(client)
    path = door(event, "")
    link = f'href="{door(event)}"'

    soon = client.get(path).text
    event.starts_at += timedelta(minutes=30)
    later = client.get(path).text

    assert "One table has too few people for round 1." in soon
    assert link in client.get(door(event, "/missing")).text
    assert "too few people" not in later
    assert link in later


def test_the_draft_that_is_set_aside_is_named(client: Visitor) -> None:
    event, _tables = evening(client)
    make.saved(
        Plan(
            event=event, version=2, rounds=2, seed=1, figures={}, bounds={}, created_at=clock.now()
        )
    )

    assert "An unpublished draft (version 2)" in client.get(door(event)).text
