"""Tables on paper: what goes on which sheet, so that all of it fits (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import category

from eventapp.rsvps.topics import plain

# A poster is read from two metres away: few tables on a sheet, in four columns at most.
ACROSS, IN_TWO_ROWS = 4, 8
# So many rounds stand side by side on a tent; more come in two rows.
BESIDE = 5
# Lines for who isn't on the list, at least.
SPARE = 8


@dataclass(frozen=True)
class Person:
    """Somebody at a table: the mark of their role, and how they are called there.

    `named` tells a name from a role that stands for one.
    """

    mark: int
    text: str
    named: bool = True


@dataclass(frozen=True)
class Table:
    """Who sits at a table, in one round."""

    number: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Poster:
    """One sheet with the tables of a round, or with some of them, in rows of so many."""

    round: int
    tables: tuple[Table, ...]
    parts: int
    columns: int
    rows: int

    @property
    def most(self) -> int:
        """How many sit at its fullest table."""
        return max(len(table.people) for table in self.tables)


@dataclass(frozen=True)
class Sitting:
    """One round at a table: who sits there, and what they may begin with."""

    round: int
    people: tuple[Person, ...]
    question: str = ""


@dataclass(frozen=True)
class Setting:
    """A table with everybody who sits there, round by round."""

    number: str
    sittings: tuple[Sitting, ...]

    @property
    def most(self) -> int:
        """How many sit there at once."""
        return max(len(sitting.people) for sitting in self.sittings)


@dataclass(frozen=True)
class Row:
    """One person of the list: name, role with its mark, and the table in each round (empty for
    none)."""

    name: str
    route: tuple[str, ...]
    mark: int = 0
    role: str = ""

    @property
    def letter(self) -> str:
        """The letter it is found under, without its accents; … where a script has no capitals."""
        first = plain(self.name.strip())[:1].upper()[:1]
        return first if first and category(first) == "Lu" else "…"


# A letter with the rows under it, in a column of a sheet; "" heads lines that are free.
Column = tuple[tuple[str, tuple[Row, ...]], ...]


def posters(rounds: Iterable[tuple[int, Sequence[Table]]]) -> list[Poster]:
    """A sheet for every round, or several where its tables would be too small to read."""
    made = []
    for number, tables in rounds:
        most = max((len(table.people) for table in tables), default=0)
        rows = 2 if len(tables) > ACROSS and most <= IN_TWO_ROWS else 1
        sheets = _even(tables, ACROSS * rows)
        made += [
            Poster(number, some, len(sheets), min(ACROSS, -(-len(some) // rows)), rows)
            for some in sheets
        ]
    return made


def leaves(rows: Iterable[Row], *, most: int, across: int) -> list[tuple[Column, ...]]:
    """The list by letter, sheet by sheet, in columns of at most so many lines, a letter being one;
    what is free at the end is for who isn't on it."""
    ordered = sorted(rows, key=lambda row: (row.letter == "…", plain(row.name)))
    columns = _columns(ordered, most)
    free = most - sum(1 + len(some) for _letter, some in columns[-1]) if columns else 0
    if free > SPARE:
        columns[-1] = (*columns[-1], _spare(free - 1))
    missing = -len(columns) % across
    if not missing and free <= SPARE:
        missing = across
    columns += [(_spare(most - 1),)] * missing
    return [tuple(columns[at : at + across]) for at in range(0, len(columns), across)]


def stacked(heights: Sequence[float], room: float) -> list[list[int]]:
    """Which of some strips, each so high, stand on which sheet below each other, by number."""
    sheets: list[list[int]] = []
    used = room
    for number, height in enumerate(heights):
        if used + height > room:
            sheets.append([])
            used = 0.0
        sheets[-1].append(number)
        used += height
    return sheets


def _spare(lines: int) -> tuple[str, tuple[Row, ...]]:
    return "", (Row("", ()),) * lines


def _even(tables: Sequence[Table], most: int) -> list[tuple[Table, ...]]:
    """As few sheets as hold the tables, about equally full."""
    sheets = -(-len(tables) // most)
    each = -(-len(tables) // sheets) if sheets else 1
    return [tuple(tables[at : at + each]) for at in range(0, len(tables), each)]


def _columns(rows: Sequence[Row], most: int) -> list[Column]:
    """Columns of at most so many lines; none ends with a letter that nobody follows."""
    columns: list[list[tuple[str, tuple[Row, ...]]]] = [[]]
    free = most
    for letter, group in groupby(rows, key=lambda row: row.letter):
        waiting = tuple(group)
        while waiting:
            if free < 2:
                columns.append([])
                free = most
            now, waiting = waiting[: free - 1], waiting[free - 1 :]
            columns[-1].append((letter, now))
            free -= 1 + len(now)
    return [tuple(column) for column in columns if column]
