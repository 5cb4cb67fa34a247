"""The same evening as `load.py`, asked for more and more: what gives way first, and at how much.

    .venv/bin/python benchmarks/limit.py [--guests 500] [--seconds 45] [--web 2] [--most 1000]

Guests answer first; then they press faster and faster, each step half as often again as the one before,
until one page in twenty takes more than so many milliseconds or anything goes wrong. For each step it prints how
many answers there were, how long they took, how many cores each program used, and what PostgreSQL's connections waited for.
A program whose processes use a core each, or a machine without a core to spare, is what gives way. It measures; it is no test.
The last result is in docs/scaling.md.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from load_people import Crowd, Pauses, Seen  # noqa: E402
from load_site import evening, site  # noqa: E402
from load_watch import Totals, Watch, tell_waits  # noqa: E402

STEPS, FASTER = 14, 1.5


def main() -> int:
    """Step by step, until it is too much."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--guests", type=int, default=500)
    asked.add_argument("--listed", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=45)
    asked.add_argument("--web", type=int, default=2)
    asked.add_argument("--most", type=float, default=1000)
    given = asked.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with ExitStack() as stack:
        served = site(stack, web=given.web)
        where, seen = evening(served, given.guests, given.listed), Seen()
        pauses = Pauses(STEPS * given.seconds, 10)
        crowd = Crowd(served.port, where, given.guests, given.listed, seen, pauses)
        print(f"{os.cpu_count()} cores, {given.web} web processes")
        with Watch(served) as watch:
            crowd.come()
            # Everybody answers, and a wave of letters leaves.
            pauses.wait(60)
            for _step in range(STEPS):
                if step(watch, seen, pauses, given.seconds) > given.most / 1000 or seen.wrong:
                    break
                pauses.mean /= FASTER
            crowd.leave()
    for what, number in seen.wrong.most_common(10):
        print(f"  {number} × {what}")
    return 0


def step(watch: Watch, seen: Seen, pauses: Pauses, seconds: float) -> float:
    """So fast for so long; the p95 of all that guests opened and pressed."""
    watch.forget()
    seen.took.clear()
    before = Totals.of(watch.site)
    time.sleep(seconds)
    after, took = Totals.of(watch.site), dict(seen.took)
    # Mixing searches for a second whatever else goes on.
    every = [one for page, each in took.items() if page != "a mix" for one in each]
    half, p95, p99 = Seen.shares(every, 0.5, 0.95, 0.99)
    spent = after.at - before.at
    print(
        f"\na pause of {pauses.mean:.1f} s: {len(every) / spent:.0f} answers a second, "
        f"half in {half * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
    )
    cores = {name: (after.cpu[name] - used) / spent for name, used in before.cpu.items()}
    print(
        f"cores ({sum(cores.values()):.2f}):", ", ".join(f"{n} {c:.2f}" for n, c in cores.items())
    )
    tell_waits(watch)
    return p95


if __name__ == "__main__":
    sys.exit(main())
