"""The tables while people are still coming: too early, late, or soon gone."""

import door_builders
from door_builders import at, door, staff
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.door.reseating import actions as reseating
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


def one_closed(chairs: int) -> tuple[Event, Rsvp]:
    """Table 2 is closed and nobody of it is here; the one who then comes."""
    event = door_builders.event(capacity=40)
    people = door_builders.guests(event, 6)
    seated = [people[:3], people[3:]]
    door_builders.plan(event, seated, seated, chairs=chairs)
    door_builders.come(*people[:3])
    reseating.close(event, 2, again=False, now=clock.now())
    return event, people[3]


def test_nothing_is_proposed_while_nobody_is_here(client: Visitor) -> None:
    event, _tables = door_builders.full(3)
    staff(client, event)

    page = client.get(door(event)).text

    assert "Most people aren’t here yet" in page
    assert "Every table has enough people" not in page
    assert "Apply" not in page


def test_no_chair_is_given_up_while_most_are_missing(client: Visitor) -> None:
    event, (first, _second, _third) = door_builders.full(3)
    door_builders.come(*first)
    staff(client, event)

    page = client.get(door(event)).text

    assert "Most people aren’t here yet" in page
    assert "stays empty" not in page
    assert "Apply" not in page


def test_the_few_who_are_here_can_sit_together(client: Visitor) -> None:
    event, tables = door_builders.full(3)
    door_builders.come(*(people[0] for people in tables))
    staff(client, event)

    page = client.get(door(event)).text

    assert "Most people aren’t here yet" in page
    assert "Fewest moves: 2 people change table" in page


def test_once_a_round_has_begun_whoever_is_missing_is_missing(client: Visitor) -> None:
    event, (first, _second, _third) = door_builders.full(3, minutes=-5)
    door_builders.come(*first)
    staff(client, event)

    page = client.get(door(event)).text

    assert "8 people are missing" in page
    assert "Tables 2 and 3 stay empty in round 2" in page


def test_somebody_who_leaves_early_where_enough_stay_is_no_reason_for_a_change(
    client: Visitor,
) -> None:
    event, (full, low) = door_builders.full(2)
    door_builders.come(*full, *low)
    reseating.leave(low[0], 1, now=clock.now())
    staff(client, event)

    page = client.get(door(event)).text

    assert "Every table has enough people" in page
    assert "Apply" not in page


def test_whoever_comes_late_is_not_sent_to_a_closed_table(app: Flask) -> None:
    event, late = one_closed(chairs=4)

    door_builders.come(late)

    assert [at(event, number)[late.id] for number in (1, 2)] == [1, 1]


def test_a_table_that_closes_later_keeps_its_people_until_then(app: Flask) -> None:
    event, late = one_closed(chairs=4)
    door_builders.newest(event).tables[1].closed_from = 2

    door_builders.come(late)

    assert [at(event, number)[late.id] for number in (1, 2)] == [2, 1]


def test_whoever_finds_no_chair_but_at_a_closed_table_is_in_without_one(client: Visitor) -> None:
    event, late = one_closed(chairs=3)
    staff(client, event)

    answer = client.post(door(event, "/arrivals"), data={"rsvp": late.id, "then": "tables"})
    page = client.get(answer.headers["Location"]).text

    assert f"{late.name} is in, without a chair." in page
    assert f"{late.name} has no chair in round 1" in page


def test_the_door_leads_to_the_tables(client: Visitor) -> None:
    event, _tables = door_builders.full(2)
    staff(client, event)

    page = client.get(door(event, "")).text

    assert f'href="{door(event)}"' in page.partition('id="doorbar"')[2]
