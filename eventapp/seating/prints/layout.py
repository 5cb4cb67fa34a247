"""Tables on paper: what goes on which sheet, so that all of it fits (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import category, east_asian_width

from eventapp.rsvps.topics import fold

# A poster is read from two metres away: few tables on a sheet, in four columns at most.
ACROSS, IN_TWO_ROWS, FULL = 4, 8, 14
SIZES = ("", "fit-1", "fit-2", "fit-3")
# So many rounds stand side by side on a tent; more come in two rows.
BESIDE = 5
# Rows of the list in one column of a sheet, a letter counting as a row: large, and small.
ROOMY, ROWS = 30, 46


@dataclass(frozen=True)
class Person:
    """Somebody at a table: the mark of their role, and how they are called there.

    `named` tells a name from a role that stands for one.
    """

    mark: int
    text: str
    named: bool = True

    @property
    def fit(self) -> str:
        """How small it must be set to stay on its line."""
        return _step(_width(self.text), (10, 15, 24), SIZES)


@dataclass(frozen=True)
class Table:
    """Who sits at a table, in one round."""

    number: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Poster:
    """One sheet with the tables of a round, or with some of them."""

    round: int
    tables: tuple[Table, ...]
    part: int
    parts: int
    columns: int
    size: str


@dataclass(frozen=True)
class Sitting:
    """One round at a table: who sits there, and what they may begin with."""

    round: int
    people: tuple[Person, ...]
    question: str

    @property
    def fit(self) -> str:
        """How small the question must be set."""
        return "tight" if _width(self.question) > 100 else ""


@dataclass(frozen=True)
class Tent:
    """One sheet, folded in the middle, that says the same on both sides of its table."""

    number: str
    sittings: tuple[Sitting, ...]

    @property
    def size(self) -> str:
        """How dense it is: by how many sit there at once, and how many rounds stand beside."""
        most = max(len(sitting.people) for sitting in self.sittings)
        rounds = len(self.sittings)
        rows = 1 if rounds <= BESIDE else 2
        across = f"in-{-(-rounds // rows)}{' two-rows' if rows == 2 else ''}"
        return f"{_step(most, (6, 8, 12))} {across}"


@dataclass(frozen=True)
class Row:
    """One person of the list: the name, and the table in each round (empty for none)."""

    name: str
    route: tuple[str, ...]

    @property
    def fit(self) -> str:
        """How small the name must be set."""
        return _step(_width(self.name), (18, 25, 58), SIZES)

    @property
    def letter(self) -> str:
        """The letter it is found under, without its accents; … where a script has no capitals."""
        first = fold(self.name.strip())[:1].upper()[:1]
        return first if first and category(first) == "Lu" else "…"


@dataclass(frozen=True)
class Leaf:
    """One sheet of the list: columns of letters, each with its rows."""

    columns: tuple[tuple[tuple[str, tuple[Row, ...]], ...], ...]
    part: int
    parts: int
    size: str


def posters(rounds: Iterable[tuple[int, Sequence[Table]]]) -> list[Poster]:
    """A sheet for every round, or several where its tables would be too small to read."""
    made = []
    for number, tables in rounds:
        most = max((len(table.people) for table in tables), default=0)
        rows = 2 if len(tables) > ACROSS and most <= IN_TWO_ROWS else 1
        sheets = _even(tables, ACROSS * rows)
        size = f"rows-{rows} {_step(most, (4, 6, 8) if rows == 2 else (8, FULL))}"
        made += [
            Poster(number, some, part, len(sheets), min(ACROSS, -(-len(some) // rows)), size)
            for part, some in enumerate(sheets, 1)
        ]
    return made


def leaves(rows: Iterable[Row], *, rounds: int) -> list[Leaf]:
    """The list by name: large on one sheet, or else in as many columns as its rounds leave."""
    ordered = sorted(rows, key=lambda row: (row.letter == "…", fold(row.name)))
    columns, across, size = _columns(ordered, ROOMY), 2, "by-two roomy"
    if len(columns) > across or rounds > 4:
        across, size = (3, "by-three") if rounds < 4 else (2, "by-two many-rounds")
        columns = _columns(ordered, ROWS)
    sheets = [columns[at : at + across] for at in range(0, len(columns), across)]
    return [Leaf(tuple(sheet), part, len(sheets), size) for part, sheet in enumerate(sheets, 1)]


def _step(
    size: int, ends: Sequence[int], names: Sequence[str] = ("size-1", "size-2", "size-3", "size-4")
) -> str:
    return names[sum(size > end for end in ends)]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _even(tables: Sequence[Table], most: int) -> list[tuple[Table, ...]]:
    """As few sheets as hold the tables, about equally full."""
    sheets = -(-len(tables) // most)
    each = -(-len(tables) // sheets) if sheets else 1
    return [tuple(tables[at : at + each]) for at in range(0, len(tables), each)]


def _columns(rows: Sequence[Row], most: int) -> list[tuple[tuple[str, tuple[Row, ...]], ...]]:
    """Columns of at most so many rows; none ends with a letter that nobody follows."""
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
