"""Who met at earlier events, in arrays: three hundred regulars are tens of thousands of pairs."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

Pair = tuple[str, str]


class PastMeetings(Mapping[Pair, float]):
    """How often pairs met (below 1: faded); a pair is found whichever of the two is named first.

    `people` are guest keys; `pairs` holds two of their places in a row, the earlier first, and
    `times` more than 0 for each. A dictionary of it is made only for who asks about single pairs.
    """

    def __init__(self, people: Sequence[str], pairs: np.ndarray, times: np.ndarray) -> None:
        self.people, self.pairs, self.times = people, pairs, times

    @classmethod
    def of(cls, past: Mapping[Pair, float]) -> "PastMeetings":
        """The same as arrays; pairs that count nothing are left out."""
        if isinstance(past, cls):
            return past
        counted = {(a, b) if a < b else (b, a): n for (a, b), n in past.items() if n > 0 and a != b}
        people = sorted({key for pair in counted for key in pair})
        at = {key: place for place, key in enumerate(people)}
        pairs = [(at[a], at[b]) for a, b in counted]
        return cls(people, np.array(pairs, np.intp).reshape(-1, 2), np.array([*counted.values()]))

    def __getitem__(self, pair: Pair) -> float:
        a, b = self._at[pair[0]], self._at[pair[1]]
        return self._found[a * len(self.people) + b if a < b else b * len(self.people) + a]

    def __contains__(self, pair: object) -> bool:
        try:
            return self[pair] > 0  # type: ignore[index]
        except KeyError:
            return False

    def __iter__(self) -> Iterator[Pair]:
        for a, b in self.pairs.tolist():
            yield self.people[a], self.people[b]

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        return f"PastMeetings({dict(self)})"

    @cached_property
    def _at(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.people)}

    @cached_property
    def _found(self) -> dict[int, float]:
        """By one number a pair, which takes a third of what two keys take."""
        numbers = self.pairs[:, 0] * len(self.people) + self.pairs[:, 1]
        return dict(zip(numbers.tolist(), self.times.tolist(), strict=True))
