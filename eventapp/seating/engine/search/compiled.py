"""The search with its inner loop compiled (inner_loop.c), many times as fast as in numpy.

It runs as WebAssembly where wasmtime is installed; where it isn't, or a problem is too large for
it, `vectorized` does the work.
"""

import atexit
import ctypes
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.search.arrays import FORBIDDEN, ProblemArrays
from eventapp.seating.engine.search.cooling import Cooling, cooling, costs_at_stake, crowd
from eventapp.seating.engine.search.schedule import Schedule

CODE = Path(__file__).with_name("inner_loop.wasm")
# As in inner_loop.c.
ASKS, WAITS = 8, 4096
# A step has so many batches of 256 offers, about as many as the other search weighs in a step; a
# turn so many steps, fewer if the budget would not give so many turns.
BATCHES, STEPS, TURNS = 8, 32, 100
# What is forbidden costs so much here. A swap can never gain half of it, see `fits`.
NEVER = 30_000
# Each round keeps the costs of every pair; more than so many would take too much memory.
PAIRS, KINDS, CHAIRS = 20_000_000, 255, 64
# Of 256 batches so many begin with the offer of a trade, or of moving a group.
TRADES, SCARCE, MOVES = 104, 0.25, 128

_SIZES = "people tables rounds frozen attributes kinds chairs repeat ask loose_number stride"
_ARRAYS = (
    "cost answer asks quota kind least bound blocks block mate loose wait table start usable"
    " seat best place where met now sum size held off step times unmet once could"
)


class _Evening(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int32) for name in _SIZES.split()),
        *((name, ctypes.c_uint32) for name in _ARRAYS.split()),
        ("state", ctypes.c_uint64),
        ("spent", ctypes.c_int32),
        ("lowest", ctypes.c_int32),
    ]


def fits(problem: Problem) -> bool:
    """Whether the compiled search can be had, and a problem is within its limits."""
    weights = [w for name, w in vars(problem.weights).items() if not name.endswith("_quota")]
    weights += [getattr(problem.weights, figure) for _attribute, figure in problem.mixed]
    chairs = max((t.capacity for t in problem.tables), default=0)
    return (
        len(problem.guests) > 1
        and chairs <= CHAIRS
        and 4 * chairs * (sum(weights) + ASKS * problem.weights.uncovered_asks) < NEVER // 2
        and problem.rounds * len(problem.guests) ** 2 <= PAIRS
        and problem.rounds < 250
        and sum(len({g.kind(name) for g in problem.guests}) for name, _ in problem.mixed) < KINDS
        and _program() is not None
    )


@cache
def _program() -> tuple[Any, Any, Any] | None:
    """The runtime and the inner loop, made ready once; None where there is no runtime."""
    try:
        wasmtime = import_module("wasmtime")
    except (ImportError, OSError, RuntimeError):
        # It is not installed, or has nothing for this kind of machine.
        return None
    settings = wasmtime.Config()
    settings.parallel_compilation = False
    engine = wasmtime.Engine(settings)
    # Given back before the runtime's own modules are gone.
    atexit.register(_program.cache_clear)
    return wasmtime, engine, wasmtime.Module(engine, CODE.read_bytes())


