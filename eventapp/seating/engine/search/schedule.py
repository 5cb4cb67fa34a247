"""All rounds of a plan while it is being improved, one round (or part of one) at a time."""

from collections.abc import Callable

import numpy as np

from eventapp.seating.engine.rules import groups_together, rules_in
from eventapp.seating.engine.search.arrays import FORBIDDEN, ProblemArrays
from eventapp.seating.engine.search.blocks import move_block
from eventapp.seating.engine.search.construction import construct_round
from eventapp.seating.engine.search.swaps import RoundCosts, RoundTables
from eventapp.seating.engine.search.trades import Trades
from eventapp.seating.engine.solution import Solution

SMALL = 200
WHOLE = 1200
PART = 640
NOISE = 1 << 18
BLOCKS = 2


class Schedule:
    """Where everybody sits in every round.

    `where` (rounds x people) holds table numbers; whoever is absent has a negative number that
    no one else has, so that two absent people are never taken to have met.
    """

    def __init__(
        self, model: ProblemArrays, rng: np.random.Generator, start: Solution | None = None
    ) -> None:
        self.model, self.rng = model, rng
        problem = model.problem
        self.rounds = list(range(problem.frozen_rounds, problem.rounds))
        self.where = np.tile(-1 - np.arange(model.n, dtype=np.int32), (problem.rounds, 1))
        self.answered = np.zeros(self.where.shape, np.uint8)
        self.blocks: list[list[np.ndarray]] = []
        self.leave = np.zeros((problem.rounds, model.n + 2), np.float32)
        self._quota = [model.quota(r) for r in range(problem.rounds)]
        small = model.n <= SMALL and not problem.frozen_rounds
        self.trades = Trades(model, self._quota) if small else None
        whole = model.n <= WHOLE
        everyone = np.arange(model.n)
        self._pair = model.pair_costs(everyone) if whole else None
        self._answer = model.answers(everyone) if whole and model.slots else None
        for r in range(problem.rounds):
            self._bind(r)
            self._start(r, start)

    def _bind(self, round: int) -> None:
        rules, number = rules_in(self.model.problem, round), self.model.number
        fixed = [number[r.people[0]] for r in rules if r.kind == "fixed"]
        together = [np.array([number[k] for k in block]) for block in groups_together(rules)]
        self.blocks.append([b for b in together if not np.isin(b, fixed).any()])
        bound = [*fixed, *(p for block in together for p in block)]
        self.leave[round, bound] = FORBIDDEN

    def _start(self, round: int, start: Solution | None) -> None:
        model, previous = self.model, self.model.problem.previous
        if round not in self.rounds and previous:
            past_tables = dict(model.table)
            for key, table in previous.seats[round].items():
                if key in model.number:
                    at = past_tables.setdefault(table, len(past_tables))
                    self.where[round, model.number[key]] = at
        elif start:
            for key, table in start.seats[round].items():
                self.where[round, model.number[key]] = model.table[table]
        else:
            seat = construct_round(model, round, self.rng)
            self.where[round, seat >= 0] = seat[seat >= 0]
        self._note_answers(round)

    def plan(self) -> Solution:
        """The seats as a Plan; rounds that are over as the earlier plan has them."""
        problem, rounds = self.model.problem, []
        for r, where in enumerate(self.where.tolist()):
            if r not in self.rounds and problem.previous:
                over = problem.previous.seats[r].items()
                rounds.append({k: t for k, t in over if k in self.model.number})
            else:
                at = zip(problem.guests, where, strict=True)
                rounds.append({g.key: problem.tables[t].key for g, t in at if t >= 0})
        return Solution(tuple(rounds))

    def improve(
        self,
        round: int,
        heat: np.ndarray,
        noise: np.ndarray,
        tables: np.ndarray | None = None,
    ) -> float:
        """Swaps among some tables of a round, a step for each temperature; what they cost.

        Without `tables` all that are used, or in a large evening some of them, by lot.
        """
        model = self.model
        if tables is None:
            tables = self.used(round)
            if model.n > WHOLE:
                part = max(2, PART // model.chairs)
                tables = np.sort(self.rng.choice(tables, min(part, len(tables)), replace=False))
        local = np.full(len(model.capacity), -1)
        local[tables] = np.arange(len(tables))
        here = self.where[round] >= 0
        here[here] = local[self.where[round, here]] >= 0
        people = np.flatnonzero(here)
        room = RoundTables(
            self._costs(round, people, tables),
            seats_array(local[self.where[round, people]], model.room[round, tables]),
        )
        room.run(heat, self.rng, noise)
        for block in self._some_blocks(round, people):
            move_block(room, block, float(heat[-1]), self.rng)
        chair, table = (room.seats < len(people)).nonzero()
        moved = people[room.seats[chair, table]]
        self.where[round, moved] = tables[table]
        self._note_answers(round, people)
        return room.gain

    def _some_blocks(self, round: int, people: np.ndarray) -> list[np.ndarray]:
        """Blocks that are not fixed and all among `people`, in their numbers; a few, by lot."""
        some = self.blocks[round]
        if len(some) > BLOCKS:
            some = [some[n] for n in self.rng.permutation(len(some))[:BLOCKS]]
        return [np.searchsorted(people, b) for b in some if np.isin(b, people).all()]

    def used(self, round: int) -> np.ndarray:
        """The tables at which somebody sits."""
        return np.unique(self.where[round, self.where[round] >= 0])

    def trade(self, times: int, heat: float) -> float:
        """Let people trade their whole evenings, at most so many trades; what they cost."""
        if not times or self.trades is None:
            return 0.0
        free = np.flatnonzero((self.leave[:, : self.model.n] == 0).all(0))
        before = self.where.copy()
        cost = sum(self.trades.make_one(self.where, free, heat, self.rng) for _ in range(times))
        if (before != self.where).any():
            for r in self.rounds:
                self._note_answers(r)
        return cost

    def _costs(self, round: int, people: np.ndarray, tables: np.ndarray) -> RoundCosts:
        model, m = self.model, len(people)
        pair = self._of(self._pair, people, model.pair_costs)
        others = [r for r in range(len(self.where)) if r != round]
        met = np.zeros((m, m), bool)
        for r in others:
            at = self.where[r, people]
            met |= at[:, None] == at[None, :]
        np.fill_diagonal(met, False)
        pair[:m, :m] += met * np.float32(model.problem.weights.repeats)
        answer = None
        if model.slots:
            answer = self._of(self._answer, people, model.answers)
            still = model.open_asks[people]
            for r in others:
                still = still & ~self.answered[r, people]
            answer[:m] &= still[:, None]
        ids = np.concatenate((people, [model.gone, model.free]))
        return RoundCosts(
            pair,
            answer,
            float(model.problem.weights.uncovered_asks),
            model.kind[:, ids],
            self._quota[round],
            model.least[tables],
            self.leave[round, ids],
        )

    def _of(
        self,
        whole: np.ndarray | None,
        people: np.ndarray,
        make: Callable[[np.ndarray], np.ndarray],
    ) -> np.ndarray:
        if whole is None:
            return make(people)
        if len(people) == self.model.n:
            return whole.copy()
        ids = np.concatenate((people, [self.model.gone, self.model.free]))
        part: np.ndarray = whole[np.ix_(ids, ids)]
        return part

    def _note_answers(self, round: int, people: np.ndarray | None = None) -> None:
        """Which asks of each guest are answered at their table in this round."""
        model = self.model
        if not model.slots:
            return
        if people is None:
            people = np.flatnonzero(self.where[round] >= 0)
        if not len(people):
            return
        order = people[np.argsort(self.where[round, people], kind="stable")]
        new = np.diff(self.where[round, order], prepend=-1) != 0
        offers, asks, local = model.offers[order], model.asks[order], np.cumsum(new) - 1
        offered = np.add.reduceat(offers, np.flatnonzero(new), dtype=np.int16)
        bits = np.zeros(len(order), np.uint8)
        for slot in range(model.slots):
            topic = asks[:, slot]
            others = offered[local, topic] - offers[np.arange(len(order)), topic]
            bits |= (others > 0).astype(np.uint8) << slot
        self.answered[round, order] = bits & model.open_asks[order]


def seats_array(where: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Seats (chairs x tables) for people at tables: their numbers, then the free chairs.

    With m people, m is a chair the table does not have and m + 1 a free one.
    """
    m, tables = len(where), len(capacity)
    most = int(capacity.max(initial=1))
    seats = np.where(np.arange(most)[:, None] < capacity[None, :], m + 1, m)
    order = np.argsort(where, kind="stable")
    size = np.bincount(where, minlength=tables)
    first = np.cumsum(size) - size
    seats[np.arange(m) - first[where[order]], where[order]] = order
    return seats
