"""What is asked of the engine: guests, tables, rounds, rules, and what each aim counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from eventapp.seating.engine.past_meetings import PastMeetings
from eventapp.seating.engine.solution import Solution


class BadProblem(ValueError):
    """The problem cannot be read; the sentence names the person or table at fault."""


class Clash(ValueError):
    """The rules contradict each other; the sentence names them and may be shown as it is.

    For other sentences: `rules` (of rules.Rule) can't all hold in `round` (from 0; None: in all).
    Without rules `people` don't fit the `chairs`, or are fewer than the tables `need`.
    """

    def __init__(
        self,
        said: str,
        *,
        rules: tuple[Any, ...] = (),
        round: int | None = None,
        people: int = 0,
        chairs: int = 0,
        need: int = 0,
    ) -> None:
        super().__init__(said)
        self.rules, self.round = rules, round
        self.people, self.chairs, self.need = people, chairs, need


@dataclass(frozen=True)
class Guest:
    """One person to be seated. Everything but the key and the role may be unknown.

    `asks` and `offers` hold topic keys; `answers` what they said to each question whose answers are
    to be mixed, in one order for all; `name` is used in sentences only.
    """

    key: str
    role: str | None
    stage: str | None = None
    industry: str | None = None
    organization: str | None = None
    asks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    name: str = ""
    answers: tuple[str, ...] = ()

    def kind(self, attribute: str) -> str | None:
        """What they are by an attribute that is mixed, as `Problem.mixed` names it."""
        if not attribute.isdecimal():
            found: str | None = getattr(self, attribute)
            return found
        return self.answers[int(attribute)] if int(attribute) < len(self.answers) else None

    def __str__(self) -> str:
        return self.name or self.key


@dataclass(frozen=True)
class Table:
    """A table with its chairs; a table with minimum 0 may stay empty."""

    key: str
    capacity: int
    minimum: int = 0


@dataclass(frozen=True)
class Fixed:
    """A guest who must sit at a table: in one round (counted from 0), or all evening."""

    guest: str
    table: str
    round: int | None = None


@dataclass(frozen=True)
class Weights:
    """What one unit of each figure costs; whole numbers, 0 switches an aim off."""

    repeats: int = 50
    role_quota: int = 50
    same_company: int = 30
    past_repeats: int = 20
    uncovered_asks: int = 10
    stage_quota: int = 5
    industry_quota: int = 0
    answer_quota: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything the engine needs.

    `together` and `apart` hold groups of guest keys (pairs or more); `absent` holds
    (round, guest); `past` maps pairs of guests, in either order, to how often they met at
    earlier events: below 1 the meeting has faded and costs that share of its weight.
    `closed` holds (round, table) that take nobody but who is fixed there in that round.
    `previous` is an earlier plan, whose first `frozen_rounds` rounds are over.
    """

    guests: tuple[Guest, ...]
    tables: tuple[Table, ...]
    rounds: int
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[Fixed, ...] = ()
    absent: frozenset[tuple[int, str]] = frozenset()
    past: Mapping[tuple[str, str], float] = field(default_factory=dict)
    closed: frozenset[tuple[int, str]] = frozenset()
    previous: Solution | None = None
    frozen_rounds: int = 0
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        _check(self)

    @cached_property
    def past_pairs(self) -> PastMeetings:
        """The pairs that met at earlier events, with how often (below 1: faded)."""
        return PastMeetings.of(self.past)

    @cached_property
    def mixed(self) -> tuple[tuple[str, str], ...]:
        """Each attribute that tables mix, with the figure that counts it; answers by their number."""
        known = ("role", "stage", "industry")
        answers = max((len(g.answers) for g in self.guests), default=0)
        return (
            *((name, f"{name}_quota") for name in known),
            *((str(number), "answer_quota") for number in range(answers)),
        )

    def present(self, round: int) -> list[Guest]:
        """The guests to be seated in a round, in the order given."""
        return [g for g in self.guests if (round, g.key) not in self.absent]

    def room(self, round: int) -> tuple[Table, ...]:
        """The tables as a round may use them: a closed one has chairs for who is fixed there."""
        if not any((round, t.key) in self.closed for t in self.tables):
            return self.tables
        held = Counter(
            table
            for _, table in {
                (f.guest, f.table)
                for f in self.fixed
                if f.round in (None, round) and (round, f.guest) not in self.absent
            }
        )
        return tuple(
            replace(t, capacity=min(held[t.key], t.capacity), minimum=0)
            if (round, t.key) in self.closed
            else t
            for t in self.tables
        )

    def barred(self, round: int, guest: str, table: str) -> bool:
        """Whether a table is closed to a guest in a round."""
        return (round, table) in self.closed and not any(
            f.guest == guest and f.table == table and f.round in (None, round) for f in self.fixed
        )


