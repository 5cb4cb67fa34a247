"""What makes two people met: one table in one round, and both were there (`door/presence` says who was)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import combinations


def met(seats: Mapping[int, Hashable], present: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of one round who sat together and were both checked in, the lower key first.

    `seats` is key -> table; a table of None is nobody's.
    """
    tables: dict[Hashable, list[int]] = defaultdict(list)
    here = set(present)
    for key, table in seats.items():
        if key in here and table is not None:
            tables[table].append(key)
    return {pair for people in tables.values() for pair in combinations(sorted(people), 2)}


def counts(encounters: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How often each pair met, whichever of the two is named first; nobody meets themselves."""
    return dict(Counter((min(pair), max(pair)) for pair in encounters if pair[0] != pair[1]))
