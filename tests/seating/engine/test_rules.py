"""Rules are never traded, contradictions are named, bad input is named too."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.seating.engine import bounds, json_format, problem, rules, solution
from eventapp.seating.engine.figures import measure
from eventapp.seating.engine.problem import BadProblem, Clash, Fixed, Guest, Problem, Table
from eventapp.seating.engine.search import annealing

ANA, BO, CY = (
    Guest("1", "leader", name="Ana"),
    Guest("2", "student", name="Bo"),
    Guest("3", "student", name="Cy"),
)
REST = tuple(Guest(f"g{n}", "guest") for n in range(9))
TABLES = (Table("A", 4), Table("B", 4), Table("C", 4))


@st.composite
def problems(draw):
    """Small evenings with every kind of rule; some of them contradict themselves."""
    count = draw(st.integers(1, 20))
    keys = [f"g{n}" for n in range(count)]
    pick = st.sampled_from(keys)
    topics = st.frozensets(st.sampled_from("abcde"), max_size=2)
    guests = tuple(
        Guest(
            key,
            draw(st.sampled_from(["leader", "student", None])),
            stage=draw(st.sampled_from(["early", "mid", None])),
            industry=draw(st.sampled_from(["arts", None])),
            organization=draw(st.sampled_from(["X", "Y", None])),
            asks=draw(topics),
            offers=draw(topics),
        )
        for key in keys
    )
    tables = tuple(
        Table(f"t{n}", draw(st.integers(2, 6)), draw(st.integers(0, 2)))
        for n in range(draw(st.integers(1, 5)))
    )
    rounds = draw(st.integers(1, 3))
    pairs = st.lists(st.lists(pick, min_size=2, max_size=3, unique=True).map(tuple), max_size=2)
    several = pairs if count > 2 else st.just([])
    fixed = st.builds(
        Fixed,
        pick,
        st.sampled_from([t.key for t in tables]),
        st.sampled_from([None, *range(rounds)]),
    )
    return Problem(
        guests,
        tables,
        rounds,
        together=tuple(draw(several)),
        apart=tuple(draw(several)),
        fixed=tuple(draw(st.lists(fixed, max_size=2))),
        absent=draw(st.frozensets(st.tuples(st.integers(0, rounds - 1), pick), max_size=4)),
        past={p[:2]: 0.5 for p in draw(several)},
        closed=draw(
            st.frozensets(
                st.tuples(st.integers(0, rounds - 1), st.sampled_from([t.key for t in tables])),
                max_size=1,
            )
        ),
        weights=problem.Weights(industry_quota=3),
    )


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.integers(0, 3))
def test_a_plan_keeps_every_rule_or_the_clash_is_told(asked, seed):
    try:
        plan = annealing.solve(asked, steps=40, seed=seed)
    except Clash:
        return

    figures, least = measure(asked, plan), bounds.lower_bounds(asked)

    assert rules.violations(asked, plan) == []
    assert not any(
        asked.barred(round, guest, table)
        for round, seats in enumerate(plan.seats)
        for guest, table in seats.items()
    )
    assert least.repeats <= figures.repeats
    assert least.same_company <= figures.same_company
    assert least.past_repeats <= figures.past_repeats
    assert least.role_quota <= figures.role_quota
    assert least.stage_quota <= figures.stage_quota
    assert least.industry_quota <= figures.industry_quota
    assert least.uncovered_asks <= figures.uncovered_asks
    assert least.answerable_asks == figures.answerable_asks
    assert least.energy <= figures.energy


@settings(deadline=None, max_examples=25)
@given(problems(), st.integers(0, 3))
def test_the_same_problem_seed_and_steps_give_the_same_plan(asked, seed):
    try:
        first = annealing.solve(asked, steps=60, seed=seed)
    except Clash:
        return

    second = annealing.solve(asked, steps=60, seed=seed)

    assert first == second


def test_a_closed_table_takes_only_who_is_fixed_there():
    asked = Problem(
        REST[:8], TABLES, 2, fixed=(Fixed("g0", "A"),), closed=frozenset({(0, "A"), (1, "B")})
    )

    plan = annealing.solve(asked, steps=30)

    assert plan.tables(0)["A"] == ["g0"]
    assert "B" not in plan.tables(1)
    assert rules.violations(asked, plan) == []


def test_too_few_chairs_because_a_table_is_closed_are_told():
    told = _clash(closed=frozenset({(1, "B")}))

    assert told == "Round 2 has 12 people, but only 8 chairs with table B closed."


def test_rules_that_a_closed_table_breaks_name_it_and_the_round():
    told = _clash(
        people=(ANA, BO, CY, *REST[:4]),
        together=(("1", "2"),),
        fixed=(Fixed("1", "A"),),
        closed=frozenset({(1, "A")}),
    )

    assert told == (
        "These rules can't all hold in round 2 with table A closed: "
        "Ana must sit at table A; Ana and Bo must sit together."
    )


def test_a_plan_with_somebody_at_a_closed_table_is_broken():
    asked = Problem((ANA, BO), TABLES, 1, closed=frozenset({(0, "A")}))

    said = rules.violations(asked, solution.Solution(({"1": "A", "2": "B"},)))

    assert said == ["1 is at table A, which is closed in round 1."]


def test_a_closed_table_has_no_more_chairs_than_before_for_those_fixed_there():
    fixed = tuple(Fixed(k, "A") for k in ("1", "2", "3", "g0", "g1"))

    assert "Table A has 4 chairs" in _clash(fixed=fixed, closed=frozenset({(0, "A")}))


def _clash(people=(ANA, BO, CY, *REST), **rules):
    asked = Problem(people, TABLES, rounds=2, **rules)
    with pytest.raises(Clash) as told:
        annealing.solve(asked, steps=0)
    return str(told.value)


def test_together_but_fixed_at_different_tables_is_told():
    told = _clash(together=(("1", "2"),), fixed=(Fixed("1", "A"), Fixed("2", "B"), Fixed("3", "C")))

    assert told == "Ana and Bo must sit together, but both are fixed at different tables."


def test_apart_but_fixed_at_one_table_is_told():
    told = _clash(apart=(("1", "2"),), fixed=(Fixed("1", "A"), Fixed("2", "A")))

    assert told == "Ana and Bo must sit apart, but both are fixed at table A."


def test_together_and_apart_is_told():
    told = _clash(apart=(("1", "2"),), together=(("2", "1"), ("1", "3")))

    assert told == "Bo and Ana must sit together, but Ana and Bo must sit apart."


def test_together_through_a_third_and_apart_is_told():
    told = _clash(apart=(("1", "2"),), together=(("1", "3"), ("3", "2")))

    assert "Ana and Cy must sit together" in told
    assert "Cy and Bo must sit together" in told
    assert "Ana and Bo must sit apart" in told


def test_two_fixed_seats_for_one_are_told():
    assert _clash(fixed=(Fixed("1", "A"), Fixed("1", "B"))) == (
        "Ana is fixed at two tables: A and B."
    )


def test_a_contradiction_in_one_round_names_the_round():
    told = _clash(fixed=(Fixed("1", "A"), Fixed("1", "B", 1)))

    assert told == "Ana is fixed at two tables in round 2: A and B."


def test_a_group_too_large_for_any_table_is_told():
    told = _clash(together=(("1", "2", "3", "g0", "g1"),))

    assert told == "Ana, Bo, Cy, g0 and g1 must sit together, but no table has more than 4 chairs."


def test_too_many_fixed_at_one_table_is_told():
    told = _clash(fixed=tuple(Fixed(k, "A") for k in ("1", "2", "3", "g0", "g1")))

    assert told == "Table A has 4 chairs, but Ana, Bo, Cy, g0 and g1 are fixed there."


def test_too_few_chairs_are_told():
    crowd = tuple(Guest(f"x{n}", "guest") for n in range(13))

    with pytest.raises(Clash, match=r"Round 1 has 13 people, but only 12 chairs\."):
        annealing.solve(Problem(crowd, TABLES, rounds=1), steps=0)


def test_minimums_above_the_number_of_people_are_told():
    tables = (Table("A", 4, 3), Table("B", 4, 3))

    with pytest.raises(Clash, match=r"need at least 6 people, but round 1 has 3\."):
        annealing.solve(Problem((ANA, BO, CY), tables, rounds=1), steps=0)


def test_a_host_stays_and_whoever_is_absent_has_no_seat():
    asked = Problem(
        (ANA, BO, CY, *REST),
        TABLES,
        rounds=3,
        fixed=(Fixed("1", "B"),),
        absent=frozenset({(1, "2")}),
    )

    plan = annealing.solve(asked, steps=60)

    assert [seats["1"] for seats in plan.seats] == ["B"] * 3
    assert ["2" in seats for seats in plan.seats] == [True, False, True]


def test_tables_that_may_stay_empty_are_used_only_when_needed():
    plan = annealing.solve(Problem(REST[:8], TABLES, rounds=2), steps=60)

    assert [sorted(map(len, plan.tables(r).values())) for r in (0, 1)] == [[4, 4], [4, 4]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"guests": (ANA, ANA)}, "The guest 1 is listed twice."),
        ({"tables": (Table("A", 4), Table("A", 4))}, "The table A is listed twice."),
        ({"tables": (Table("A", 0),)}, "Table A needs at least one chair, not 0."),
        ({"tables": (Table("A", 2, 3),)}, "Table A has 2 chairs, so its minimum can't be 3."),
        ({"rounds": 0}, "There must be at least one round, not 0."),
        ({"apart": (("1", "9"),)}, "A rule to sit apart names the person 9"),
        ({"fixed": (Fixed("1", "Z"),)}, "A fixed seat names the table Z"),
        ({"fixed": (Fixed("1", "A", 7),)}, "A fixed seat names round 8"),
        ({"absent": frozenset({(0, "9")})}, "An absence names the person 9"),
        ({"weights": problem.Weights(repeats=-1)}, "The weight of repeats must be"),
        ({"frozen_rounds": 1}, "Rounds are over, but"),
    ],
)
def test_bad_input_names_what_is_wrong(change, told):
    fields = {"guests": (ANA, BO), "tables": TABLES, "rounds": 1} | change

    with pytest.raises(BadProblem) as error:
        Problem(**fields)

    assert str(error.value).startswith(told)


def test_a_document_that_is_no_problem_is_told():
    with pytest.raises(BadProblem, match="can't be read"):
        json_format.problem_from({"people": [{"role": "leader"}], "tables": [], "rounds": 1})


def test_hundreds_of_fixed_seats_are_no_trouble():
    guests = tuple(Guest(f"g{n}", "guest") for n in range(1200))
    tables = tuple(Table(f"t{n}", 8) for n in range(150))
    fixed = tuple(Fixed(g.key, tables[n % 150].key) for n, g in enumerate(guests))

    plan = annealing.solve(Problem(guests, tables, rounds=1, fixed=fixed), steps=1)

    assert plan.seats[0]["g151"] == "t1"
