"""The measure in arrays: what a pair, a table and a plan cost, for the search to add up."""

from itertools import combinations

import numpy as np

from eventapp.seating.engine.problem import Problem

FORBIDDEN = np.float32(1e6)
ASKS_SEEN = 8


class ProblemArrays:
    """A problem as arrays; people and tables are numbered in the order given.

    Two more numbers stand for nobody: `gone` (n), a chair that can't be used, and `free`
    (n + 1), a chair that may be taken. Costs are whole numbers held as float32, exact below 2**24.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.n = len(problem.guests)
        self.gone, self.free = self.n, self.n + 1
        self.chairs = max((t.capacity for t in problem.tables), default=1)
        self.number = {g.key: i for i, g in enumerate(problem.guests)}
        self.table = {t.key: i for i, t in enumerate(problem.tables)}
        self.capacity = np.array([t.capacity for t in problem.tables], np.intp)
        self.room = np.array(
            [[t.capacity for t in problem.room(r)] for r in range(problem.rounds)], np.intp
        ).reshape(problem.rounds, -1)
        self.least = np.array([max(t.minimum, min(2, t.capacity)) for t in problem.tables])
        self.present = np.ones((problem.rounds, self.n), bool)
        for round, key in problem.absent:
            self.present[round, self.number[key]] = False
        self.organization = _numbered([g.organization for g in problem.guests], unknown=True)
        self._attributes()
        self._pairs()
        self._topics()

    def _attributes(self) -> None:
        weights = self.problem.weights
        given = ((name, getattr(weights, figure)) for name, figure in self.problem.mixed)
        counted = [(name, weight) for name, weight in given if weight]
        kinds: list[np.ndarray] = []
        self.kind_weight: list[int] = []
        first = 0
        for name, weight in counted:
            kind = _numbered([g.kind(name) for g in self.problem.guests]) + first
            first = int(kind.max(initial=first - 1)) + 1
            kinds.append(kind)
            self.kind_weight += [weight] * (first - len(self.kind_weight))
        self.kinds = first + 1
        self.kind = np.full((len(counted), self.n + 2), first, np.intp)
        for row, kind in enumerate(kinds):
            self.kind[row, : self.n] = kind

    def _pairs(self) -> None:
        """Each pair that costs something to sit together, in order: kept apart, or met before."""
        again, number = self.problem.weights.past_repeats, self.number
        apart = {
            tuple(sorted((number[a], number[b])))
            for group in self.problem.apart
            for a, b in combinations(set(group), 2)
        }
        past = self.problem.past_pairs
        at = np.array([number.get(key, -1) for key in past.people], np.intp)
        met = np.sort(at[past.pairs], axis=1)
        cost = np.where(past.times < 1, np.rint(again * past.times), again)
        here = met[:, 0] >= 0 if len(met) else np.zeros(0, bool)
        pairs = np.concatenate([np.array([*apart], np.intp).reshape(-1, 2), met[here]])
        costs = np.concatenate([np.full(len(apart), FORBIDDEN), cost[here]])
        # The first of each pair counts, so that a rule outweighs a meeting.
        _codes, first = np.unique(pairs[:, 0] * self.n + pairs[:, 1], return_index=True)
        self.pair_at, self.pair_cost = pairs[first], costs[first].astype(np.float32)

    def _topics(self) -> None:
        people = self.problem.guests
        offered: dict[str, list[int]] = {}
        for i, guest in enumerate(people):
            for topic in guest.offers:
                offered.setdefault(topic, []).append(i)
        topics = sorted(offered)
        place = {t: k for k, t in enumerate(topics)}
        self.offers = np.zeros((self.n + 2, len(topics) + 1), bool)
        for topic, who in offered.items():
            self.offers[who, place[topic]] = True
        self.asks = np.full((self.n + 2, ASKS_SEEN), len(topics), np.intp)
        self.open_asks = np.zeros(self.n, np.uint8)
        if self.problem.weights.uncovered_asks:
            for i, guest in enumerate(people):
                askable = [t for t in sorted(guest.asks) if set(offered.get(t, ())) - {i}]
                for slot, topic in enumerate(askable[:ASKS_SEEN]):
                    self.asks[i, slot] = place[topic]
                    self.open_asks[i] |= 1 << slot
        self.slots = int(max((int(m).bit_length() for m in self.open_asks), default=0))

    def pair_costs(self, people: np.ndarray) -> np.ndarray:
        """Cost of each two of `people` (m) sharing a table once: (m + 2, m + 2) float32.

        The last two rows and columns are nobody. Repeats within the event are not in it.
        """
        m = len(people)
        cost = np.zeros((m + 2, m + 2), np.float32)
        firm = self.organization[people]
        cost[:m, :m] = (firm[:, None] == firm[None, :]) * np.float32(
            self.problem.weights.same_company
        )
        local = np.full(self.n, -1, np.intp)
        local[people] = np.arange(m)
        a, b = local[self.pair_at[:, 0]], local[self.pair_at[:, 1]]
        here = (a >= 0) & (b >= 0)
        a, b, extra = a[here], b[here], self.pair_cost[here]
        cost[a, b] += extra
        cost[b, a] += extra
        np.fill_diagonal(cost, 0)
        return cost

    def answers(self, people: np.ndarray) -> np.ndarray:
        """Which asks of the one the other can answer: (m + 2, m + 2) bits, asker by offerer."""
        m = len(people)
        bits = np.zeros((m + 2, m + 2), np.uint8)
        offers, asks = self.offers[people], self.asks[people]
        for slot in range(self.slots):
            bits[:m, :m] |= offers[:, asks[:, slot]].T.astype(np.uint8) << slot
        np.fill_diagonal(bits, 0)
        return bits

    def quota(self, round: int) -> np.ndarray:
        """Quota cost by table size, kind and how many of the kind sit there, for one round.

        Sizes -1..chairs + 1, counts -1..chairs + 1: (chairs + 3, kinds, chairs + 3) float32.
        """
        here = self.present[round]
        total = max(int(here.sum()), 1)
        numbers = np.zeros(self.kinds, np.int64)
        for row in self.kind:
            numbers += np.bincount(row[: self.n][here], minlength=self.kinds)
        numbers[-1] = 0
        size = np.arange(-1, self.chairs + 2)[:, None, None]
        count = np.arange(-1, self.chairs + 2)[None, None, :]
        share = size * numbers[None, :, None]
        low, high = share // total, -(-share // total)
        weight = np.array([*self.kind_weight, 0])[None, :, None]
        off: np.ndarray = weight * (np.maximum(0, count - high) + np.maximum(0, low - count))
        return off.astype(np.float32)


def _numbered(values: list[str | None], *, unknown: bool = False) -> np.ndarray:
    """Equal values get equal numbers; with `unknown`, each None is different from all."""
    known: dict[str | None, int] = {}
    numbers = [
        -1 - i if unknown and v is None else known.setdefault(v, len(known))
        for i, v in enumerate(values)
    ]
    return np.array(numbers, np.intp)
