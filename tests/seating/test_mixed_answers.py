"""Answers to an organizer's own questions count when tables are mixed, where they are to."""

from collections import Counter
from dataclasses import replace

import make
import pytest
import seating_builders
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.db import db
from eventapp.rsvps.questions import actions as questions
from eventapp.seating import engine, problems
from eventapp.seating.engine import moves
from eventapp.seating.engine.effects import Effects
from eventapp.seating.engine.problem import Guest, Problem, Table, Weights
from eventapp.seating.engine.search import annealing
from eventapp.seating.models import Aims


def problem(answers: list[tuple[str, ...]], **weights: int) -> Problem:
    """Four tables of four, sixteen guests of one role who gave these answers."""
    none = dict.fromkeys(vars(Weights()), 0)
    return Problem(
        guests=tuple(Guest(str(n), "Leader", answers=said) for n, said in enumerate(answers)),
        tables=tuple(Table(f"t{n}", 4, 4) for n in range(4)),
        rounds=2,
        weights=Weights(**none | weights),
    )


def test_a_table_has_its_share_of_each_answer() -> None:
    asked = problem([("yes" if n < 8 else "no",) for n in range(16)], answer_quota=5)

    plan = annealing.solve(asked, steps=400, seed=1)

    said = {g.key: g.answers[0] for g in asked.guests}
    for round in range(2):
        for members in plan.tables(round).values():
            assert Counter(said[k] for k in members) == {"yes": 2, "no": 2}
    assert engine.measure(asked, plan).answer_quota == 0


def test_several_questions_are_mixed_each_for_itself() -> None:
    answers = [("yes" if n % 2 else "no", "ab"[n // 8]) for n in range(16)]
    asked = problem(answers, answer_quota=5)

    plan = annealing.solve(asked, steps=600, seed=1)

    assert engine.measure(asked, plan).answer_quota == 0
    for members in plan.tables(0).values():
        for number in range(2):
            told = Counter(asked.guests[int(k)].answers[number] for k in members)
            assert set(told.values()) == {2}


def test_an_answer_that_tables_don_t_mix_counts_nothing() -> None:
    asked = problem([("yes" if n < 8 else "no",) for n in range(16)])
    plan = annealing.solve(asked, steps=0)
    together = replace(plan, seats=tuple({str(n): f"t{n // 4}" for n in range(16)} for _ in (1, 2)))

    found = engine.measure(asked, together)

    assert found.answer_quota == 32
    assert found.energy == 0


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=16, max_size=16),
    st.integers(0, 15),
    st.integers(0, 15),
    st.integers(0, 1),
)
def test_what_a_swap_does_is_what_counting_anew_says(answers, one, other, round) -> None:
    asked = problem(answers, answer_quota=5, repeats=50)
    plan = engine.Solution(tuple({str(n): f"t{(n + r) % 4}" for n in range(16)} for r in (0, 1)))
    after = moves.swap(asked, plan, round, str(one), str(other))
    tables = plan.tables(round).keys()
    members = {table: after.tables(round)[table] for table in tables}

    told = Effects(asked, plan).after(round, members)

    assert told == replace(engine.measure(asked, after), moves=told.moves)
    assert engine.lower_bounds(asked).answer_quota <= told.answer_quota


@pytest.fixture
def evening(app):
    """Sixteen guests; the first half codes."""
    event, guests = seating_builders.room(16, tables=4, seats=4)
    question = make.question(event, "Do you code?", kind="yes_no", in_mix=True)
    for n, rsvp in enumerate(guests):
        rsvp.question_answers = {str(question.id): "yes" if n < 8 else "no"}
    db.session.flush()
    return event, question


def test_a_question_to_be_mixed_is_an_aim_of_the_tables(evening, client) -> None:
    event, question = evening
    seating_builders.organizer(client, event.community)
    page = f"{seating_builders.desk(event)}/tables"

    before = client.get(page).text
    answer = client.submit(page, to="/plans", answers="3")
    board = client.get(page).text
    questions.take_away(question, now=make.NOON)
    without = client.get(page).text

    assert "Mix “Do you code?”" in before
    assert answer.status_code == 303
    assert db.session.get(Aims, event.id).answers == 3
    assert "Off the mix of answers" in board
    assert "Off the mix of answers" not in without
    assert "Mix “Do you code?”" not in without


def test_the_problem_knows_what_was_answered_and_who_wasn_t_asked(evening) -> None:
    event, question = evening
    make.question(event, "Why?", kind="short")
    seating_builders.guest(event, 16)
    event.capacity, event.seats = None, 6

    asked = problems.problem_of_event(event)

    assert Counter(g.answers for g in asked.guests) == {("yes",): 8, ("no",): 8, ("",): 1}
    assert asked.weights.answer_quota == 5
    question.in_mix = False
    assert problems.problem_of_event(event).weights.answer_quota == 0


def test_tables_of_an_event_without_questions_ask_for_none(app, queries) -> None:
    event, _guests = seating_builders.room(8)
    queries.clear()

    problems.problem_of_event(event)

    assert [one for one in queries if "FROM question" in one] == []
