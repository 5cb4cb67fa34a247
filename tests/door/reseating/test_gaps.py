"""The fewest moves that leave nobody alone, without a database."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventapp.door.reseating import gaps
from eventapp.door.reseating.gaps import Change, Room, better_mix, changes, repair, tables_to_use
from eventapp.seating.engine import Clash, Fixed, Guest, Problem, Solution, Table

ROLES = "abc"


def room(
    tables: list[int],
    away: str = "",
    *,
    chairs: int = 4,
    rounds: int = 1,
    begun: int = 0,
    new: int = 0,
    closed: str = "",
    hosts: dict[str, str] | None = None,
    leaving: dict[str, int] | None = None,
    **rules: object,
) -> Room:
    """Tables 1, 2 … with so many people, called 1a, 1b …; `new` ones, n0 …, have no chair."""
    seats = {
        f"{table}{chr(97 + n)}": str(table)
        for table, size in enumerate(tables, start=1)
        for n in range(size)
    }
    people = [*seats, *(f"n{n}" for n in range(new))]
    left = leaving or {}
    missing = frozenset(away.split())
    return Room(
        asked=Problem(
            guests=tuple(Guest(k, ROLES[n % 3]) for n, k in enumerate(people)),
            tables=tuple(Table(str(n + 1), chairs) for n in range(len(tables))),
            rounds=rounds,
            fixed=tuple(Fixed(*each) for each in (hosts or {}).items()),
            closed=frozenset((r, t) for t in closed.split() for r in range(begun, rounds)),
            **rules,  # type: ignore[arg-type]
        ),
        plan=Solution(tuple(dict(seats) for _ in range(rounds))),
        here=tuple(
            frozenset(k for k in people if k not in missing and left.get(k, rounds) > r)
            for r in range(rounds)
        ),
        missing=missing,
        begun=begun,
    )


def moves(found: Room) -> list[Change]:
    """Who of those here sits elsewhere after the change."""
    made = changes(found, repair(found).plan)
    return [c for c in made if c.who in found.here[c.round] and c.after]


def test_one_from_a_full_table_fills_a_table_of_two() -> None:
    found = room([4, 4], "2c 2d")

    (move,) = moves(found)

    assert (move.before, move.after) == ("1", "2")


def test_whoever_would_be_alone_moves_and_their_table_stays_empty() -> None:
    found = room([3, 4, 4], "2b 2c 2d")

    (move,) = moves(found)

    assert move.who == "2a"
    assert "2" not in repair(found).plan.seats[0].values()


def test_nobody_moves_when_a_whole_table_is_missing_and_its_chairs_are_given_up() -> None:
    found = room([4, 4], "2a 2b 2c 2d")

    assert moves(found) == []
    assert "2" not in repair(found).plan.seats[0].values()


def test_whoever_is_missing_keeps_a_chair_that_nobody_needs() -> None:
    found = room([4, 4], "2c 2d")

    seats = repair(found).plan.seats[0]

    assert sorted(Counter(seats.values()).values()) == [3, 4]
    assert len({"2c", "2d"} & seats.keys()) == 1


def test_somebody_new_gets_the_chair_of_somebody_missing_and_nobody_moves() -> None:
    found = room([4, 4], "2d", new=1)

    assert moves(found) == [Change(0, "n0", None, "2")]
    assert "2d" not in repair(found).plan.seats[0]


def test_somebody_new_without_a_free_chair_stands_and_nobody_moves() -> None:
    found = room([4, 4], new=1)

    assert moves(found) == []
    assert found.standing(0, repair(found).plan) == ["n0"]


def test_everybody_at_a_closed_table_goes_elsewhere() -> None:
    found = room([3, 3, 3], chairs=5, closed="2")

    made = moves(found)

    assert {c.who for c in made} == {"2a", "2b", "2c"}
    assert {c.after for c in made} <= {"1", "3"}


def test_a_host_keeps_a_table_that_is_worth_filling() -> None:
    found = room([4, 4, 4], "2b 2c 2d", hosts={"2a": "2"})

    made = moves(found)

    assert "2a" not in {c.who for c in made}
    assert {c.after for c in made} == {"2"}
    assert len(made) == 2


def test_the_host_of_a_closed_table_moves_too() -> None:
    found = room([3, 3], closed="2", chairs=6, hosts={"2a": "2"})

    assert {c.who for c in moves(found)} == {"2a", "2b", "2c"}


def test_hosts_share_a_table_when_nobody_else_is_left() -> None:
    found = room([3, 3], "1b 1c 2b 2c", hosts={"1a": "1", "2a": "2"})

    after = repair(found).plan.seats[0]

    assert after["1a"] == after["2a"]


def test_rounds_that_have_begun_stay_as_they_are() -> None:
    found = room([4, 4], "2b 2c 2d", rounds=3, begun=2)

    plan = repair(found).plan

    assert plan.seats[:2] == found.plan.seats[:2]
    assert [c.round for c in moves(found)] == [2]


def test_whoever_leaves_early_has_no_seat_in_the_rounds_after() -> None:
    found = room([4, 4], rounds=2, leaving={"2a": 1, "2b": 1})

    after = repair(found).plan

    assert after.seats[0] == found.plan.seats[0]
    assert not {"2a", "2b"} & after.seats[1].keys()
    assert [(c.round, c.after) for c in moves(found)] == [(1, "2")]


def test_two_who_are_kept_apart_are_not_brought_together() -> None:
    found = room([4, 4], "2c 2d", apart=(("1a", "2a"), ("1b", "2a"), ("1c", "2a")))

    assert [c.who for c in moves(found)] == ["1d"]


def test_rules_that_leave_no_way_say_so() -> None:
    found = room([1, 1], apart=(("1a", "2a"),))

    with pytest.raises(Clash):
        repair(found)


def test_five_at_tables_of_four_sit_as_three_and_two() -> None:
    found = room([4, 1], new=0)

    sizes = Counter(repair(found).plan.seats[0].values())

    assert sorted(sizes.values()) == [2, 3]


def test_a_better_mix_keeps_every_table_filled() -> None:
    found = room([4, 4, 4, 4], "2c 2d 3d", rounds=2)
    first = repair(found)

    plan = better_mix(found, first).plan

    assert all(n >= 3 for r in (0, 1) for n in found.sizes(r, plan).values())


sizes = st.lists(st.integers(0, 6), min_size=1, max_size=6)


@given(sizes, st.integers(0, 5), st.integers(2, 7), st.sets(st.integers(0, 5)))
def test_no_choice_of_tables_moves_fewer(
    now: list[int], pool: int, chairs: int, held: set[int]
) -> None:
    now = [min(n, chairs) for n in now]
    people, least = pool + sum(now), min(3, chairs)
    assume(people)
    size = {str(t): n for t, n in enumerate(now) if n}
    room_ = {str(t): chairs for t in range(len(now))}
    kept = {str(t) for t in held if str(t) in size}
    try:
        used = tables_to_use(size, room_, pool=pool, least=3, held=kept)
    except Clash:
        used = None
    fits = {
        tables
        for n in range(1, len(now) + 1)
        for tables in combinations(room_, n)
        if n * least <= people <= n * chairs
    }

    def cost(tables: object) -> int:
        there = [size.get(t, 0) for t in tables]  # type: ignore[attr-defined]
        leave = sum(size.values()) - sum(there)
        return leave + max(0, sum(max(0, least - n) for n in there) - pool - leave)

    if used is None:
        assert not fits
        return
    assert tuple(t for t in room_ if t in used) in fits
    within = [tables for tables in fits if kept <= set(tables)]
    if within:
        assert cost(used) == min(map(cost, within))


@settings(max_examples=60)
@given(st.data())
def test_nobody_is_left_alone_and_nobody_stands_without_need(data: st.DataObject) -> None:
    tables = data.draw(st.lists(st.integers(0, 5), min_size=2, max_size=5), "tables")
    names = [f"{t}{chr(97 + n)}" for t, size in enumerate(tables, 1) for n in range(size)]
    away = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()), "away")
    staying = [k for k in names if k not in away]
    leaving = data.draw(
        st.dictionaries(st.sampled_from(staying), st.integers(0, 1)) if staying else st.just({}),
        "leaving",
    )
    host = data.draw(st.sampled_from([None, *names]), "host")
    found = room(
        tables,
        " ".join(sorted(away)),
        chairs=5,
        rounds=2,
        begun=data.draw(st.integers(0, 1), "begun"),
        new=data.draw(st.integers(0, 3), "new"),
        closed=data.draw(st.sampled_from(["", "1", "2"]), "closed"),
        leaving=leaving,
        hosts={host: host[0]} if host else None,
    )

    first = repair(found)

    for plan in (first.plan, better_mix(found, first).plan):
        assert plan.seats[: found.begun] == found.plan.seats[: found.begun]
        for r in found.rounds:
            here, sizes = found.here[r], found.sizes(r, plan)
            if len(here) > 1:
                assert 1 not in sizes.values()
            if len(here) > 5:
                assert min(sizes.values()) >= 3
            chairs = 5 * (len(tables) - len(found.shut(r)))
            assert len(found.standing(r, plan)) == max(0, len(here) - chairs)
            assert max(Counter(plan.seats[r].values()).values(), default=0) <= 5
            assert not {k for k in here if plan.seats[r].get(k) in found.shut(r)}


def test_enough_is_three() -> None:
    assert gaps.ENOUGH == 3
