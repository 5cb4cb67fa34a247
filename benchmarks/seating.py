"""How good the seating engine is, in one table: it measures, it is no test.

    python benchmarks/seating.py FOLDER [--only WORD] [--seeds 3]
    python benchmarks/seating.py FOLDER --against DIR [--only hist] [--seeds 5]

FOLDER holds problems as JSON (see eventapp.seating.problem.read), net_*.json to be solved and
reseat_*.json to be changed during the evening, and mdgp_*.txt, distance matrices of MDGPLIB.
Social golfer problems need no file. With --against, a checkout of another build solves the same
problems with the same seeds in turn with this one, each run in a process of its own: what both
reach in 1, 2 and 10 seconds. Times are CPU seconds of this process for one run, reading
and writing included; figures are the median over the seeds.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eventapp.seating import engine
from eventapp.seating.engine import Figures, json_format, lower_bounds, measure, violations
from eventapp.seating.engine.search.cooling import Cooling
from eventapp.seating.engine.search.swaps import RoundCosts, RoundTables

TIMES = {
    "n048_t6_r3": (1, 10),
    "n048_t8_r3": (1, 10),
    "n120_t6_r3": (1,),
    "n120_t8_r3_hist": (1, 10),
    "n200_t8_r3": (1, 10),
    "n200_mix_r4_hist": (1, 10),
    "n500_t8_r3": (2,),
    "n1000_t8_r3_hist": (3, 10),
    "n5000_t8_r3": (20,),
}
HERE = Path(__file__).resolve().parents[1]
BUDGETS = (1, 2, 10)
# One run in a checkout: energy, CPU seconds of the search, and what the plan breaks.
SOLVE = """
import json, sys, time
from eventapp.seating import engine
from eventapp.seating.engine import json_format
asked = json_format.problem_from(json.load(open(sys.argv[1])))
began = time.process_time()
plan = engine.solve(asked, seconds=float(sys.argv[2]), seed=int(sys.argv[3]))
spent = time.process_time() - began
print(json.dumps([engine.measure(asked, plan).energy, spent, engine.violations(asked, plan)]))
"""
GOLFERS = ((5, 3, 6), (5, 3, 7), (6, 3, 8), (8, 4, 6), (8, 4, 7), (8, 4, 8))
COUNTED = (
    "energy",
    "repeats",
    "role_quota",
    "same_company",
    "past_repeats",
    "uncovered_asks",
    "stage_quota",
)


def main() -> None:
    """Run what is asked for and print a line for each problem and time."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--only", default="")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--against", type=Path)
    given = options.parse_args()
    seeds = range(1, given.seeds + 1)
    if given.against:
        for line in builds(given.folder, given.against, seeds, given.only):
            say(line)
        return
    for title, lines in (
        ("plans", plans(given.folder, seeds, given.only)),
        ("changes", changes(given.folder, seeds, given.only)),
        ("social golfers: repeats after 10 s", golfers(seeds, given.only)),
        (
            "MDGPLIB: diversity after 1 s, higher is better",
            distances(given.folder, seeds, given.only),
        ),
    ):
        say(f"\n{title}")
        for line in lines:
            say(line)


def plans(folder: Path, seeds: range, only: str) -> Iterator[str]:
    """A plan for each problem within its times; the first answer alone; the bounds."""
    yield row("problem", "budget", "cpu s", *COUNTED)
    for path in sorted(folder.glob("net_*.json")):
        name = path.stem.removeprefix("net_")
        if only not in name:
            continue
        least = lower_bounds(json_format.problem_from(json.loads(path.read_text())))
        for seconds in (0, *TIMES.get(name, (2,))):
            runs = [_run(path, partial(engine.solve, seconds=seconds, seed=s)) for s in seeds]
            yield _line(name, f"{seconds} s" if seconds else "deal", runs)
        yield row(name, "bound", "", *(getattr(least, field) for field in COUNTED))


def builds(folder: Path, other: Path, seeds: range, only: str) -> Iterator[str]:
    """The median energy after each budget, there and here, and how far from there after the last."""
    yield row("problem", "budget", "cpu s", "there", "here", "there %", "here %")
    for path in sorted(folder.glob("net_*.json")):
        if only not in path.stem:
            continue
        found = {}
        for seconds in BUDGETS:
            runs = [[_elsewhere(tree, path, seconds, s) for tree in (other, HERE)] for s in seeds]
            energy = [statistics.median(run[n][0] for run in runs) for n in (0, 1)]
            found[seconds] = energy, max(spent for run in runs for _, spent in run)
        aim = found[BUDGETS[-1]][0][0]
        for seconds, (energy, spent) in found.items():
            above = [f"{100 * e / aim - 100:+.1f}" if aim else "" for e in energy]
            name = path.stem.removeprefix("net_")
            yield row(name, f"{seconds} s", f"{spent:.2f}", *energy, *above)


