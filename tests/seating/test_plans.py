"""From guests to a plan, and from a plan to everybody's route."""

import make
import pytest
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.seating import actions, plans, problems
from eventapp.seating.board import edits, snapshot
from eventapp.seating.models import Plan, Rule

CLASH = (
    "These can’t all be kept: Name0 hosts table 1; Name1 hosts table 2; "
    "Name0 and Name1 are kept together. Take one back."
)


def letters() -> list[str]:
    """The addresses that routes are on their way to."""
    routes = db.select(Message.to).where(Message.kind == "route")
    return sorted(db.session.scalars(routes))


def routes_of(event) -> dict[int, tuple[int, ...]]:
    return plans.routes(plans.latest(event))


def neighbours(event, number: int, table: int) -> list[int]:
    seats = plans.seats_of(plans.latest(event))[number]
    return [who for who, at in seats.items() if at == table]


def test_every_table_is_used_and_evenly(app) -> None:
    event, _guests = seating_builders.room(20, tables=5, seats=6)

    plan = seating_builders.plan(event)

    seats = plans.seats_of(plan)
    assert all(
        sorted(s.values()) == [t for t in range(1, 6) for _ in range(4)] for s in seats.values()
    )


def test_too_few_people_are_told_what_to_do(app) -> None:
    event, _guests = seating_builders.room(3)

    with pytest.raises(Refused, match="at least four people"):
        problems.problem_of_event(event)


def test_more_people_than_chairs_are_told_the_numbers(app) -> None:
    event, _guests = seating_builders.room(9, tables=2, seats=4)

    with pytest.raises(Refused, match="9 people come and there are 8 chairs"):
        problems.problem_of_event(event)


def test_publishing_writes_to_everybody_once(app) -> None:
    event, guests = seating_builders.room(12)
    plan = seating_builders.plan(event)

    told = actions.publish(plan, now=clock.now())
    again = actions.publish(plan, now=clock.now())

    assert (told, again) == (12, 0)
    assert letters() == sorted(g.person.email for g in guests)


def test_a_guest_without_an_address_is_seated_and_not_counted_as_told(app) -> None:
    event, guests = seating_builders.room(8)
    guests[0].person.email = None
    plan = seating_builders.plan(event)

    told = actions.publish(plan, now=clock.now())

    assert told == 7
    assert guests[0].id in plans.routes(plan)


def test_a_second_publication_tells_only_those_who_moved(app) -> None:
    event, guests = seating_builders.room(12)
    actions.publish(seating_builders.plan(event), now=clock.now())
    laid = snapshot.read(event)
    other = next(g for g in guests if laid.seats[1][g.id] != laid.seats[1][guests[0].id])

    edits.swap(laid, guests[0].id, 1, other.id, now=clock.now())
    told = actions.publish(plans.latest(event), now=clock.now())

    assert told == 2
    extra = sorted(letters())
    assert extra.count(guests[0].person.email) == extra.count(other.person.email) == 2


def test_a_change_of_a_published_plan_is_a_draft_of_its_own(app) -> None:
    event, guests = seating_builders.room(12)
    plan = seating_builders.plan(event)
    actions.publish(plan, now=clock.now())
    before = plans.seats_of(plan)
    laid = snapshot.read(event)
    other = next(g for g in guests if laid.seats[1][g.id] != laid.seats[1][guests[0].id])

    edits.swap(laid, guests[0].id, 1, other.id, now=clock.now())

    draft = plans.latest(event)
    assert (draft.version, draft.published_at) == (2, None)
    assert plans.seats_of(plan) == before
    assert plans.published(event) == plan


def test_a_plan_is_made_changed_and_published_on_either_database(each_database) -> None:
    event, guests = seating_builders.room(8)
    seating_builders.plan(event)
    one, host, *others = guests

    edits.add_host_rule(event, snapshot.read(event), host.id, 2, now=clock.now())
    laid = snapshot.read(event)
    other = next(g for g in others if laid.seats[1][g.id] != laid.seats[1][one.id])
    edits.swap(laid, one.id, 1, other.id, now=clock.now())
    told = actions.publish(plans.latest(event), now=clock.now())
    db.session.commit()

    assert told == 8
    assert snapshot.read(event).draft is False


