"""How far somebody of a program is, as a letter shows it: signs, and the same in numbers (pure)."""

from dataclasses import dataclass

from eventapp.attendance.grid import COUNTS
from eventapp.progress.completion import Standing
from eventapp.progress.picture import sampled

# So many people are drawn, of each role in its share; the others are counted.
MOST = 36
TO_COME = {"next", "later"}


@dataclass(frozen=True)
class Picture:
    """Each session and whether it counts (None is one to come), each person met by the mark of their
    role, and the roles."""

    there: int
    sessions: tuple[bool | None, ...]
    people: int
    marks: tuple[int, ...]
    roles: int
    all_roles: int


def drawn(standing: Standing, sessions: tuple[str, ...], met: tuple[int, ...]) -> Picture:
    """The picture of somebody's progress, with their sessions in order."""
    facts = standing.facts
    return Picture(
        there=facts.there,
        sessions=tuple(None if was in TO_COME else was in COUNTS for was in sessions),
        people=facts.people,
        marks=tuple(sampled(met, MOST)),
        roles=facts.roles,
        all_roles=facts.roles_of,
    )
