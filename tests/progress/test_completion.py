"""The rule of completion: so many sessions, people and roles, and a word at the end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.progress.completion import Facts, Rule, needed, standing

few = st.integers(0, 12)
RULES = st.builds(
    Rule, st.none() | st.integers(1, 12), people=few, roles=few, reflection=st.booleans()
)


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    held, to_come = draw(few), draw(few)
    there = draw(st.integers(0, held))
    return Facts(
        there=there,
        held=held,
        to_come=to_come,
        compulsory_missed=draw(st.integers(0, held - there)),
        compulsory_to_come=draw(st.integers(0, to_come)),
        silent=draw(st.integers(0, held - there)),
        people=draw(few),
        roles=draw(few),
        reflected=draw(st.booleans()),
    )


ALL = Facts(there=5, held=6, people=14, roles=5, roles_of=6, reflected=True)
STRICT = Rule(5, people=14, roles=5, reflection=True)


def test_whoever_has_all_that_is_asked_completes() -> None:
    found = standing(STRICT, ALL)

    assert (found.done, found.lacking, found.group) == (True, (), "completed")


@pytest.mark.parametrize(
    ("fewer", "key"),
    [
        ({"there": 4}, "sessions"),
        ({"compulsory_missed": 1}, "compulsory"),
        ({"people": 13}, "people"),
        ({"roles": 4}, "roles"),
        ({"reflected": False}, "reflection"),
    ],
)
def test_whoever_lacks_one_thing_does_not_and_it_is_named(fewer: dict, key: str) -> None:
    found = standing(STRICT, replace(ALL, **fewer))

    assert not found.done
    assert [(part.key, part.missing) for part in found.lacking] == [(key, 1)]


def test_only_what_is_written_can_still_be_mended_after_the_last_session() -> None:
    assert standing(STRICT, replace(ALL, reflected=False)).possible
    assert not standing(STRICT, replace(ALL, people=13)).possible
    assert standing(STRICT, replace(ALL, people=13, to_come=1)).possible


def test_a_program_asks_for_no_more_sessions_than_it_held() -> None:
    assert standing(Rule(6), Facts(there=4, held=4)).done
    assert not standing(Rule(6), Facts(there=3, held=4)).done


def test_a_session_to_come_that_is_called_off_takes_nobody_out_of_reach() -> None:
    before = standing(Rule(5), Facts(there=3, held=4, to_come=2))
    after = standing(Rule(5), Facts(there=3, held=4, to_come=1))

    assert before.possible
    assert not after.done
    assert not after.possible  # five of five are asked, and one was missed
    assert standing(Rule(4), Facts(there=3, held=4, to_come=1)).possible


def test_a_rule_of_no_sessions_is_completed_by_nobody() -> None:
    found = standing(Rule(0), ALL)

    assert (found.done, found.possible, found.group) == (False, False, "on_the_way")


def test_nobody_completes_a_program_that_held_nothing() -> None:
    assert not standing(Rule(None), Facts()).done
    assert not standing(Rule(None), Facts(to_come=1)).done


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        (Facts(there=0, held=0, to_come=6), "on_the_way"),
        (Facts(there=2, held=2, to_come=4), "on_the_way"),
        (Facts(there=2, held=3, to_come=3), "at_risk"),
        (Facts(there=1, held=3, to_come=3), "out_of_reach"),
        (Facts(there=4, held=6), "out_of_reach"),
        (Facts(there=5, held=6), "completed"),
    ],
)
def test_at_risk_is_who_may_miss_none_any_more(facts: Facts, group: str) -> None:
    assert standing(Rule(5), facts).group == group


def test_nobody_is_at_risk_who_missed_nothing_where_all_sessions_are_asked_for() -> None:
    assert standing(Rule(6), Facts(there=2, held=2, to_come=4)).group == "on_the_way"


def test_at_risk_is_who_stayed_away_twice_without_a_word() -> None:
    facts = Facts(there=1, held=3, to_come=5, silent=2)

    assert standing(Rule(4), facts).group == "at_risk"
    assert standing(Rule(0), facts).group == "at_risk"
    assert standing(Rule(4), replace(facts, silent=1)).group == "on_the_way"


@given(RULES, some_facts())
def test_who_did_it_can_and_who_cannot_lacks_something(rule: Rule, facts: Facts) -> None:
    found = standing(rule, facts)

    assert found.possible or not found.done
    assert found.possible or found.lacking or not facts.held
    assert found.done == (bool(facts.held) and not found.lacking)


@given(RULES, some_facts(), few, few)
def test_more_of_anything_takes_nothing_away(
    rule: Rule, facts: Facts, people: int, roles: int
) -> None:
    missed = facts.held - facts.there
    more = replace(
        facts,
        there=facts.there + min(missed, 1),
        compulsory_missed=max(0, facts.compulsory_missed - 1),
        people=facts.people + people,
        roles=facts.roles + roles,
        reflected=True,
    )

    before, after = standing(rule, facts), standing(rule, more)

    assert after.done or not before.done
    assert after.possible or not before.possible
    assert {part.key for part in after.lacking} <= {part.key for part in before.lacking}


@given(RULES, some_facts())
def test_what_is_out_of_reach_stays_so_whatever_is_still_done(rule: Rule, facts: Facts) -> None:
    end = replace(
        facts,
        there=facts.there + facts.to_come,
        held=facts.held + facts.to_come,
        to_come=0,
        compulsory_to_come=0,
        people=facts.people + 12 * facts.to_come,
        roles=facts.roles + 12 * facts.to_come,
        reflected=True,
    )

    assert standing(rule, end).done == standing(rule, facts).possible


@given(few, st.none() | few)
def test_so_many_are_needed_as_there_are_at_most(sessions: int, asked: int | None) -> None:
    assert 0 <= needed(sessions, asked) <= sessions