def test_a_change_of_a_draft_stays_in_it(app) -> None:
    event, guests = seating_builders.room(12)
    seating_builders.plan(event)
    laid = snapshot.read(event)
    other = next(g for g in guests if laid.seats[2][g.id] != laid.seats[2][guests[0].id])

    edits.swap(laid, guests[0].id, 2, other.id, now=clock.now())

    after = snapshot.read(event)
    assert after.plan.version == 1
    assert after.seats[2][guests[0].id] == laid.seats[2][other.id]
    assert after.plan.figures["repeats"] == after.figures.repeats


def test_a_host_stays_at_one_table_in_every_round_and_every_mix(app) -> None:
    event, guests = seating_builders.room(16, tables=4, seats=5)
    seating_builders.plan(event)

    edits.add_host_rule(event, snapshot.read(event), guests[0].id, 3, now=clock.now())

    assert routes_of(event)[guests[0].id] == (3, 3, 3)
    assert plans.routes(seating_builders.plan(event, seed=9))[guests[0].id] == (3, 3, 3)


def test_a_person_hosts_one_table_only(app) -> None:
    event, guests = seating_builders.room(16, tables=4, seats=5)
    seating_builders.plan(event)
    edits.add_host_rule(event, snapshot.read(event), guests[0].id, 3, now=clock.now())

    edits.add_host_rule(event, snapshot.read(event), guests[0].id, 2, now=clock.now())

    assert routes_of(event)[guests[0].id] == (2, 2, 2)
    assert db.session.scalar(db.select(db.func.count(Rule.id))) == 1


def test_a_new_rule_moves_few_people(app) -> None:
    event, guests = seating_builders.room(24, tables=6, seats=5)
    seating_builders.plan(event)
    laid = snapshot.read(event)

    moved = edits.add_pair_rule(
        event, laid, "together", guests[0].id, guests[1].id, now=clock.now()
    )

    after = routes_of(event)
    assert after[guests[0].id] == after[guests[1].id]
    assert moved <= 12


def test_two_kept_apart_never_share_a_table(app) -> None:
    event, _guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    mates = neighbours(event, 1, 1)

    edits.add_pair_rule(event, snapshot.read(event), "apart", mates[0], mates[1], now=clock.now())

    after = routes_of(event)
    assert all(a != b for a, b in zip(after[mates[0]], after[mates[1]], strict=True))


def test_rules_that_contradict_each_other_are_named_and_nothing_is_kept(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    edits.add_host_rule(event, snapshot.read(event), guests[0].id, 1, now=clock.now())
    edits.add_host_rule(event, snapshot.read(event), guests[1].id, 2, now=clock.now())
    ids = guests[0].id, guests[1].id
    db.session.commit()

    with pytest.raises(Refused, match=CLASH):
        edits.add_pair_rule(event, snapshot.read(event), "together", *ids, now=clock.now())
    db.session.rollback()

    assert db.session.scalar(db.select(db.func.count(Rule.id))) == 2


def test_the_same_rule_twice_is_once(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)

    edits.add_pair_rule(
        event, snapshot.read(event), "apart", guests[0].id, guests[1].id, now=clock.now()
    )
    edits.add_pair_rule(
        event, snapshot.read(event), "apart", guests[1].id, guests[0].id, now=clock.now()
    )

    assert db.session.scalar(db.select(db.func.count(Rule.id))) == 1


def test_a_host_of_a_table_that_few_people_leave_unused_is_named(app) -> None:
    event, guests = seating_builders.room(8, tables=4, seats=5)
    make.saved(Rule(event_id=event.id, kind="host", rsvp_id=guests[0].id, number=4))

    with pytest.raises(Refused, match="Name0 hosts table 4, but only 2 tables are used"):
        problems.problem_of_event(event)


def test_a_draft_can_be_thrown_away_but_what_is_published_stays(app) -> None:
    event, _guests = seating_builders.room(8)
    actions.publish(seating_builders.plan(event), now=clock.now())
    seating_builders.plan(event, seed=2)

    edits.discard(snapshot.read(event))
    db.session.flush()

    assert plans.latest(event).version == 1
    with pytest.raises(Refused, match="published plan stays"):
        edits.discard(snapshot.read(event))
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 1
