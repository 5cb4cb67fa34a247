"""The first answer: deal people to tables by role, then by organization, rules first."""

import heapq
from collections.abc import Sequence

import numpy as np

from eventapp.seating.engine.feasibility import seat_bound_guests
from eventapp.seating.engine.problem import Problem, Table
from eventapp.seating.engine.search.arrays import ProblemArrays


def construct_round(
    model: ProblemArrays, round: int, rng: np.random.Generator, asked: Problem | None = None
) -> np.ndarray:
    """A valid table number for everybody in a round (-1: absent), roles as even as can be.

    Without rules the role quota is met exactly. `asked` may ask more than the model's problem, of
    the same people and tables. Raises Clash when rules contradict each other.
    """
    asked = asked or model.problem
    bound = seat_bound_guests(asked, round)
    where = np.full(model.n, -1, np.intp)
    for key, table in bound.items():
        where[model.number[key]] = model.table[table]
    held = np.bincount(where[where >= 0], minlength=len(model.capacity))
    sizes = table_sizes(asked.room(round), int(model.present[round].sum()), held)
    loose = np.flatnonzero(model.present[round] & (where < 0))
    role = _roles(model)
    share = _shares(sizes, role[model.present[round]])
    for person in np.flatnonzero(where >= 0):
        share[where[person], role[person]] -= 1
    space = sizes - held
    left: list[int] = []
    shuffled = rng.permutation(loose)
    firm = model.organization[shuffled]
    for kind in np.argsort(-np.bincount(role[loose], minlength=share.shape[1]), kind="stable"):
        mine = shuffled[role[shuffled] == kind]
        mine = mine[np.argsort(firm[role[shuffled] == kind], kind="stable")]
        chairs = _chairs(np.minimum(np.maximum(share[:, kind], 0), space), rng)[: len(mine)]
        where[mine[: len(chairs)]] = chairs
        space -= np.bincount(chairs, minlength=len(space))
        left.extend(mine[len(chairs) :])
    where[left] = _chairs(space, rng)
    return where


def table_sizes(tables: Sequence[Table], people: int, held: np.ndarray) -> np.ndarray:
    """How many sit at each table: minimums first, then as even as the chairs allow.

    `held` are already there. Tables that may stay empty are used only when they are needed.
    """
    chairs = np.array([t.capacity for t in tables], np.intp)
    size: np.ndarray = np.maximum(np.array([t.minimum for t in tables], np.intp), held)
    used = size > 0
    for n in sorted(range(len(tables)), key=lambda n: -tables[n].capacity):
        if chairs[used].sum() >= people:
            break
        used[n] = True
    rest = people - int(size.sum())
    queue = [
        (int(size[n]), n) for n in np.flatnonzero(used).tolist() if size[n] < tables[n].capacity
    ]
    heapq.heapify(queue)
    for _ in range(rest):
        count, n = heapq.heappop(queue)
        size[n] = count + 1
        if count + 1 < tables[n].capacity:
            heapq.heappush(queue, (count + 1, n))
    return size


def _roles(model: ProblemArrays) -> np.ndarray:
    known: dict[str | None, int] = {}
    return np.array([known.setdefault(g.role, len(known)) for g in model.problem.guests], np.intp)


def _shares(sizes: np.ndarray, roles: np.ndarray) -> np.ndarray:
    """How many of each role go to each table: the proportional share, rounded up or down.

    Rows add up to the table sizes and columns to the roles; such a rounding always exists, and
    chains of single steps (an augmenting path) lead to it from a greedy start.
    """
    numbers = np.bincount(roles)
    total = max(int(numbers.sum()), 1)
    exact = sizes[:, None] * numbers[None, :]
    share = exact // total
    up = exact % total > 0
    row, column = sizes - share.sum(1), numbers - share.sum(0)
    plus = np.zeros_like(up)
    for table in range(len(sizes)):
        kinds = sorted(np.flatnonzero(up[table]), key=lambda k: (-column[k], k))
        for kind in kinds[: row[table]]:
            plus[table, kind] = True
            column[kind] -= 1
    while (column > 0).any():
        _pass_on(plus, up, column)
    return share + plus


def _pass_on(plus: np.ndarray, up: np.ndarray, column: np.ndarray) -> None:
    """Give one more to a role that lacks one, along a chain of tables, from one with too many."""
    start = int(np.argmax(column > 0))
    came: dict[int, tuple[int, int]] = {}
    queue, seen = [start], {start}
    while queue:
        kind = queue.pop(0)
        if column[kind] < 0:
            while kind != start:
                table, before = came[kind]
                plus[table, kind], plus[table, before] = False, True
                column[kind] += 1
                column[before] -= 1
                kind = before
            return
        for table in np.flatnonzero(up[:, kind] & ~plus[:, kind]).tolist():
            for other in np.flatnonzero(plus[table]).tolist():
                if other not in seen:
                    seen.add(other)
                    came[other] = (table, kind)
                    queue.append(other)
    raise AssertionError("a proportional share can always be rounded")


def _chairs(space: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Table numbers, one for each space, a full circle of tables at a time."""
    order = rng.permutation(len(space))
    layers = [order[space[order] > k] for k in range(int(space.max(initial=0)))]
    return np.concatenate(layers) if layers else np.array([], np.intp)
