"""The plan changed while the evening runs: whoever comes, goes, or loses a table."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.seating.engine import bounds, feasibility, figures, rules
from eventapp.seating.engine.problem import Clash, Fixed, Guest, Problem, Table
from eventapp.seating.engine.repair import reseat
from eventapp.seating.engine.search import annealing
from eventapp.seating.engine.solution import Solution

ROUNDS = 2


@st.composite
def changes(draw) -> Problem:
    """A small evening with its plan, and what happened since."""
    count, one_in_three = draw(st.integers(3, 14)), st.sampled_from([True, False, False])
    kind = st.sampled_from(["a", "b"])
    guests = tuple(Guest(f"g{n}", draw(kind)) for n in range(count))
    size = st.tuples(st.sampled_from([3, 4, 5]), st.sampled_from([0, 0, 2, 3]))
    tables = tuple(
        Table(f"t{n}", *s) for n, s in enumerate(draw(st.lists(size, min_size=2, max_size=4)))
    )
    asked = Problem(
        guests,
        tables,
        ROUNDS,
        fixed=tuple(Fixed(f"g{n}", f"t{n}") for n in range(draw(st.integers(0, 2)))),
        together=(("g0", f"g{count - 1}"),) if draw(one_in_three) else (),
        apart=((f"g{count - 1}", f"g{count - 2}"),) if draw(one_in_three) else (),
    )
    try:
        before = annealing.solve(asked, steps=0, seed=draw(st.integers(0, 9)))
    except Clash:
        before = Solution(({}, {}))
    over = draw(st.integers(0, 1))
    gone = draw(st.sets(st.sampled_from([g.key for g in guests]), max_size=count // 2))
    table = st.sampled_from([t.key for t in tables])
    return replace(
        asked,
        guests=(*guests, *(Guest(f"n{n}", "a") for n in range(draw(st.integers(0, 3))))),
        absent=frozenset((r, k) for r in range(over, ROUNDS) for k in gone),
        closed=frozenset((r, draw(table)) for r in range(over, ROUNDS) if draw(one_in_three)),
        previous=before,
        frozen_rounds=over,
    )


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(changes(), st.sampled_from([None, 15]))
def test_whatever_happens_rules_hold_and_hosts_and_rounds_that_are_over_stay(asked, price):
    try:
        after = reseat(asked, price=price)
    except Clash:
        return

    over = asked.frozen_rounds
    assert rules.violations(asked, after) == []
    assert after.seats[:over] == asked.previous.seats[:over]
    assert figures.count_moves(asked, after) >= bounds.lower_bounds(asked).moves
    for r in range(over, ROUNDS):
        assert {f.guest: f.table for f in asked.fixed if f.guest in after.seats[r]}.items() <= (
            after.seats[r].items()
        )
        assert not any(asked.barred(r, k, t) for k, t in after.seats[r].items())


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(changes(), st.sampled_from([None, 15]))
def test_nobody_sits_alone_where_the_rules_leave_another_way(asked, price):
    try:
        after = reseat(asked, price=price)
    except Clash:
        return

    for r in range(asked.frozen_rounds, ROUNDS):
        alone = [m for m in after.tables(r).values() if len(m) == 1]
        assert not alone or not any(_seatable(way, r) for way in _in_company(asked, r))


def _in_company(asked: Problem, round: int) -> Iterator[Problem]:
    """For each choice of tables to use, the problem of seating two or more at every one."""
    room = asked.room(round)
    fixed = tuple(f for f in asked.fixed if (round, f.guest) not in asked.absent)
    for count in range(1, len(room) + 1):
        for used in combinations([t for t in room if t.capacity > 1], count):
            keys = {t.key for t in used}
            if {f.table for f in fixed} | {t.key for t in room if t.minimum} <= keys:
                yield replace(
                    asked,
                    tables=tuple(replace(t, minimum=max(2, t.minimum)) for t in used),
                    fixed=fixed,
                    closed=frozenset(),
                )


def _seatable(asked: Problem, round: int) -> bool:
    try:
        feasibility.seat_bound_guests(asked, round)
    except Clash:
        return False
    return True


def _room(*sizes: int, minimum: int = 0, **given) -> Problem:
    """A round in which so many sit at each table of five."""
    tables = tuple(Table(f"t{n}", 5, minimum) for n in range(len(sizes)))
    seats = {f"g{n}{i}": f"t{n}" for n, size in enumerate(sizes) for i in range(size)}
    guests = tuple(Guest(k, "a") for k in seats)
    return Problem(guests, tables, 1, previous=Solution((seats,)), **given)


def test_a_table_of_two_that_needs_three_gets_one_more_and_nobody_else_moves():
    asked = _room(2, 5, 4, minimum=3)

    after = reseat(asked)

    assert figures.count_moves(asked, after) == 1
    assert sorted(len(m) for m in after.tables(0).values()) == [3, 4, 4]


def test_a_host_whom_everybody_left_gets_company_where_they_sit():
    asked = _room(1, 5, 4, fixed=(Fixed("g00", "t0"),))

    after = reseat(asked)

    assert after.seats[0]["g00"] == "t0"
    assert len(after.mates(0, "g00")) == 1
    assert figures.count_moves(asked, after) == 1


def test_people_at_a_table_that_is_closed_move_and_nobody_else():
    asked = _room(4, 3, 4, 3, closed=frozenset({(0, "t0")}))

    after = reseat(asked)

    moved = {k for k, t in after.seats[0].items() if asked.previous.seats[0][k] != t}
    assert moved == {"g00", "g01", "g02", "g03"}


def test_a_newcomer_joins_others_rather_than_open_a_table():
    asked = _room(4, 5)
    tables = (*asked.tables, Table("t9", 5))

    after = reseat(replace(asked, guests=(*asked.guests, Guest("new", "a")), tables=tables))

    assert after.seats[0]["new"] == "t0"


@pytest.mark.parametrize("price", [None, 15])
def test_the_same_change_and_seed_give_the_same_plan(price):
    asked = _room(2, 5, 4, 5, minimum=3)

    assert reseat(asked, seed=3, price=price) == reseat(asked, seed=3, price=price)
