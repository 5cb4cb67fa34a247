"""Who of the people of an evening sits at no table with whom (pure)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """What one person said: about another one, or, where nobody was chosen, about a name or address."""

    person: int
    other: int | None
    words: str


@dataclass(frozen=True)
class Here:
    """Somebody who comes: the key of their answer, who they are, and what they are called."""

    key: int
    person: int
    words: frozenset[str] = frozenset()


def kept_apart(said: Iterable[Said], here: Collection[Here]) -> list[Pair]:
    """The pairs, by key and the lower first, who sit at no table together; each once."""
    by_person = {one.person: one for one in here}
    found: set[Pair] = set()
    for each in said:
        me = by_person.get(each.person)
        if me is None:
            continue
        for other in here:
            meant = (
                other.person == each.other
                if each.other is not None
                else bool(each.words) and each.words in other.words
            )
            if meant and other.person != me.person:
                found.add((min(me.key, other.key), max(me.key, other.key)))
    return sorted(found)


def at_one_table(seats: Mapping[int, int], pairs: Iterable[Pair]) -> set[Pair]:
    """Those of some pairs who sit at one table, by key → table."""
    return {(a, b) for a, b in pairs if a in seats and seats[a] == seats.get(b)}


def among(people: Iterable[int], pairs: Collection[Pair]) -> bool:
    """Whether any of these pairs is within a group."""
    return any(pair in pairs for pair in combinations(sorted(people), 2))
