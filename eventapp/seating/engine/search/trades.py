"""Two people trade their whole evening: each takes the other's seat in every round.

Who repeats whom stays as it is, so this moves through plans that single rounds can't reach once
meetings are scarce. All trades among some people are counted exactly at once, as matrices.
"""

import numpy as np

from eventapp.seating.engine.search.arrays import FORBIDDEN, ProblemArrays

AT_ONCE = 96


class Trades:
    """The trades of an evening; `quota` has the quota costs of each round (Model.quota)."""

    def __init__(self, model: ProblemArrays, quota: list[np.ndarray]) -> None:
        self.model, self.quota = model, quota
        self.pair = model.pair_costs(np.arange(model.n))[: model.n, : model.n]
        asks = [
            (i, model.asks[i, slot])
            for i in range(model.n)
            for slot in range(model.slots)
            if model.open_asks[i] >> slot & 1
        ]
        self.asker = np.array([i for i, _ in asks], np.intp)
        topic = np.array([t for _, t in asks], np.intp)
        self.offer = model.offers[: model.n, topic].T.astype(np.float32)
        self.offer[np.arange(len(asks)), self.asker] = 0

    def make_one(
        self, where: np.ndarray, free: np.ndarray, heat: float, rng: np.random.Generator
    ) -> float:
        """Make the trade that heat and chance pick, or none; what it costs.

        `where` (rounds x people) is changed in place; `free` are the people who may trade.
        """
        some = free if len(free) <= AT_ONCE else np.sort(rng.choice(free, AT_ONCE, replace=False))
        if len(some) < 2:
            return 0.0
        change = self.changes(where, some)
        luck = rng.gumbel(size=change.shape).astype(np.float32)
        best = int(np.argmin(change - heat * luck))
        gain = float(change.flat[best])
        if gain >= heat * (luck.flat[best] - rng.gumbel()):
            return 0.0
        pair = some[list(divmod(best, len(some)))]
        where[:, pair] = where[:, pair[::-1]]
        # Whoever is absent has a number of their own.
        away = where[:, pair] < 0
        where[:, pair] = np.where(away, -1 - pair, where[:, pair])
        return gain

    def changes(self, where: np.ndarray, some: np.ndarray) -> np.ndarray:
        """What the trade of each two of `some` would cost, in the upper triangle.

        FORBIDDEN for those who are not present in the same rounds.
        """
        meet = np.zeros(self.pair.shape, np.float32)
        for row in where:
            meet += row[:, None] == row[None]
        np.fill_diagonal(meet, 0)
        each = meet[some] @ self.pair[:, some]
        half = each - each.diagonal()[:, None]
        half += (meet * self.pair)[np.ix_(some, some)]
        if len(self.asker):
            half -= np.float32(self.model.problem.weights.uncovered_asks) * self._more(meet, some)
        change: np.ndarray = half + half.T
        for round, quota in enumerate(self.quota):
            self._add_quotas(where[round], quota, some, change)
        present = where[:, some] >= 0
        change[(present[:, :, None] != present[:, None]).any(0)] = FORBIDDEN
        change[np.tri(len(some), dtype=bool)] = FORBIDDEN
        return change

    def _more(self, meet: np.ndarray, some: np.ndarray) -> np.ndarray:
        """Asks answered more when the first goes to the second's place; the other half by symmetry.

        An ask that nobody answers is gained if one who sits with the asker gives way to one who
        offers it; an ask that only one answers is lost if a stranger who doesn't offer it comes.
        """
        met, offer = meet[self.asker], self.offer
        times = (met * offer).sum(1)
        mine, with_me = offer[:, some], met[:, some]
        unmet = times == 0
        gained = (with_me[unmet] > 0).T.astype(np.float32) @ mine[unmet]
        sole = (mine * with_me == times[:, None]) & ~unmet[:, None]
        spared = (mine == 0) & (with_me == 0) & (self.asker[:, None] != some)
        lost = sole.T.astype(np.float32) @ spared.astype(np.float32)
        asks, person = (self.asker[:, None] == some).nonzero()
        there = offer[asks] @ meet[:, some] + with_me[asks] * mine[asks] > 0
        own = np.zeros_like(lost)
        np.add.at(own, person, there.astype(np.float32) - ~unmet[asks, None])
        more: np.ndarray = gained - lost + own
        return more

    def _add_quotas(
        self, where: np.ndarray, quota: np.ndarray, some: np.ndarray, change: np.ndarray
    ) -> None:
        model, here = self.model, where >= 0
        tables = len(model.capacity)
        size = np.bincount(where[here], minlength=tables)
        held = np.zeros((tables, model.kinds), np.intp)
        for kind in model.kind:
            at = where[here] * model.kinds + kind[: model.n][here]
            held += np.bincount(at, minlength=held.size).reshape(held.shape)
        state = size[:, None] + 1, np.arange(model.kinds), held + 1
        now = quota[state]
        less = quota[state[0], state[1], state[2] - 1] - now
        more = quota[state[0], state[1], state[2] + 1] - now
        at = where[some]
        apart = (at[:, None] != at[None]) & (at >= 0)[:, None] & (at >= 0)[None]
        at = np.maximum(at, 0)
        for kind in model.kind[:, some]:
            half = less[at, kind][:, None] + more[at[None], kind[:, None]]
            change += (half + half.T) * (apart & (kind[:, None] != kind[None]))
