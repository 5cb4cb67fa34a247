"""The swap engine: many pairs of tables at once, each offered all swaps between its guests.

Within one round the cost of a table depends on that table alone, so swaps between disjoint pairs
of tables are independent: they are evaluated exactly and made together. Arrays keep the pairs of
tables ('lanes') in their last axis.
"""

from dataclasses import dataclass

import numpy as np

from eventapp.seating.engine.search.arrays import FORBIDDEN

LANES = 32
SMALL = 10


@dataclass
class RoundCosts:
    """What the search needs to know of one round.

    `pair` (m x m) is the cost of two sharing a table, `answer` the asks one would answer
    the other (bits), each worth `ask`. `kind` (attributes x m) leads into `quota` (see
    Model.quota). The last two of the m people are nobody: a chair out of use, a free chair.
    `least` is how many must stay at each table; `leave` (m) is what leaving one's place costs,
    FORBIDDEN for those who must stay.
    """

    pair: np.ndarray
    answer: np.ndarray | None
    ask: float
    kind: np.ndarray
    quota: np.ndarray
    least: np.ndarray
    leave: np.ndarray


class RoundTables:
    """Tables of one round being improved by swaps.

    `seats` (chairs x tables) holds person numbers and is changed in place; `gain` is what the
    cost has changed by.
    """

    def __init__(self, costs: RoundCosts, seats: np.ndarray) -> None:
        self.costs, self.seats = costs, seats
        self.chairs, self.tables = seats.shape
        self.m = len(costs.pair)
        self.gain = 0.0
        self.leave = costs.leave.astype(np.float32)
        self.leave[-2] = FORBIDDEN
        self.ask = np.float32(costs.ask)
        # Counts of asks at a table stay this small; the smaller type is faster.
        self.small = np.int8 if self.chairs <= SMALL else np.int16
        self.loose = bool((seats == self.m - 1).any())
        self._lay_out_quota()
        self.count()

    def _lay_out_quota(self) -> None:
        off = self.costs.quota
        _, self.kinds, counts = off.shape
        less, more = np.zeros_like(off), np.zeros_like(off)
        less[..., 1:] = off[..., :-1] - off[..., 1:]
        more[..., :-1] = off[..., 1:] - off[..., :-1]
        self.less, self.more = less.ravel(), more.ravel()
        self.width, self.stride = counts, self.kinds * counts
        smaller, larger = np.zeros_like(off), np.zeros_like(off)
        smaller[1:], larger[:-1] = off[:-1] - off[1:], off[1:] - off[:-1]
        self.smaller, self.larger = smaller.ravel(), larger.ravel()
        leave, join = np.zeros_like(off), np.zeros_like(off)
        leave[1:], join[:-1] = less[:-1] - less[1:], more[1:] - more[:-1]
        self.leaving, self.joining = leave.ravel(), join.ravel()

    def count(self) -> None:
        """Count anew who sits where, after seats were changed from outside."""
        self.size, held = self.counted(self.seats)
        row = (self.size[:, None] + 1) * self.kinds + np.arange(self.kinds)
        self.state = row * self.width + held + 1
        # What each person has, or would have, with those at each table (tables x m).
        self.sums = self.costs.pair.take(self.seats, 0).sum(0)

    def counted(self, seats: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For tables (chairs x z): how many sit there (z), and how many of each kind."""
        real = seats < self.m - 2
        held = np.zeros((seats.shape[1], self.kinds), np.intp)
        chair, table = real.nonzero()
        for kind in self.costs.kind:
            at = table * self.kinds + kind[seats[chair, table]]
            held += np.bincount(at, minlength=held.size).reshape(held.shape)
        return real.sum(0), held

    def run(self, heat: np.ndarray, rng: np.random.Generator, noise: np.ndarray) -> None:
        """One step for each temperature in `heat`: pair the tables by lot, offer their swaps.

        In a small room each table is in several pairs; of swaps that meet at a table one is made.
        """
        steps, half = len(heat), self.tables // 2
        if not half:
            return
        times = min(self.tables - 1, max(1, round(LANES * 64 / (half * self.chairs**2))))
        order = rng.random((steps, times, self.tables), np.float32).argsort(-1)
        halves = order[..., : 2 * half].reshape(steps, times, 2, half)
        pairs = halves.swapaxes(1, 2).reshape(steps, 2, times * half)
        lanes = pairs.shape[-1]
        size = self.chairs * self.chairs * lanes
        if len(noise) <= 2 * (size + lanes):
            noise = np.resize(noise, 3 * (size + lanes))
        starts = rng.integers(0, len(noise) - size - lanes, steps)
        for step, start in enumerate(starts):
            self._step(
                pairs[step],
                heat[step],
                noise[start : start + size].reshape(self.chairs**2, lanes),
                noise[start + size : start + size + lanes],
                alone=times == 1,
            )

    def _step(
        self, pair: np.ndarray, heat: float, luck: np.ndarray, stay: np.ndarray, *, alone: bool
    ) -> None:
        chairs, lanes = self.chairs, pair.shape[1]
        sides = self.seats.take(pair.reshape(-1), axis=1).reshape(chairs, 2, lanes)
        people = np.ascontiguousarray(sides.swapaxes(0, 1))
        each, change = self._pairs(pair, people)
        each += self.leave.take(people)
        if self.costs.answer is not None:
            self._answers(people, each, change)
        self._quotas(pair, people, change)
        change += each[0][:, None]
        change += each[1][None]
        change = change.reshape(chairs * chairs, lanes)
        best = (change - heat * luck).argmin(0)
        lane = np.arange(lanes)
        gain = change[best, lane]
        taken = (gain < heat * (luck[best, lane] - stay)).nonzero()[0]
        if len(taken) > 1 and not alone:
            taken = _apart(pair, taken)
        if len(taken):
            self._swap(pair[:, taken], best[taken], gain[taken])

    def _pairs(self, pair: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cost of each guest changing tables, and what each two have between them."""
        row = (pair * self.m)[:, None]
        each = self.sums.take(people + row[::-1])
        each -= self.sums.take(people + row)
        between = self.costs.pair.take((people[0] * self.m)[:, None] + people[1])
        between *= np.float32(-2)
        return each, between

    def _answers(self, people: np.ndarray, each: np.ndarray, change: np.ndarray) -> None:
        """Add what asks are lost (positive) and gained by each swap; an ask counts once.

        First axis: among one's own table, towards the other one; second: which table one is at.
        """
        _, chairs, lanes = people.shape
        at = np.empty((2, 2, chairs, chairs, lanes), np.intp)
        rows = (people * self.m)[:, :, None]
        np.add(rows, people[:, None], out=at[0])
        np.add(rows, people[::-1, None], out=at[1])
        bits = self.costs.answer.reshape(-1).take(at)  # type: ignore[union-attr]
        once, twice = _covered(bits)
        only = bits & (once & ~twice)[:, :, :, None]
        lost, found = _count(only), _count(once)
        new = _count(bits[1] & ~once[0][:, :, None])
        whole = np.subtract(found[1], found[0], dtype=self.small)
        whole += np.add.reduce(new, 1, self.small)[::-1]
        whole -= np.add.reduce(lost[0], 1, self.small)
        each -= self.ask * whole
        # Somebody leaves who alone could answer, and the one who comes can too.
        kept = np.add.reduce(_count(only[0][:, :, :, None] & bits[1][:, :, None]), 1, self.small)
        kept -= new
        kept -= lost[1]
        change -= self.ask * (kept[0] + kept[1].swapaxes(0, 1))

    def _quotas(self, pair: np.ndarray, people: np.ndarray, change: np.ndarray) -> None:
        kind = self.costs.kind.take(people, axis=1)
        place = (pair * self.kinds)[:, None]
        own = self.state.take(kind + place)
        other = self.state.take(kind + place[::-1])
        out = self.less.take(own)
        out += self.more.take(other)
        for q in range(len(kind)):
            both = out[q, 0][:, None] + out[q, 1][None]
            both *= kind[q, 0][:, None] != kind[q, 1][None]
            change += both
        if not self.loose:
            return
        free = people == self.m - 1
        if not free.any():
            return
        state = self.state.take(pair, axis=0)
        size = self.size.take(pair)
        close = self.smaller.take(state).sum(-1) + FORBIDDEN * (size <= self.costs.least.take(pair))
        widen = self.larger.take(state).sum(-1)
        move = (self.leaving.take(own) + self.joining.take(other)).sum(0)
        move += (close + widen[::-1])[:, None]
        change += move[0][:, None] * free[1][None]
        change += move[1][None] * free[0][:, None]
        change += FORBIDDEN * (free[0][:, None] & free[1][None])

    def _swap(self, pair: np.ndarray, best: np.ndarray, gain: np.ndarray) -> None:
        (a, b), (i, j) = pair, np.divmod(best, self.chairs)
        first, second = self.seats[i, a], self.seats[j, b]
        self.seats[i, a], self.seats[j, b] = second, first
        shift = self.costs.pair.take(second, 0) - self.costs.pair.take(first, 0)
        self.sums[a] += shift
        self.sums[b] -= shift
        state, last = self.state, self.m - 1
        flat, at_a, at_b = state.reshape(-1), a * self.kinds, b * self.kinds
        out, into = self.costs.kind.take(first, axis=1), self.costs.kind.take(second, axis=1)
        flat[out + at_a] -= 1
        flat[into + at_a] += 1
        flat[into + at_b] -= 1
        flat[out + at_b] += 1
        if self.loose:
            step = (first == last).astype(np.intp) - (second == last)
            self.size[a] += step
            self.size[b] -= step
            state[a] += (step * self.stride)[:, None]
            state[b] -= (step * self.stride)[:, None]
            for table in (a, b):
                nobody = (self.size[table] + 2) * self.kinds - 1
                state[table, -1] = nobody * self.width + 1
        self.gain += float(gain.sum())


def _count(bits: np.ndarray) -> np.ndarray:
    count: np.ndarray = np.bitwise_count(bits).view(np.int8)
    return count


def _covered(bits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Over the fourth axis, the bits set at least once and at least twice: halve and join."""
    half, odd = divmod(bits.shape[3], 2)
    if half == 0:
        return bits[:, :, :, 0].copy(), np.zeros_like(bits[:, :, :, 0])
    first, second = bits[:, :, :, :half], bits[:, :, :, half : 2 * half]
    once, twice = first | second, first & second
    last = bits[:, :, :, -1] if odd else None
    while (half := once.shape[3] // 2) > 0:
        left, right = once[:, :, :, :half], once[:, :, :, half : 2 * half]
        more = twice[:, :, :, :half] | twice[:, :, :, half : 2 * half] | (left & right)
        both = left | right
        if once.shape[3] % 2:
            more[:, :, :, 0] |= twice[:, :, :, -1] | (both[:, :, :, 0] & once[:, :, :, -1])
            both[:, :, :, 0] |= once[:, :, :, -1]
        once, twice = both, more
    once, twice = once[:, :, :, 0], twice[:, :, :, 0]
    if last is not None:
        twice |= once & last
        once |= last
    return once, twice


def _apart(pair: np.ndarray, lanes: np.ndarray) -> list[int]:
    """Of the lanes, those whose tables no earlier one uses."""
    used: set[int] = set()
    kept = []
    for lane, a, b in zip(lanes.tolist(), *pair[:, lanes].tolist(), strict=True):
        if a not in used and b not in used:
            used.update((a, b))
            kept.append(lane)
    return kept
