"""What is done to a draft, kept step by step, so that it can be undone to the first and done again.

A published plan is never touched: the first step makes a draft that begins as it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.models import Person
from eventapp.seating import actions, engine, plans, problems
from eventapp.seating.board.snapshot import Board, note_figures
from eventapp.seating.engine import moves
from eventapp.seating.engine.rules import rules_in
from eventapp.seating.models import Plan, Rule, Seat, Step

BEFORE, AFTER = 0, 1


@dataclass(frozen=True)
class Change:
    """What a step does beside moving people; `about` holds the numbers that its words name.

    `locks` holds (round, RSVP id) and whether it is locked then, `rules` each rule with its number
    before and after (0 for a rule of two people, None for no such rule).
    """

    kind: str
    about: dict[str, int] = field(default_factory=dict)
    locks: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    rules: tuple[tuple[str, int, int | None, int | None, int | None], ...] = ()


def apply_step(
    board: Board,
    change: Change,
    after: engine.Solution | None = None,
    *,
    asked: engine.Problem | None = None,
    now: datetime,
    by: Person | None = None,
) -> Plan:
    """Do something to the draft and note it; what was undone can't be done again any more.

    `asked` is the problem after the change, where rules are part of it. Whoever gave their place
    back while a search went on is left out.
    """
    plan = board.plan if board.draft else draft_of(board.plan, now=now)
    after, asked = _of_those_coming(board, after or board.solved), asked or board.asked
    number = board.undo.number + 1 if board.draft and board.undo else 1
    db.session.execute(db.delete(Step).where(Step.plan_id == plan.id, Step.number >= number))
    found = plan.figures.get("found", {})
    _write(plan, board.solved, after)
    set_locks(plan, change.locks)
    note_figures(plan, moves.as_seated(asked, after), after)
    changes: dict[str, Any] = {
        "about": change.about,
        "seats": _differing(board.solved, after),
        "locks": [[*seat, seat in board.locked, on] for seat, on in change.locks.items()],
        "rules": [list(rule) for rule in change.rules],
    }
    if change.kind in {"mix", "improve"}:
        fresh = {key: value for key, value in plan.figures.items() if key != "found"}
        plan.figures = {**fresh, "found": fresh}
        changes["found"] = [found, fresh]
    db.session.add(
        Step(
            plan_id=plan.id,
            number=number,
            kind=change.kind,
            changes=changes,
            done_at=now,
            by_id=by.id if by else None,
        )
    )
    db.session.flush()
    return plan


def _of_those_coming(board: Board, plan: engine.Solution) -> engine.Solution:
    coming = {str(who) for who in board.guests}
    return engine.Solution(
        tuple({who: at for who, at in seats.items() if who in coming} for seats in plan.seats)
    )


def undo(board: Board) -> Step:
    """Take the last step back; who has left meanwhile is skipped, who has come keeps a chair."""
    if board.undo is None:
        raise Refused(_("There is nothing to undo."))
    _apply_other_way(board, board.undo, BEFORE)
    return board.undo


def redo(board: Board) -> Step:
    """Do again what was undone last."""
    if board.redo is None:
        raise Refused(_("There is nothing to do again."))
    _apply_other_way(board, board.redo, AFTER)
    return board.redo


def draft_of(plan: Plan, *, now: datetime) -> Plan:
    """A new draft that begins as a plan is: its tables, seats and locks, and its figures."""
    found = {key: value for key, value in plan.figures.items() if key != "found"}
    held = plans.read_seats([plan])[plan.id]
    return plans.next_plan(
        plan.event,
        rounds=plan.rounds,
        tables=plans.tables_of(plan),
        seats=held.rounds,
        locked=held.locked,
        now=now,
        seed=plan.seed,
        origin="hand",
        figures={**found, "found": found},
        bounds=plan.bounds,
    )


def _apply_other_way(board: Board, step: Step, way: int) -> None:
    """Make everything a step touched as it was before it, or after it."""
    changes, plan = step.changes, board.plan
    chairs = {table.key: table.capacity for table in board.asked.tables}
    seats, named = [dict(seated) for seated in board.solved.seats], set()
    for number, who, *ways in changes["seats"]:
        at = None if ways[way] is None else str(ways[way])
        if who not in board.guests or number <= board.begun or at not in {None, *chairs}:
            continue
        named.add((number - 1, str(who)))
        if at is None:
            seats[number - 1].pop(str(who), None)
        else:
            seats[number - 1][str(who)] = at
    after = _with_room(board, engine.Solution(tuple(seats)), named)
    if board.newly_together(after):
        raise Refused(_("This step can’t be taken any more: more was asked of these tables since."))
    _write(plan, board.solved, after)
    set_locks(plan, {(number, who): ways[way] for number, who, *ways in changes["locks"]})
    for kind, who, other, *numbers in changes["rules"]:
        _rule(board, kind, who, other, numbers[way])
    if "found" in changes:
        plan.figures = {**plan.figures, "found": changes["found"][way]}
    step.undone = way == BEFORE
    db.session.flush()
    rules = problems.rules_of(board.event)
    asked, _solved = actions.problem_of_plan(plan, board.seats, list(board.guests.values()), rules)
    note_figures(plan, moves.as_seated(asked, after), after)


def _with_room(board: Board, plan: engine.Solution, named: set[tuple[int, str]]) -> engine.Solution:
    """A plan in which nobody the step names stands without a chair.

    Whoever came to their table meanwhile, the last first, goes where a chair is free.
    """
    chairs = {table.key: table.capacity for table in board.asked.tables}
    for round, seated in enumerate(plan.seats):
        stay = {rule.people[0] for rule in rules_in(board.asked, round) if rule.kind == "fixed"}
        over = Counter(seated.values()) - Counter(chairs)
        for key in reversed([str(who) for who in board.guests]):
            table = seated.get(key, "")
            if not over[table] or (round, key) in named or key in stay:
                continue
            without = {k: at for k, at in plan.seats[round].items() if k != key}
            rounds = tuple(without if r == round else s for r, s in enumerate(plan.seats))
            found = moves.seat_guest(board.asked, engine.Solution(rounds), key, [round])
            if key in found.seats[round]:
                plan, over[table] = found, over[table] - 1
    return plan


def _rule(board: Board, kind: str, who: int, other: int | None, number: int | None) -> None:
    """Let a rule be there, with its table, or be gone (None)."""
    rule = next(
        (
            rule
            for rule in problems.rules_of(board.event)
            if (rule.kind, rule.rsvp_id, rule.other_id) == (kind, who, other)
        ),
        None,
    )
    if number is None:
        if rule:
            db.session.delete(rule)
    elif rule:
        rule.number = number or None
    elif {who, other or who} <= board.guests.keys():
        db.session.add(
            Rule(
                event_id=board.event.id,
                kind=kind,
                rsvp_id=who,
                other_id=other,
                number=number or None,
            )
        )


def _differing(before: engine.Solution, after: engine.Solution) -> list[list[int | None]]:
    """Each seat that differs: round, RSVP id, table before and after (None: no seat)."""
    return [
        [number, int(who), *(int(at[who]) if who in at else None for at in (old, new))]
        for number, (old, new) in enumerate(zip(before.seats, after.seats, strict=True), start=1)
        for who in old | new
        if old.get(who) != new.get(who)
    ]


def _write(plan: Plan, before: engine.Solution, after: engine.Solution) -> None:
    plans.write_changed_seats(plan, before, after)
    for number, (old, new) in enumerate(zip(before.seats, after.seats, strict=True), start=1):
        if gone := [int(who) for who in old if who not in new]:
            db.session.execute(
                db.delete(Seat).where(
                    Seat.plan_id == plan.id, Seat.round == number, Seat.rsvp_id.in_(gone)
                )
            )


def set_locks(plan: Plan, locks: Mapping[tuple[int, int], bool]) -> None:
    """Lock and unlock seats of a plan, by round and RSVP id."""
    if not locks:
        return
    who: Iterable[int] = {who for _number, who in locks}
    for seat in db.session.scalars(
        db.select(Seat).where(Seat.plan_id == plan.id, Seat.rsvp_id.in_(who))
    ):
        seat.locked = locks.get((seat.round, seat.rsvp_id), seat.locked)
