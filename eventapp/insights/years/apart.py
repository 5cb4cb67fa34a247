"""How many steps people are apart in the web of who met whom (pure)."""

from dataclasses import dataclass

import numpy as np

# From so many people, spread evenly, the web is walked: in a web of thousands all others give the same.
WALKS = 256
_WORD = 64


@dataclass(frozen=True)
class Apart:
    """Of all pairs of people in the web: the share at most one step apart, at most two, and so on.

    The last share is below 1 where the web has fallen apart.
    """

    people: int
    within: tuple[float, ...]


def apart(low: np.ndarray, high: np.ndarray) -> Apart:
    """Walk the web of pairs that met, each given once or more."""
    if not len(low):
        return Apart(0, ())
    people, places = np.unique(np.concatenate([low, high]), return_inverse=True)
    number = len(people)
    one, other = places[: len(low)], places[len(low) :]
    begin, end = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(begin, kind="stable")
    neighbours = end[order]
    starts = np.searchsorted(begin[order], np.arange(number))
    sources = np.unique(np.linspace(0, number - 1, min(WALKS, number)).astype(np.int64))
    reached: list[int] = []
    for first in range(0, len(sources), _WORD):
        # One bit a walk: a step of all of them is one pass over the web.
        some = sources[first : first + _WORD]
        front = np.zeros(number, np.uint64)
        front[some] = np.uint64(1) << np.arange(len(some), dtype=np.uint64)
        seen = front.copy()
        step = 0
        while front.any():
            front = np.bitwise_or.reduceat(front[neighbours], starts) & ~seen
            seen |= front
            found = int(np.bitwise_count(front).sum())
            if found:
                reached += [0] * (step + 1 - len(reached))
                reached[step] += found
            step += 1
    whole = len(sources) * (number - 1)
    return Apart(number, tuple(float(share) for share in np.cumsum(reached) / whole))