class CompiledSearch:
    """An evening being improved; `lowest` is what its best plan costs, less what the first did."""

    # Steps for each guest after which more of the same cooling stops paying: heat up once more.
    CYCLE = 10_000

    def __init__(self, evening: Schedule, rng: np.random.Generator, steps: int | None) -> None:
        program = _program()
        if program is None:
            raise RuntimeError("The compiled search needs wasmtime.")
        wasmtime, engine, module = program
        problem, model = evening.model.problem, evening.model
        self.evening = evening
        self.steps = STEPS if steps is None else min(STEPS, max(1, steps // TURNS))
        scarce = crowd(problem) >= SCARCE
        self.cooling: Cooling = cooling(problem, hot=2.4 if scarce else 1.2, cold=0.12, slow=0.6)
        self._store = wasmtime.Store(engine)
        self._code = wasmtime.Instance(self._store, module, []).exports(self._store)
        given = _given(evening) | _zeros(model)
        self._view, places, base = self._laid_out(given)
        state = _Evening.from_address(base + self._code["evening"](self._store))
        for name, place in places.items():
            setattr(state, name, place)
        state.people, state.tables, state.rounds = model.n, len(model.capacity), problem.rounds
        state.frozen, state.attributes = problem.frozen_rounds, len(model.kind)
        state.kinds, state.chairs, state.repeat = model.kinds, model.chairs, problem.weights.repeats
        state.ask = problem.weights.uncovered_asks if model.slots else 0
        state.loose_number, state.stride = len(given["loose"]), given["block"].shape[1]
        state.state = int(rng.integers(1, 2**63))
        self._state, self._run = state, self._code["run"]
        differ = len(costs_at_stake(problem)) > 1
        self._trades = TRADES if scarce and differ and len(given["loose"]) > 1 else 0
        self._code["count"](self._store)

    @property
    def lowest(self) -> float:
        """What the best plan so far costs, less what the first did."""
        return float(self._state.lowest)

    def turn(self, heat: float) -> None:
        """Offer swaps in all rounds for a turn's steps."""
        self._run(self._store, self.steps * BATCHES, heat, self._trades, MOVES)

    def best(self) -> np.ndarray:
        """Who sits where in the best plan so far: table numbers (rounds x people)."""
        where, table = self.evening.where.copy(), self._view["table"]
        for round in self.evening.rounds:
            seat = self._view["best"][round]
            chair = np.flatnonzero(seat >= 0)
            where[round, seat[chair]] = table[chair]
        return where

    def _laid_out(
        self, given: dict[str, np.ndarray]
    ) -> tuple[dict[str, np.ndarray], dict[str, int], int]:
        """The arrays in the program's memory, at which place each, and where the memory begins."""
        end = self._code["__heap_base"].value(self._store)
        places = {}
        for name, array in given.items():
            places[name] = -(-end // 16) * 16
            end = places[name] + array.nbytes
        memory = self._code["memory"]
        memory.grow(self._store, max(0, -(-end // 65536) - memory.size(self._store)))
        base = ctypes.addressof(memory.data_ptr(self._store).contents)
        views = {}
        for name, array in given.items():
            if array.size:
                bytes_ = (ctypes.c_char * array.nbytes).from_address(base + places[name])
                views[name] = np.frombuffer(memoryview(bytes_), array.dtype).reshape(array.shape)
                views[name][...] = array
        return views, places, base


def _given(evening: Schedule) -> dict[str, np.ndarray]:
    """The evening as inner_loop.c wants it."""
    model, rounds = evening.model, range(evening.model.problem.rounds)
    n, everyone = model.n, np.arange(model.n)
    answer = model.answers(everyone)[:n, :n] if model.slots else np.zeros((n, n), np.uint8)
    kind = np.zeros((n, 4), np.uint8)
    kind[:, : len(model.kind)] = model.kind[:, :n].T
    bound = evening.leave[:, :n] >= FORBIDDEN
    return {
        "cost": np.minimum(model.pair_costs(everyone)[:n, :n], NEVER).astype(np.int16),
        "answer": np.ascontiguousarray(answer),
        "asks": model.open_asks,
        "quota": np.array([model.quota(r) for r in rounds]).astype(np.int32),
        "kind": kind,
        "least": model.least.astype(np.int32),
        "bound": bound.astype(np.uint8),
        "loose": np.flatnonzero(~bound.any(0)).astype(np.int16),
        "wait": -np.log((np.arange(WAITS) + 0.5) / WAITS).astype(np.float32),
        "where": evening.where.astype(np.int16),
        **_groups(evening),
        **_chairs(evening),
    }


def _groups(evening: Schedule) -> dict[str, np.ndarray]:
    """Who moves together: all of them in a row, and where each group of a round begins."""
    most = max(len(groups) for groups in evening.blocks)
    begin = np.zeros((len(evening.blocks), most + 1), np.int32)
    mates: list[int] = []
    for round, groups in enumerate(evening.blocks):
        begin[round, 0] = len(mates)
        for number, group in enumerate(groups, 1):
            mates += group.tolist()
            begin[round, number] = len(mates)
    return {
        "blocks": np.array([len(groups) for groups in evening.blocks], np.int32),
        "block": begin,
        "mate": np.array(mates, np.int16),
    }


def _chairs(evening: Schedule) -> dict[str, np.ndarray]:
    """All chairs, table by table: who sits there in each round, and which may be used.

    A table that nobody uses stays empty.
    """
    model = evening.model
    start = np.concatenate(([0], np.cumsum(model.capacity)))
    table = np.repeat(np.arange(len(model.capacity)), model.capacity)
    number = np.arange(len(table)) - start[table]
    seat = np.full((len(evening.where), len(table)), -1, np.int16)
    place = np.full(evening.where.shape, -1, np.int16)
    usable = np.zeros(seat.shape, np.uint8)
    for r in evening.rounds:
        used = np.isin(table, evening.used(r))
        usable[r] = used & (number < model.room[r][table])
        order = np.argsort(evening.where[r], kind="stable")
        order = order[evening.where[r, order] >= 0]
        at = evening.where[r, order]
        first = np.searchsorted(at, at)
        chair = start[at] + np.arange(len(at)) - first
        seat[r, chair], place[r, order] = order, chair
    return {
        "table": table.astype(np.int16),
        "start": start.astype(np.int32),
        "seat": seat,
        "best": seat.copy(),
        "place": place,
        "usable": usable,
    }


def _zeros(model: ProblemArrays) -> dict[str, np.ndarray]:
    """What inner_loop.c works out by itself."""
    n, tables, rounds = model.n, len(model.capacity), model.problem.rounds
    return {
        "met": np.zeros((n, n), np.uint8),
        "now": np.zeros((rounds, n, n), np.int16),
        "sum": np.zeros((rounds, tables, n), np.int32),
        "size": np.zeros((rounds, tables), np.int32),
        "held": np.zeros((rounds, tables, model.kinds), np.int32),
        "off": np.zeros((rounds, tables), np.int32),
        "step": np.zeros((rounds, tables, model.kinds, 2), np.int32),
        "times": np.zeros((n, ASKS), np.uint16),
        "unmet": np.zeros(n, np.uint8),
        "once": np.zeros(n, np.uint8),
        "could": np.zeros(n, np.int32),
    }
