"""How many different people everybody meets in a program: planned together, or one at a time.

    python benchmarks/series.py [--people 24] [--tables 6] [--seats 4] [--sessions 5] [--rounds 3]
                                [--seconds 30] [--seeds 3]

One at a time is what happens without planning ahead: each session is mixed when it comes, knowing
who has met before. Both get the same seconds in all. In the first block people differ in nothing;
in the second they come in four roles and three stages, a third of them from four organizations, so
that some can't meet without spoiling the mix. It measures, it is no test.
"""

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eventapp.seating import engine, meetings
from eventapp.seating.engine import Guest, Problem, Table
from eventapp.seating.meetings import Pair


def main() -> None:
    """Print how far people come, the median over the seeds."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (
        ("people", 24),
        ("tables", 6),
        ("seats", 4),
        ("sessions", 5),
        ("rounds", 3),
        ("seconds", 30),
        ("seeds", 3),
    ):
        options.add_argument(f"--{name}", type=int, default=usual)
    given = options.parse_args()
    most = min(given.people - 1, given.sessions * given.rounds * (given.seats - 1))
    print(f"each could meet {most} of {given.people - 1} others at most")
    print(f"{'people':10}{'how':16}{'least':>7}{'mean':>7}{'cpu s':>7}")
    for title, asked in (("alike", alike(given)), ("mixed", mixed(given))):
        for how, plan in (("one at a time", one_at_a_time), ("together", together)):
            runs = [_run(asked, plan, given, seed) for seed in range(1, given.seeds + 1)]
            least, mean, taken = (statistics.median(run[n] for run in runs) for n in range(3))
            print(f"{title:10}{how:16}{least:7.0f}{mean:7.1f}{taken:7.1f}", flush=True)


def alike(given: argparse.Namespace) -> Problem:
    """People without any difference."""
    return _evening(given, tuple(Guest(str(n), None) for n in range(given.people)))


def mixed(given: argparse.Namespace) -> Problem:
    """People of four roles and three stages; some share an organization."""
    guests = (
        Guest(
            str(n),
            role=str(n % 4),
            stage=str(n // 4 % 3),
            organization=f"firm {n % 12}" if n % 12 < 4 else None,
        )
        for n in range(given.people)
    )
    return _evening(given, tuple(guests))


def one_at_a_time(
    asked: engine.SeriesSession, given: argparse.Namespace, seed: int
) -> Iterator[set[Pair]]:
    """Who meets at each session, mixed as it comes."""
    met: Counter[Pair] = Counter()
    for number in range(given.sessions):
        pairs = np.array([*met], int).reshape(-1, 2)
        weights = meetings.weights(pairs, np.array([*met.values()], float))
        past = dict(zip(met, weights.tolist(), strict=True))
        evening = engine.SeriesSession(_with(asked.problem, past), asked.person)
        seconds = given.seconds / given.sessions
        plan = engine.solve(evening.problem, seconds=seconds, seed=seed + number)
        pairs = evening.pairs(plan)
        met.update(pairs)
        yield pairs


def together(
    asked: engine.SeriesSession, given: argparse.Namespace, seed: int
) -> Iterator[set[Pair]]:
    """Who meets at each session, all planned before the first."""
    evenings = [asked] * given.sessions
    for plan in engine.solve_series(evenings, set(), seconds=given.seconds, seed=seed):
        yield asked.pairs(plan)


def _run(asked: Problem, plan, given: argparse.Namespace, seed: int) -> tuple[int, float, float]:
    began = time.process_time()
    session = engine.SeriesSession(asked, {guest.key: int(guest.key) for guest in asked.guests})
    known = meetings.known(set().union(*plan(session, given, seed)))
    met = [len(known.get(n, ())) for n in range(given.people)]
    return min(met), statistics.mean(met), time.process_time() - began


def _evening(given: argparse.Namespace, guests: tuple[Guest, ...]) -> Problem:
    tables = tuple(Table(str(n), given.seats) for n in range(given.tables))
    return Problem(guests, tables, given.rounds)


def _with(asked: Problem, past: dict[Pair, float]) -> Problem:
    known = {(str(a), str(b)): weight for (a, b), weight in past.items()}
    return Problem(asked.guests, asked.tables, asked.rounds, past=known)


if __name__ == "__main__":
    main()
