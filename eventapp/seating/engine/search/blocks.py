"""Moving people who must share a table: all of them at once, for as many seats elsewhere."""

import numpy as np

from eventapp.seating.engine.search.arrays import FORBIDDEN
from eventapp.seating.engine.search.swaps import RoundTables

TABLES, WAYS = 4, 6


def move_block(room: RoundTables, block: np.ndarray, heat: float, rng: np.random.Generator) -> None:
    """Offer a block places at a few other tables, by lot, and take one or stay put.

    `block` holds person numbers of the room. Nobody who must stay is moved, and no table falls
    below its minimum.
    """
    seats, k = room.seats, len(block)
    home = int(np.flatnonzero((seats == block[0]).any(0))[0])
    own = np.flatnonzero(np.isin(seats[:, home], block))
    held = seats[own, home]
    ways = []
    for table in rng.permutation(room.tables)[: TABLES + 1].tolist():
        may = np.flatnonzero(room.leave[seats[:, table]] < FORBIDDEN)
        if table != home and len(may) >= k:
            ways += [(table, rng.permutation(may)[:k]) for _ in range(WAYS)]
    if not ways:
        return
    tables = np.array([table for table, _ in ways])
    chair = np.array([chosen for _, chosen in ways]).T
    guests = seats[chair, tables]
    here = np.repeat(seats[:, [home]], len(ways), 1)
    here[own] = guests
    there = seats[:, tables].copy()
    there[chair, np.arange(len(ways))] = held[:, None]
    costs = table_costs(room, np.hstack((here, there, seats[:, [home, *tables]])))
    after, before = costs[: 2 * len(ways)], costs[2 * len(ways) :]
    change = after[: len(ways)] + after[len(ways) :] - before[0] - before[1:]
    size = (here < room.m - 2).sum(0)
    change[(size < room.costs.least[home]) & (size < room.size[home])] = FORBIDDEN
    luck = rng.gumbel(size=len(ways) + 1)
    best = int(np.argmin(change - heat * luck[1:]))
    if change[best] < heat * (luck[best + 1] - luck[0]):
        table = tables[best]
        seats[chair[:, best], table] = held
        seats[own, home] = guests[:, best]
        room.gain += float(change[best])
        room.count()


def table_costs(room: RoundTables, seats: np.ndarray) -> np.ndarray:
    """What each of the given tables costs: seats (chairs x z) to (z,) floats."""
    costs = room.costs
    a, b = seats[:, None], seats[None]
    total = costs.pair[a, b].sum((0, 1)) / 2
    if costs.answer is not None:
        answered = np.bitwise_count(np.bitwise_or.reduce(costs.answer[a, b], 1))
        total = total - costs.ask * answered.sum(0, np.int64)
    size, held = room.counted(seats)
    table = size[:, None] + 1, np.arange(room.kinds), held + 1
    cost: np.ndarray = total + costs.quota[table].sum(1)
    return cost
