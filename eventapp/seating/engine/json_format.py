"""A problem and its solution as JSON documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from eventapp.seating.engine.problem import BadProblem, Fixed, Guest, Problem, Table, Weights
from eventapp.seating.engine.solution import Solution


def problem_from(document: Mapping[str, Any]) -> Problem:
    """A Problem from its JSON document; raises BadProblem with a sentence.

    Keys: people [{id, role, company or organization, stage, industry, asks, offers, name,
    answers}],
    tables [{id, capacity, min}], rounds, locks {together, apart, fixed [{person, table,
    round}]}, absent [[round, person]], closed [[round, table]], past [[a, b, times]], previous
    [{person: table}], frozen_rounds, weights.
    """
    try:
        return _read(document)
    except BadProblem:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadProblem(f"The problem can't be read: {type(error).__name__} {error}.") from error


def document_of(plan: Solution) -> dict[str, Any]:
    """The plan as a JSON document: {"assignments": one {person: table} for each round}."""
    return {"assignments": [dict(seats) for seats in plan.seats]}


def solution_from(assignments: Iterable[Any]) -> Solution:
    """A Plan from the assignments of its JSON document; people without a table are left out."""
    rounds = []
    for seats in assignments:
        pairs = seats.items() if isinstance(seats, Mapping) else [tuple(s) for s in seats or ()]
        rounds.append({str(p): str(t) for p, t in pairs if t is not None})
    return Solution(tuple(rounds))


def _read(document: Mapping[str, Any]) -> Problem:
    locks = document.get("locks") or {}
    past = _past(document.get("past") or ())
    previous = document.get("previous")
    return Problem(
        guests=tuple(_guest(p) for p in document["people"]),
        tables=tuple(Table(t["id"], t["capacity"], t.get("min") or 0) for t in document["tables"]),
        rounds=document["rounds"],
        together=tuple(tuple(group) for group in locks.get("together") or ()),
        apart=tuple(tuple(group) for group in locks.get("apart") or ()),
        fixed=tuple(
            Fixed(f["person"], f["table"], f.get("round")) for f in locks.get("fixed") or ()
        ),
        absent=frozenset((int(r), p) for r, p in document.get("absent") or ()),
        past=past,
        closed=frozenset((int(r), t) for r, t in document.get("closed") or ()),
        previous=solution_from(previous) if previous else None,
        frozen_rounds=document.get("frozen_rounds") or 0,
        weights=Weights(**document.get("weights") or {}),
    )


def _past(meetings: Iterable[tuple[str, str, float]]) -> dict[tuple[str, str], float]:
    """How often each pair met, whichever of the two is named first."""
    past: dict[tuple[str, str], float] = {}
    for a, b, times in meetings:
        pair = (a, b) if a < b else (b, a)
        past[pair] = past.get(pair, 0) + times
    return past


def _guest(person: Mapping[str, Any]) -> Guest:
    return Guest(
        key=person["id"],
        role=person.get("role"),
        stage=person.get("stage"),
        industry=person.get("industry"),
        organization=person.get("organization") or person.get("company"),
        asks=frozenset(person.get("asks") or ()),
        offers=frozenset(person.get("offers") or ()),
        name=person.get("name") or "",
        answers=tuple(person.get("answers") or ()),
    )
