"""Whom somebody doesn't want to sit with is kept from them by whatever seats people, and never named."""

from itertools import combinations

import door_builders
import make
import pytest
import seating_builders
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.reseating import actions as reseating
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, plans, problems
from eventapp.seating.avoiding import actions as avoiding
from eventapp.seating.avoiding.models import Avoidance
from eventapp.seating.board import display, edits, mixing, refusals, snapshot, undo
from eventapp.seating.board.guest_panel import guest_panel
from eventapp.seating.models import Plan, Rule


def avoid(one: Rsvp, other: Rsvp | None, said: str = "somebody") -> None:
    person: Person | None = other.person if other else None
    avoiding.avoid(one.person, one.event.community_id, other=person, said=said, now=clock.now())
    db.session.commit()


def together(seats: plans.Seats, one: Rsvp, other: Rsvp) -> list[int]:
    """The rounds in which two share a table."""
    return [n for n, at in seats.items() if one.id in at and at[one.id] == at.get(other.id)]


def board(event: Event) -> snapshot.Board:
    found = snapshot.read(event, now=clock.now())
    assert found
    return found


@pytest.fixture
def room(app: Flask) -> tuple[Event, list[Rsvp]]:
    """Eight people at two tables in two rounds, in a draft; nobody has said anything yet."""
    event, people = seating_builders.room(8, tables=2, seats=4, rounds=2)
    make_draft(event, [people[:4], people[4:]])
    return event, people


def make_draft(event: Event, tables: list[list[Rsvp]]) -> Plan:
    plan = door_builders.plan(event, tables, tables)
    plan.published_at = None
    db.session.commit()
    return plan


def test_a_new_mix_and_an_improvement_keep_them_apart(room) -> None:
    event, people = room
    avoid(people[0], people[1])

    for asked in (
        problems.problem_of_event(event),
        mixing.problem_for_new_mix(event, board(event)),
        mixing.problem_for_improvement(board(event))[0],
    ):
        solved = engine.solve(asked, steps=200)
        assert all(seats[str(people[0].id)] != seats[str(people[1].id)] for seats in solved.seats)


@pytest.mark.parametrize("said", ["Ömer Demir", "omer  DEMIR", "omer@example.org"])
def test_a_typed_name_or_address_holds_for_who_has_it(app: Flask, said: str) -> None:
    event, people = seating_builders.room(7, tables=2, seats=4, rounds=1)
    omer = seating_builders.guest(
        event, 7, first_name="Ömer", last_name="Demir", email="omer@example.org"
    )
    avoid(people[0], None, said)
    low, high = sorted((people[0].id, omer.id))

    assert problems.problem_of_event(event).apart == ((str(low), str(high)),)
    db.session.scalars(db.select(Avoidance)).one().dismissed_at = clock.now()
    assert problems.problem_of_event(event).apart == ()


def test_it_holds_at_later_events_of_the_community_and_at_nobody_else_s(room) -> None:
    event, people = room
    avoid(people[0], people[1])
    later, other = make.event(community=event.community), make.event()
    for where in (later, other):
        for rsvp in people:
            make.rsvp(where, person=rsvp.person)

    assert len(problems.problem_of_event(later).apart) == 1
    assert problems.problem_of_event(other).apart == ()


def test_what_is_taken_back_holds_no_more_and_only_one_s_own_is(room) -> None:
    event, people = room
    avoid(people[0], people[1])
    made = db.session.scalars(db.select(Avoidance)).one()

    avoiding.take_back(people[1].person, event.community_id, made.id)
    still = problems.problem_of_event(event).apart
    avoiding.take_back(people[0].person, event.community_id, made.id)

    assert len(still) == 1
    assert problems.problem_of_event(event).apart == ()


def test_who_came_together_isn_t_seated_together_when_one_would_rather_not(app: Flask) -> None:
    event, people = seating_builders.room(8, tables=2, seats=4, rounds=1)
    people[0].sits_together = True
    people[1].brought_by_id = people[0].id
    avoid(people[1], people[0])

    asked = problems.problem_of_event(event)
    solved = engine.solve(asked, steps=50)

    assert asked.together == ()
    assert solved.seats[0][str(people[0].id)] != solved.seats[0][str(people[1].id)]


