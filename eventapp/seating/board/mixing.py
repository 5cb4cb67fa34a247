"""Tables mixed anew, or improved from where they are: around locked seats and rounds that began."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.seating import actions, engine, problems
from eventapp.seating.board import locks, undo
from eventapp.seating.board.snapshot import Board
from eventapp.seating.engine import rules
from eventapp.seating.models import AIMS, Aims, Plan
from eventapp.seating.problems import LEVELS, NORMAL, aims_of


def set_aims(event: Event, levels: dict[str, int]) -> bool:
    """Keep how much each aim counts for this event; whether any counts otherwise than before."""
    aims = aims_of(event)
    if all(getattr(aims, name) == level for name, level in levels.items()):
        return False
    for name, level in levels.items():
        setattr(aims, name, level)
    db.session.add(aims)
    return True


def copy(event: Event, draft: Event) -> None:
    """Let each aim count for a copy of an event as much as for the event."""
    if kept := db.session.get(Aims, event.id):
        levels = {aim: getattr(kept, aim) for aim in AIMS}
        db.session.add(Aims(event_id=draft.id, **levels))


def aim_levels(weights: engine.Weights) -> dict[str, int]:
    """How much each aim counts, read back from the weights that its level made."""
    return {
        aim: next(
            level
            for level, times in enumerate(LEVELS)
            if all(
                round(normal * times) == getattr(weights, key) for key, normal in figures.items()
            )
        )
        for aim, figures in NORMAL.items()
    }


def problem_for_new_mix(event: Event, board: Board | None) -> engine.Problem:
    """What a new mix is asked: everybody who comes, but locked seats and begun rounds stay."""
    if board is None:
        return problems.problem_of_event(event)
    _not_over(board)
    if board.begun or board.asked.closed:
        # In the middle of an evening the tables are those that stand there.
        absent = {(round, key) for round, key in board.asked.absent if round < board.begun}
        asked = board.with_frozen(replace(board.asked, absent=frozenset(absent)))
        return _even(_close_full_tables(asked, locks.locked_tables(board)))
    asked = problems.problem_of_event(event)
    tables = {table.key for table in asked.tables}
    fixed = tuple(
        engine.Fixed(str(who), str(table), number - 1)
        for number, who in sorted(board.locked)
        if who in board.guests
        and number <= asked.rounds
        and str(table := board.seats[number][who]) in tables
    )
    full = {
        (round, key)
        for round, key in locks.locked_tables(board)
        if round < asked.rounds and key in tables
    }
    return _even(_close_full_tables(replace(asked, fixed=asked.fixed + fixed), full))


def problem_for_improvement(board: Board) -> tuple[engine.Problem, engine.Solution]:
    """What an improvement is asked, and the plan it begins from; who has no seat gets none."""
    _not_over(board)
    asked = board.with_frozen(board.asked)
    start = board.solved
    if engine.violations(asked, start):
        start = engine.reseat(asked)
    return replace(asked, closed=asked.closed | locks.locked_tables(board)), start


def save_mix(
    event: Event,
    board: Board | None,
    asked: engine.Problem,
    solved: engine.Solution,
    *,
    seed: int,
    now: datetime,
    by: Person | None = None,
) -> Plan:
    """A new mix: a step of the draft that has the same tables and rounds, else a draft of its own."""
    if board and _has_room_of(board.plan, asked):
        plan = undo.apply_step(board, undo.Change("mix"), solved, now=now, by=by)
        plan.seed = seed
        return plan
    locked = {(f.round + 1, int(f.guest)) for f in asked.fixed if f.round is not None}
    return actions.save_solution(event, asked, solved, seed=seed, now=now, locked=locked)


def save_if_better(
    board: Board, solved: engine.Solution, *, now: datetime, by: Person | None = None
) -> bool:
    """Keep an improved plan, if it is one: whether it is."""
    if solved == board.solved:
        return False
    after = engine.measure(board.asked, solved)
    if after.energy >= board.figures.energy and not rules.broken_rules(board.asked, board.solved):
        return False
    undo.apply_step(board, undo.Change("improve"), solved, now=now, by=by)
    return True


def _not_over(board: Board) -> None:
    if board.begun >= board.plan.rounds:
        raise Refused(_("Every round has begun, so the tables stay as they are."))


def _has_room_of(plan: Plan, asked: engine.Problem) -> bool:
    """Whether a plan has the tables and rounds of what is asked."""
    tables = {str(table.number): table.capacity for table in plan.tables}
    return (plan.rounds, tables) == (asked.rounds, {t.key: t.capacity for t in asked.tables})


def _close_full_tables(asked: engine.Problem, full: Collection[tuple[int, str]]) -> engine.Problem:
    """Tables that are locked as a whole take nobody, while the others have chairs for all."""
    for round in range(asked.frozen_rounds, asked.rounds):
        closed = asked.closed | {table for table in full if table[0] == round}
        shut = replace(asked, closed=closed)
        if sum(table.capacity for table in shut.room(round)) >= len(asked.present(round)):
            asked = shut
    return asked


def _even(asked: engine.Problem) -> engine.Problem:
    """Tables as full as each other, as far as locked seats and closed tables let them."""
    rounds = range(asked.frozen_rounds, asked.rounds)
    least = len(asked.guests) // len(asked.tables)
    while least and not all(_fits(asked, round, least) for round in rounds):
        least -= 1
    tables = tuple(replace(t, minimum=min(least, t.capacity)) for t in asked.tables)
    return replace(asked, tables=tables)


def _fits(asked: engine.Problem, round: int, least: int) -> bool:
    """Whether every open table can have so many, whoever is fixed at others."""
    fixed = {rule.people[0]: rule.table for rule in rules.rules_in(asked, round) if rule.table}
    held = Counter(fixed.values())
    needed = sum(
        held[t.key] if (round, t.key) in asked.closed else max(min(least, t.capacity), held[t.key])
        for t in asked.tables
    )
    return needed <= len(asked.present(round))
