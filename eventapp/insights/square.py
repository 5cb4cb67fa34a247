"""Which roles met which: how many pairs of people, role by role, as far as it may be shown (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement as pairs_of
from math import gcd, lcm
from typing import Any

from eventapp.insights import hiding
from eventapp.insights.evening import Evening

Cell = tuple[int, int]


@dataclass(frozen=True)
class Square:
    """Groups of roles with their people, and for two of them (the first not after the second) how many
    pairs met; a cell that is missing isn't shown."""

    names: tuple[str, ...]
    marks: tuple[int, ...]
    people: tuple[int, ...]
    # Of how many roles each group is.
    roles: tuple[int, ...]
    met: dict[Cell, int]
    pairs: int

    @property
    def cells(self) -> list[Cell]:
        """All there could be."""
        return list(pairs_of(range(len(self.names)), 2))

    @property
    def whole(self) -> bool:
        """Whether every cell is shown."""
        return len(self.met) == len(self.cells)

    def possible(self, cell: Cell) -> float:
        """How many pairs there are to meet."""
        a, b = cell
        return (
            self.people[a] * (self.people[a] - 1) / 2 if a == b else self.people[a] * self.people[b]
        )

    def by_chance(self, cell: Cell) -> float:
        """How many would have met if roles played no part in it: as large a share as of all pairs."""
        everybody = sum(self.people)
        return self.pairs / max(everybody * (everybody - 1) / 2, 1) * self.possible(cell)

    def ratio(self, cell: Cell) -> float | None:
        """How often they met, beside chance; None where nobody could or it isn't shown."""
        chance = self.by_chance(cell)
        return self.met[cell] / chance if cell in self.met and chance else None

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept and drawn again."""
        return {
            "names": self.names,
            "marks": self.marks,
            "people": self.people,
            "roles": self.roles,
            "met": [[a, b, count] for (a, b), count in sorted(self.met.items())],
            "pairs": self.pairs,
        }


def from_json(kept: dict[str, Any]) -> Square:
    """What `as_json` made."""
    return Square(
        tuple(kept["names"]),
        tuple(kept["marks"]),
        tuple(kept["people"]),
        tuple(kept["roles"]),
        {(a, b): count for a, b, count in kept["met"]},
        kept["pairs"],
    )


def square_of(evening: Evening) -> Square:
    """The square of an evening, without the cells that would tell on somebody."""
    groups = evening.groups
    size = len(groups)
    met: dict[Cell, int] = dict.fromkeys(pairs_of(range(size), 2), 0)
    sides: dict[Cell, tuple[set[int], set[int]]] = {cell: (set(), set()) for cell in met}
    place = evening.group_of
    for pair in evening.met:
        if not all(n in place for n in pair):
            continue
        one, other = sorted(pair, key=lambda n: place[n])
        cell = place[one], place[other]
        met[cell] += 1
        sides[cell][0].add(one)
        sides[cell][1].add(other)
    behind = [[_behind(sides, a, b) for b in range(size)] for a in range(size)]
    shown = hiding.open_cells(behind)
    return Square(
        names=tuple(group.name for group in groups),
        marks=tuple(group.mark for group in groups),
        people=tuple(len(group.people) for group in groups),
        roles=tuple(len(group.roles) for group in groups),
        met={cell: count for cell, count in met.items() if cell in shown},
        pairs=sum(met.values()),
    )


def _behind(sides: dict[Cell, tuple[set[int], set[int]]], a: int, b: int) -> int:
    """How few people stand behind a cell, on the side where they are fewer."""
    one, other = sides[min(a, b), max(a, b)]
    return len(one | other) if a == b else min(len(one), len(other))


def dealt(square: Square) -> Sequence[tuple[Cell, list[tuple[int, int]]]]:
    """For each cell where on their roles' arcs its lines end: places among the people of both.

    Each line is a pair who met, but its ends are dealt over the role in turn: they are nobody's, so
    nobody can count from a drawing how many a single person met.
    """
    turn = [0] * len(square.names)
    found = []
    for (a, b), count in square.met.items():
        lines = (
            _within(square.people[a], count, turn[a])
            if a == b
            else _across(square.people[a], square.people[b], count, turn[a], turn[b])
        )
        turn[a] += count
        turn[b] += count
        found.append(((a, b), lines))
    return found


def _within(people: int, count: int, begin: int) -> list[tuple[int, int]]:
    return [((begin + i) % people, (begin + i + 1 + i // people) % people) for i in range(count)]


def _across(many: int, others: int, count: int, begin: int, other: int) -> list[tuple[int, int]]:
    # Strides with nothing in common reach everybody in turn; after as many steps as both have in common
    # the same two would come again, so one goes on.
    around, stride = lcm(many, others), _stride(others)
    return [((begin + i) % many, (other + i * stride + i // around) % others) for i in range(count)]


def _stride(people: int) -> int:
    """A stride through a role that scatters neighbours and reaches everybody."""
    return next(n for n in range(max(1, round(people * 0.382)), people + 2) if gcd(n, people) == 1)
