"""Who has met whom over many evenings: how much an old meeting weighs, and how far people come."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from eventapp.encounters.pairs import met

Pair = tuple[int, int]

HALF_LIFE = 365.25


def faded(days: float) -> float:
    """What a meeting weighs so many days later: ½ ** (its age in years)."""
    return float(0.5 ** (max(0.0, days) / HALF_LIFE))


def weights(pairs: np.ndarray, times: np.ndarray) -> np.ndarray:
    """How much it weighs that a pair meets again: from just above 0 to 1.

    `pairs` holds two numbers of people in a row, each pair once, and `times` what the meetings of
    each add up to: each as it has faded, or 1 within the same program. It counts as 1 at most. Then
    those who know the fewest are favoured: with
    s = (people met - fewest met) / (most met - fewest met) of each person, a pair weighs
    1 - ½ · min(s, s) of that. So a meeting again costs all of its weight where one of the two has
    met the fewest, and half of it between two who have met the most.
    """
    if not len(pairs):
        return times
    number = np.bincount(pairs.ravel())
    least, most = number[number > 0].min(), number.max()
    share = (number - least) / max(most - least, 1)
    weighed: np.ndarray = np.minimum(times, 1.0) * (1 - share[pairs].min(axis=1) / 2)
    return weighed


def known(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Everybody whom each person has met."""
    others: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        others[a].add(b)
        others[b].add(a)
    return others


def together(rounds: Iterable[Mapping[int, object]]) -> set[Pair]:
    """The pairs who share a table in some round, from each round's person → table."""
    return set().union(*(met(seats, seats.keys()) for seats in rounds))


@dataclass(frozen=True)
class Evening:
    """An evening to come: who comes, the pairs who meet as planned, and its room.

    `room` is how many others one can meet there: its rounds times the other chairs of its largest
    table.
    """

    people: frozenset[int]
    room: int
    pairs: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Reach:
    """One person's way: how many others they have met, will meet as planned, could meet at most."""

    person: int
    met: int
    planned: int
    most: int

    @property
    def by_then(self) -> int:
        """How many they will have met when everything happens as planned."""
        return self.met + self.planned

    @property
    def possible(self) -> int:
        """How many more there might be than planned: a proven bound, which no plan exceeds."""
        return self.most - self.by_then


def reach(people: Iterable[int], pairs: Iterable[Pair], coming: Collection[Evening]) -> list[Reach]:
    """How far each of these people gets among each other, those who have met the fewest first.

    Nobody meets more than those they know and those who come when they come, nor more new ones
    than the evenings they come to have room for.
    """
    return sorted(
        _reach(set(people), known(pairs), coming),
        key=lambda one: (one.met, one.by_then, one.person),
    )


def _reach(
    everybody: set[int], so_far: Mapping[int, set[int]], coming: Collection[Evening]
) -> Iterator[Reach]:
    then = known(pair for evening in coming for pair in evening.pairs)
    for person in everybody:
        mine = so_far.get(person, set()) & everybody
        new = (then.get(person, set()) & everybody) - mine
        evenings = [evening for evening in coming if person in evening.people]
        around = set().union(*(evening.people for evening in evenings)) & everybody
        room = sum(evening.room for evening in evenings)
        more = min(len(around - mine - {person}), room)
        yield Reach(person, len(mine), len(new), len(mine) + max(more, len(new)))
