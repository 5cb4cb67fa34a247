"""Changes during the evening, and the reasons people are given."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.seating.engine import bounds, explain, figures, json_format, rules
from eventapp.seating.engine.problem import Clash, Fixed, Guest, Problem, Table
from eventapp.seating.engine.repair import reseat
from eventapp.seating.engine.search import annealing
from eventapp.seating.engine.solution import Solution

SHARED = Path(__file__).resolve().parents[4] / "shared" / "seating"
GUESTS = tuple(
    Guest(
        f"g{n}",
        ["leader", "student", "maker"][n % 3],
        organization="Org" if n < 3 else None,
        asks=frozenset({f"t{n % 4}"}),
        offers=frozenset({f"t{(n + 1) % 4}"}),
    )
    for n in range(18)
)
TABLES = tuple(Table(f"{n}", 6) for n in range(1, 5))


def _evening(**given):
    fields = {"guests": GUESTS, "tables": TABLES, "rounds": 2} | given
    return Problem(**fields)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the problems are not at {SHARED}")
@pytest.mark.parametrize(
    ("name", "energy"),
    [("n048_t6_r3", 865), ("n200_t8_r3", 1500), ("n1000_t8_r3_hist", 8100)],
)
def test_a_closed_table_moves_only_those_who_sat_there(name, energy):
    document = json.loads((SHARED / "instances" / f"reseat_{name}.json").read_text())
    asked = json_format.problem_from(document)

    plan = reseat(asked)

    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    scored, broken = scorer.score(json_format.document_of(plan), document)
    assert broken == []
    assert scored["moves"] == bounds.lower_bounds(asked).moves
    assert scored["energy"] <= energy


def test_nothing_to_do_changes_nothing():
    before = annealing.solve(_evening(), steps=60)

    after = reseat(_evening(previous=before))

    assert after.seats == before.seats


def test_a_walk_in_gets_a_chair_and_nobody_moves():
    before = annealing.solve(_evening(), steps=60)
    tables = tuple(Table(t.key, 7) for t in TABLES)
    asked = _evening(guests=(*GUESTS, Guest("new", "leader")), tables=tables, previous=before)

    after = reseat(asked)

    assert figures.count_moves(asked, after) == 0
    assert all("new" in seats for seats in after.seats)


def test_a_walk_in_who_opens_a_table_gets_company():
    before = annealing.solve(_evening(), steps=60)
    asked = _evening(guests=(*GUESTS, Guest("new", "leader")), previous=before)

    after = reseat(asked)

    assert [len(after.mates(r, "new")) for r in (0, 1)] == [1, 1]
    assert figures.count_moves(asked, after) == 2


def test_rounds_that_are_over_stay_though_a_guest_of_theirs_left():
    before = annealing.solve(_evening(), steps=60)
    absent = frozenset({(1, "g4")})

    after = reseat(_evening(previous=before, frozen_rounds=1, absent=absent))

    assert after.seats[0] == before.seats[0]
    assert "g4" not in after.seats[1]


def test_nobody_is_left_alone_at_a_table():
    seats = {g.key: str(1 + n // 6) for n, g in enumerate(GUESTS)}
    here = ("g0", *(f"g{n}" for n in range(6, 16)))
    absent = frozenset((0, g.key) for g in GUESTS if g.key not in here)
    asked = _evening(rounds=1, previous=Solution((seats,)), absent=absent)

    after = reseat(asked)

    assert min(len(m) for m in after.tables(0).values()) > 1
    assert figures.count_moves(asked, after) == 1


def test_a_minimum_that_is_no_longer_met_moves_as_few_as_needed():
    seats = {g.key: str(1 + n // 6) for n, g in enumerate(GUESTS)}
    tables = tuple(Table(f"{n}", 6, 4) for n in range(1, 4))
    absent = frozenset({(0, "g0"), (0, "g1"), (0, "g2")})
    asked = _evening(rounds=1, tables=tables, previous=Solution((seats,)), absent=absent)

    after = reseat(asked)

    assert figures.count_moves(asked, after) == bounds.lower_bounds(asked).moves == 1


def test_a_new_rule_is_kept_with_few_moves():
    before = annealing.solve(_evening(), steps=0, seed=3)
    asked = _evening(
        previous=before,
        together=(("g0", "g7"),),
        apart=(("g3", before.mates(0, "g3")[0]),) if "g7" not in before.mates(0, "g3") else (),
        fixed=(Fixed("g9", "2"),),
    )

    after = reseat(asked)

    assert rules.violations(asked, after) == []
    assert figures.count_moves(asked, after) <= 8


def test_a_price_allows_further_moves_only_where_they_pay():
    before = annealing.solve(_evening(), steps=0)
    asked = _evening(previous=before)

    after = reseat(asked, price=15)

    moved = figures.count_moves(asked, after)
    gain = figures.measure(asked, before).energy - figures.measure(asked, after).energy
    assert moved > 0
    assert gain > 15 * moved


def test_rules_that_clash_are_told_when_reseating():
    before = annealing.solve(_evening(), steps=0)
    fixed = (Fixed("g0", "1"), Fixed("g1", "2"))

    with pytest.raises(Clash, match="must sit together, but both are fixed"):
        reseat(_evening(previous=before, together=(("g0", "g1"),), fixed=fixed))


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.sampled_from([g.key for g in GUESTS]), max_size=12),
    st.sampled_from(["1", "2", "3"]),
    st.integers(0, 3),
    st.integers(0, 1),
)
def test_whatever_happens_the_change_is_valid_and_near(gone, closed, newcomers, over):
    before = annealing.solve(_evening(tables=TABLES[:3]), steps=30)
    new = tuple(Guest(f"n{n}", "maker") for n in range(newcomers))
    asked = _evening(
        guests=(*GUESTS, *new),
        tables=tuple(Table(t.key, 7) for t in TABLES if t.key != closed),
        absent=frozenset((r, k) for r in range(over, 2) for k in gone),
        previous=before,
        frozen_rounds=over,
    )

    after = reseat(asked)

    assert rules.violations(asked, after) == []
    assert figures.count_moves(asked, after) >= bounds.lower_bounds(asked).moves
    for r in range(over, 2):
        alone = [m for m in after.tables(r).values() if len(m) == 1]
        assert not alone or len(asked.present(r)) == 1


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.sampled_from([g.key for g in GUESTS]), max_size=12),
    st.frozensets(st.tuples(st.integers(1, 1), st.sampled_from(["1", "2", "3"])), max_size=1),
    st.sampled_from([None, 15]),
)
def test_a_table_closed_in_one_round_is_left_in_that_round_alone(gone, closed, price):
    before = annealing.solve(_evening(tables=TABLES[:3]), steps=30)
    asked = _evening(
        tables=tuple(Table(t.key, 7) for t in TABLES[:4]),
        fixed=(),
        absent=frozenset((r, k) for r in range(2) for k in gone),
        closed=closed,
        previous=before,
    )

    after = reseat(asked, price=price)

    assert rules.violations(asked, after) == []
    assert not {(1, t) for t in after.seats[1].values()} & closed
    assert figures.count_moves(asked, after) >= bounds.lower_bounds(asked).moves
    stayed = {k: t for k, t in before.seats[0].items() if k not in gone}
    if price is None and 1 not in Counter(stayed.values()).values():
        assert after.seats[0] == stayed


def test_every_reason_given_is_true():
    asked = _evening(together=(("g0", "g5"),), fixed=(Fixed("g1", "2"),), apart=(("g2", "g3"),))
    plan = annealing.solve(asked, steps=120)
    by_key = {g.key: g for g in GUESTS}

    told = [(g, r, explain.reasons(asked, plan, g.key, r)) for g in GUESTS for r in (0, 1)]

    for guest, r, reasons in told:
        mates = plan.mates(r, guest.key)
        assert 1 <= len(reasons) <= 3
        for reason in reasons:
            data = reason.data
            match reason.kind:
                case "answered_by":
                    assert data["other"] in mates
                    assert data["topic"] in guest.asks & by_key[data["other"]].offers
                case "can_answer":
                    assert data["other"] in mates
                    assert data["topic"] in guest.offers & by_key[data["other"]].asks
                case "new_faces":
                    earlier = plan.mates(0, guest.key) if r else []
                    assert data == {"new": len(set(mates) - set(earlier)), "of": len(mates)}
                case "only_role":
                    assert all(by_key[k].role != data["role"] == guest.role for k in mates)
                case "no_workmates":
                    assert all(by_key[k].organization != guest.organization for k in mates)
                case "together":
                    assert set(data["others"]) <= set(mates) & {"g0", "g5"}
                case "hosts":
                    assert (guest.key, data["table"]) == ("g1", plan.seats[r]["g1"])
                case other:
                    pytest.fail(f"nobody checks {other}")


def test_who_must_sit_apart_is_never_given_away():
    plain, private = _evening(), _evening(apart=(("g2", "g3"),))
    plan = annealing.solve(private, steps=60)

    for guest in GUESTS:
        told = explain.reasons(private, plan, guest.key, 1)
        assert told == explain.reasons(plain, plan, guest.key, 1)


def test_a_table_is_described_as_it_is():
    plan = Solution(({"g0": "1", "g1": "1", "g3": "1"}, {"g0": "1", "g1": "1", "g4": "2"}))
    asked = replace(_evening(), past={("g0", "g3"): 2})

    notes = explain.table_notes(asked, plan, 1)["1"]
    first = explain.table_notes(asked, plan, 0)["1"]

    assert notes["people"] == ["g0", "g1"]
    assert notes["roles"] == {"leader": 1, "student": 1}
    assert notes["workmates"] == notes["repeats"] == [("g0", "g1")]
    assert first["past"] == [("g0", "g3")]
    assert first["answers"] == [("g1", "g0", "t1"), ("g0", "g3", "t0")]
