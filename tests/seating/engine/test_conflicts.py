"""A contradiction is told with what a page needs to word it in another language."""

from dataclasses import replace

import pytest

from eventapp.seating.engine.problem import Clash, Fixed, Guest, Problem, Table
from eventapp.seating.engine.search import annealing

ANA, BO, CY = (Guest("1", "leader"), Guest("2", "student"), Guest("3", "student"))
REST = tuple(Guest(f"g{n}", "guest") for n in range(9))
TABLES = (Table("A", 4), Table("B", 4), Table("C", 4))


def test_a_clash_holds_the_rules_for_other_words():
    asked = Problem((ANA, BO, CY), TABLES, 2, apart=(("1", "3"),), fixed=(Fixed("1", "A", 1),))
    asked = replace(asked, together=(("1", "2"),), fixed=(*asked.fixed, Fixed("2", "B", 1)))

    with pytest.raises(Clash) as told:
        annealing.solve(asked, steps=0)

    assert told.value.round == 1
    assert {(r.kind, r.people, r.table) for r in told.value.rules} == {
        ("together", ("1", "2"), ""),
        ("fixed", ("1",), "A"),
        ("fixed", ("2",), "B"),
    }


def test_a_clash_of_numbers_holds_them():
    with pytest.raises(Clash) as told:
        annealing.solve(Problem((ANA, BO, CY, *REST), TABLES[:2], 1), steps=0)

    assert (told.value.rules, told.value.people, told.value.chairs) == ((), 12, 8)
