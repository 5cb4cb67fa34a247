"""The search in numpy: each turn improves one round by swaps of many tables at once."""

import numpy as np

from eventapp.seating.engine.search.cooling import Cooling, cooling, costs_at_stake, crowd
from eventapp.seating.engine.search.schedule import NOISE, Schedule

# Steps in one round before the next: fewer cost preparation, more let the rounds drift apart.
PASS = 30
# Trades of whole evenings pay where one meets more than this share of the others.
TRADES, SCARCE = 3, 0.25


class VectorizedSearch:
    """An evening being improved; `lowest` is what its best plan costs, less what the first did."""

    # Steps for each guest after which more of the same cooling stops paying: heat up once more.
    CYCLE = 600

    def __init__(self, evening: Schedule, rng: np.random.Generator) -> None:
        problem = evening.model.problem
        self.evening = evening
        self.steps = PASS + evening.model.n // 20
        self.cooling: Cooling = cooling(problem, hot=2.4, cold=0.2, slow=0.7)
        scarce = crowd(problem) >= SCARCE and len(costs_at_stake(problem)) > 1
        self._trades = TRADES if scarce else 0
        self._noise = rng.gumbel(size=NOISE).astype(np.float32)
        self._turn, self._cost, self.lowest = 0, 0.0, 0.0
        self._best = evening.where.copy()

    def turn(self, heat: float) -> None:
        """Improve the next round for a turn's steps."""
        evening = self.evening
        round = evening.rounds[self._turn % len(evening.rounds)]
        self._turn += 1
        self._cost += evening.improve(round, np.full(self.steps, heat, np.float32), self._noise)
        self._cost += evening.trade(self._trades, heat)
        if self._cost < self.lowest:
            self._best, self.lowest = evening.where.copy(), self._cost

    def best(self) -> np.ndarray:
        """Who sits where in the best plan so far: table numbers (rounds x people)."""
        return self._best.copy()
