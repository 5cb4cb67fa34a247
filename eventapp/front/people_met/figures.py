"""Whom somebody has met, counted: by field, by role, and what isn't among them yet (pure)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eventapp.role_marks import MARKS
from eventapp.rsvps.subjects import about

# So many fields stand in the table, and so many shapes in a line of it; the others are counted.
MOST_FIELDS, MOST_MARKS = 12, 24


@dataclass(frozen=True)
class Met:
    """Somebody met on one evening who may be named, with what they said for it."""

    event_id: int
    person_id: int
    rsvp_id: int
    first_name: str
    role: str
    mark: int
    industry: str
    organization: str
    ask: str
    offer: str


@dataclass(frozen=True)
class Field:
    """One field and how many people are from it: marks of what they came as, and the same in words."""

    name: str
    number: int
    marks: tuple[int, ...]
    roles: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Role:
    """One role, and how many came as it."""

    mark: int
    name: str
    number: int


def latest(met: Iterable[Met]) -> list[Met]:
    """Each person once, as they came last; `met` has the newest evening first."""
    found: dict[int, Met] = {}
    for one in met:
        found.setdefault(one.person_id, one)
    return list(found.values())


def fields(people: Iterable[Met], *, unit: int = 1) -> list[Field]:
    """The fields that people come from, the largest first, however somebody writes them.

    A mark stands for so many people of one role, or for the last few of them.
    """
    found = [
        Field(
            Counter(one.industry.strip() for one in group).most_common(1)[0][0],
            len(group),
            tuple(
                mark
                for mark, number in sorted(Counter(one.mark for one in group).items())
                for _each in range(-(-number // unit))
            ),
            tuple(Counter(one.role for one in group if one.role).most_common()),
        )
        for group in _by_field(people).values()
    ]
    return sorted(found, key=lambda one: (-one.number, one.name.casefold()))


def unit(people: Iterable[Met]) -> int:
    """For how many people a mark stands, so that the largest field has room in its line."""
    largest = max(map(len, _by_field(people).values()), default=0)
    return 1 if largest <= MOST_MARKS else -(-largest // (MOST_MARKS - len(MARKS)))


def _by_field(people: Iterable[Met]) -> dict[str, list[Met]]:
    of: dict[str, list[Met]] = {}
    for one in people:
        if name := one.industry.strip():
            of.setdefault(name.casefold(), []).append(one)
    return of


def roles(people: Iterable[Met]) -> list[Role]:
    """What people came as, the most frequent first; roles of one name are one."""
    counted = Counter((one.role, one.mark) for one in people if one.role)
    number: Counter[str] = Counter()
    mark: dict[str, int] = {}
    for (name, shape), times in counted.most_common():
        number[name] += times
        mark.setdefault(name, shape)
    return [Role(mark[name], name, times) for name, times in number.most_common()]


def missing(there: Iterable[str], met: Collection[str]) -> list[str]:
    """Of what was there, whatever isn't among what was met, however it is written."""
    known = {name.strip().casefold() for name in met}
    return [name for name in there if name.strip().casefold() not in known]


def could_help(
    people: Iterable[Met], offers: Sequence[str], topics: dict[int, tuple[str, ...]]
) -> set[tuple[int, int]]:
    """Whose ask meets one of my offers, by event and person; `topics` are those of each event."""
    if not offers:
        return set()
    mine = {
        listed: frozenset().union(*(_about(offer, listed) for offer in offers))
        for listed in set(topics.values())
    }
    return {
        (one.event_id, one.person_id)
        for one in people
        if one.ask and _about(one.ask, topics[one.event_id]) & mine[topics[one.event_id]]
    }


# The same lines come again whenever somebody looks.
_about = lru_cache(maxsize=4096)(about)