def _check(problem: Problem) -> None:
    guests = _unique([g.key for g in problem.guests], "guest")
    tables = _unique([t.key for t in problem.tables], "table")
    if not isinstance(problem.rounds, int) or problem.rounds < 1:
        raise BadProblem(f"There must be at least one round, not {problem.rounds}.")
    for table in problem.tables:
        _check_table(table)
    for words, groups in (("together", problem.together), ("apart", problem.apart)):
        for group in groups:
            _check_group(group, words, guests)
    for fixed in problem.fixed:
        _known(fixed.guest, guests, "A fixed seat", "person")
        _known(fixed.table, tables, "A fixed seat", "table")
        _in_evening(fixed.round, problem, "A fixed seat")
    for round, key in problem.absent:
        _known(key, guests, "An absence", "person")
        _in_evening(round, problem, "An absence")
    for round, key in problem.closed:
        _known(key, tables, "A closed table", "table")
        _in_evening(round, problem, "A closed table")
    _check_weights(problem.weights)
    _check_frozen(problem)


def _check_table(table: Table) -> None:
    if not isinstance(table.capacity, int) or table.capacity < 1:
        raise BadProblem(f"Table {table.key} needs at least one chair, not {table.capacity}.")
    if not isinstance(table.minimum, int) or not 0 <= table.minimum <= table.capacity:
        raise BadProblem(
            f"Table {table.key} has {table.capacity} chairs, so its minimum can't be "
            f"{table.minimum}."
        )


def _check_group(group: tuple[str, ...], words: str, guests: set[str]) -> None:
    if isinstance(group, str) or len(set(group)) < 2:
        raise BadProblem(f"A rule to sit {words} needs two different people: {group}.")
    for key in group:
        _known(key, guests, f"A rule to sit {words}", "person")


def _check_weights(weights: Weights) -> None:
    for name, weight in vars(weights).items():
        if not isinstance(weight, int) or weight < 0:
            raise BadProblem(f"The weight of {name} must be a whole number from 0, not {weight}.")


def _check_frozen(problem: Problem) -> None:
    if not 0 <= problem.frozen_rounds <= problem.rounds:
        raise BadProblem(f"{problem.frozen_rounds} of {problem.rounds} rounds can't be over.")
    if problem.frozen_rounds and (
        problem.previous is None or len(problem.previous.seats) < problem.frozen_rounds
    ):
        raise BadProblem("Rounds are over, but the earlier plan does not say who sat where.")


def _unique(keys: list[str], what: str) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if not isinstance(key, str) or not key:
            raise BadProblem(f"Every {what} needs a key made of letters or digits, not {key!r}.")
        if key in seen:
            raise BadProblem(f"The {what} {key} is listed twice.")
        seen.add(key)
    return seen


def _known(key: str, keys: set[str], who: str, what: str) -> None:
    if key not in keys:
        raise BadProblem(f"{who} names the {what} {key}, but there is none of that name.")


def _in_evening(round: int | None, problem: Problem, who: str) -> None:
    if round is not None and not 0 <= round < problem.rounds:
        raise BadProblem(f"{who} names round {round + 1}, but there are {problem.rounds} rounds.")
