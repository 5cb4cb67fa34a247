"""People and sessions of a program, and what each session was to each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

# What a session was to somebody, in the order in which it is counted.
MARKS = ("there", "elsewhere", "excused", "absent", "coming", "none")
# What counts as having been at a session.
COUNTS = frozenset({"there", "elsewhere"})
# How somebody belongs to the program, in the order in which lists have them.
KINDS = ("enrolled", "drop-in", "waiting", "left")


@dataclass(frozen=True)
class Said:
    """A correction by hand: what was said, why, by whom and when."""

    state: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Cell:
    """One session of one person."""

    mark: str
    over: bool
    said: Said | None = None


@dataclass(frozen=True)
class Meeting:
    """A session as the head of a column."""

    id: int
    number: int
    title: str
    slug: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    begun: bool
    over: bool
    compulsory: bool


@dataclass(frozen=True)
class Line:
    """One person with a cell for each session."""

    person: int
    name: str
    kind: str
    cells: tuple[Cell, ...]

    def number(self, mark: str) -> int:
        """How many of their sessions have a mark."""
        return sum(cell.mark == mark for cell in self.cells)

    @property
    def counted(self) -> int:
        """How many sessions that are over they were at, or caught up elsewhere."""
        return sum(cell.over and cell.mark in COUNTS for cell in self.cells)

    @property
    def held(self) -> int:
        """How many that are over were theirs to come to."""
        return sum(cell.over and cell.mark != "none" for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """Everybody of a program beside its sessions, in the order of KINDS and by name."""

    meetings: Sequence[Meeting]
    lines: Sequence[Line]

    def totals(self, place: int) -> Counter[str]:
        """How many have which mark at the session in a column."""
        return Counter(line.cells[place].mark for line in self.lines)

    def line(self, person: int) -> Line | None:
        """The line of a person; None for nobody of this program."""
        return next((line for line in self.lines if line.person == person), None)

    def place(self, session: int) -> int | None:
        """The column of a session; None for none of this program."""
        numbers = [meeting.id for meeting in self.meetings]
        return numbers.index(session) if session in numbers else None

    @property
    def last(self) -> int | None:
        """The column of the latest session that is over."""
        return max((n for n, one in enumerate(self.meetings) if one.over), default=None)

    def missed(self, place: int) -> list[Line]:
        """The enrolled who weren't at a session, and nobody excused them."""
        return [
            line
            for line in self.lines
            if line.kind == "enrolled" and line.cells[place].mark == "absent"
        ]


def mark(*, state: str | None, going: bool, here: bool, over: bool, said: str | None) -> str:
    """What a session is to somebody: `state` is what the record says of it once it is over."""
    if over:
        return state or "none"
    if here or said:
        # Who was excused ahead, and comes after all, is there.
        return "there" if said is None or (here and said == "excused") else said
    return "coming" if going else "none"