def test_a_move_by_hand_is_refused_without_a_word_of_why(room) -> None:
    event, people = room
    avoid(people[0], people[7])

    with pytest.raises(Refused) as no:
        edits.swap(board(event), people[0].id, 1, people[4].id, now=clock.now())

    assert "all that was asked of these tables" in str(no.value)
    assert not any(rsvp.first_name in str(no.value) for rsvp in people)


def test_a_rule_that_can_t_hold_beside_it_is_refused_without_a_word_of_why(room) -> None:
    event, people = room
    avoid(people[0], people[7])

    with pytest.raises(Refused) as no:
        edits.add_pair_rule(
            event, board(event), "together", people[0].id, people[7].id, now=clock.now()
        )

    assert "No way was found" in str(no.value)
    assert not any(rsvp.first_name in str(no.value) for rsvp in people)


def test_what_an_organizer_or_a_party_keeps_apart_is_still_named(room) -> None:
    event, people = room
    make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=people[0].id, other_id=people[7].id))
    people[1].brought_by_id, people[1].sits_together = people[2].id, False
    laid = board(event)

    def refused(one: Rsvp, other: Rsvp) -> str:
        rule = engine.Rule("apart", (str(one.id), str(other.id)))
        return refusals.rule_refusal(rule, laid)

    assert people[7].first_name in refused(people[0], people[7])
    assert people[2].first_name in refused(people[1], people[2])
    assert people[3].first_name not in refused(people[1], people[3])


def test_nothing_on_the_board_shows_it(room) -> None:
    event, people = room
    before = shown(event, people)

    avoid(people[0], people[1])

    assert shown(event, people) == before


def shown(event: Event, people: list[Rsvp]) -> list[object]:
    """What the board says of a draft in which the two sit together, but for who can go where."""
    laid = board(event)
    return [
        [display.cards(laid, n) for n in (1, 2)],
        display.rules(laid),
        display.figures(laid),
        display.publication_status(laid),
        [guest_panel(laid, rsvp.id, 1).reasons for rsvp in people],
    ]


def test_what_was_drafted_before_is_mended_when_it_is_published(client: Visitor, room) -> None:
    event, people = room
    seating_builders.organizer(client, event.community)
    avoid(people[0], people[1])

    client.submit(f"{seating_builders.desk(event)}/tables", to="/publication")

    plan = plans.published(event)
    assert plan
    assert together(plans.seats_of(plan), people[0], people[1]) == []


def test_an_undo_brings_them_to_no_table(room) -> None:
    event, people = room
    edits.swap(board(event), people[0].id, 1, people[4].id, now=clock.now())
    avoid(people[0], people[1])

    with pytest.raises(Refused):
        undo.undo(board(event))

    assert together(board(event).seats, people[0], people[1]) == [2]


def test_a_walk_in_and_a_late_guest_get_another_table(app: Flask) -> None:
    event, (first, _second) = door_builders.full(2, at=3, minutes=60)
    plan = plans.published(event)
    for table in plan.tables:
        table.capacity = 5
    late = make.rsvp(event)
    avoid(first[0], late)

    route = actions.seat_newcomer(plan, late)

    assert set(route) == {2}
    walked = door_builders.walk_in(event, "Rosa")
    assert walked.going


def test_tables_changed_at_the_door_keep_them_apart_and_so_does_their_undo(app: Flask) -> None:
    event, seated = door_builders.full(3, at=4, minutes=10)
    door_builders.come(*seated[0], *seated[1], seated[2][0])
    db.session.commit()
    live = door_builders.look(event)
    reseating.apply(event, "fewest", live.stamp, by=make.member(event.community), now=clock.now())
    db.session.commit()
    before, after = (plans.seats_of(plan) for plan in db.session.scalars(db.select(Plan)))
    pairs = [
        (one, other)
        for one, other in combinations([*seated[0], *seated[1], seated[2][0]], 2)
        if together(before, one, other) and not together(after, one, other)
    ]
    one, other = pairs[0]
    avoid(one, other)

    version = door_builders.look(event).plan.version
    reseating.undo(event, version, by=make.member(event.community), now=clock.now())

    plan = plans.published(event)
    assert plan.version == version + 1
    assert together(plans.seats_of(plan), one, other) == []