def _elsewhere(tree: Path, path: Path, seconds: float, seed: int) -> tuple[float, float]:
    ran = subprocess.run(
        [sys.executable, "-c", SOLVE, str(path.resolve()), str(seconds), str(seed)],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([".", os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        check=True,
    )
    energy, spent, wrong = json.loads(ran.stdout)
    if wrong:
        raise SystemExit(f"{path.name}: {wrong[0]}")
    return energy, spent


def changes(folder: Path, seeds: range, only: str) -> Iterator[str]:
    """A change during the evening, with the fewest moves and with moves at a price."""
    yield row("problem", "moves", "cpu s", *COUNTED)
    for path in sorted(folder.glob("reseat_*.json")):
        if only not in path.stem:
            continue
        least = lower_bounds(json_format.problem_from(json.loads(path.read_text())))
        for price in (None, 15):
            runs = [_run(path, partial(engine.reseat, seed=s, price=price)) for s in seeds]
            moved = statistics.median(f.moves or 0 for _, f in runs)
            yield _line(path.stem, f"{moved:.0f} ({least.moves})", runs)


def golfers(seeds: range, only: str) -> Iterator[str]:
    """Groups x size for so many weeks: how many pairs meet again, at best none."""
    for groups, size, weeks in GOLFERS:
        name = f"{groups}-{size}-{weeks}"
        if only not in f"golfer {name}":
            continue
        asked = engine.Problem(
            tuple(engine.Guest(f"g{n}", None) for n in range(groups * size)),
            tuple(engine.Table(f"t{n}", size, size) for n in range(groups)),
            weeks,
        )
        found = [measure(asked, engine.solve(asked, seconds=10, seed=s)).repeats for s in seeds]
        yield f"{name:26} {found}"


def distances(folder: Path, seeds: range, only: str) -> Iterator[str]:
    """The swap engine on plain distance matrices: maximally diverse grouping."""
    for path in sorted(folder.glob("mdgp_*.txt")):
        if only in path.stem:
            found = [_diverse(path, seconds=1, seed=s) for s in seeds]
            yield f"{path.stem:26} {statistics.median(found):12.3f}  best {max(found):.3f}"


def _diverse(path: Path, *, seconds: float, seed: int) -> float:
    words = path.read_text().split()
    n, groups = int(words[0]), int(words[1])
    low, high = int(words[3]), int(words[4])
    body = np.array(words[3 + 2 * groups :], float).reshape(-1, 3)
    i, j = body[:, 0].astype(int), body[:, 1].astype(int)
    distance = np.zeros((n, n))
    distance[i, j] = distance[j, i] = body[:, 2]
    began, rng = time.process_time(), np.random.default_rng(seed)
    unit = float(distance.std())
    pair = np.zeros((n + 2, n + 2), np.float32)
    pair[:n, :n] = -distance / unit
    seats = np.full((high, groups), n + 1)
    lot = rng.permutation(n)
    seats.T[np.arange(n) % groups, np.arange(n) // groups] = lot
    costs = RoundCosts(
        pair,
        None,
        0.0,
        np.zeros((0, n + 2), np.intp),
        np.zeros((high + 3, 1, high + 3), np.float32),
        np.full(groups, low),
        np.zeros(n + 2, np.float32),
    )
    room = RoundTables(costs, seats)
    noise = rng.gumbel(size=1 << 18).astype(np.float32)
    # The sum of a group's distances spreads as the root of its size, and so does the heat.
    spread = high**0.5
    falling = Cooling(hot=0.43 * spread, warm=0.09 * spread, cold=0.005 * spread, slow=0.6)
    best, lowest = seats.copy(), 0.0
    while (done := (time.process_time() - began) / seconds) < 1:
        room.run(np.full(20, falling.heat(done), np.float32), rng, noise)
        if room.gain < lowest:
            best, lowest = seats.copy(), room.gain
    return _diversity(distance, best, n)


def _diversity(distance: np.ndarray, seats: np.ndarray, n: int) -> float:
    groups = (seats[:, g][seats[:, g] < n] for g in range(seats.shape[1]))
    return sum(float(distance[np.ix_(g, g)].sum()) for g in groups) / 2


def _run(path: Path, solve: Callable[[engine.Problem], engine.Solution]) -> tuple[float, Figures]:
    began = time.process_time()
    asked = json_format.problem_from(json.loads(path.read_text()))
    plan = solve(asked)
    json.dumps(json_format.document_of(plan))
    spent = time.process_time() - began
    wrong = violations(asked, plan)
    if wrong:
        raise SystemExit(f"{path.name}: {wrong[0]}")
    return spent, measure(asked, plan)


def _line(name: str, budget: str, runs: list[tuple[float, Figures]]) -> str:
    spent = max(seconds for seconds, _ in runs)
    middle = [statistics.median(getattr(f, field) for _, f in runs) for field in COUNTED]
    return row(name, budget, f"{spent:.3f}", *(math.floor(m) for m in middle))


def row(name: object, budget: object, spent: object, *values: object) -> str:
    """One line of the table."""
    heads = "".join(f"{str(v).replace('_', ' ')[:14]:>15}" for v in values)
    return f"{name!s:26} {budget!s:>9} {spent!s:>8}{heads}"


def say(line: str) -> None:
    """Print at once, so that a long run can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
