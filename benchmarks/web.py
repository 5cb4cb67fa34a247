"""How much a page and an answer cost, beside a bare site and an older build, in one run.

    python benchmarks/web.py [--against CHECKOUT] [--quick] [--runs 2] [--processes 1]
                             [--only start,page,registration,post,spaced,rush] [--databases sqlite]

It measures, it is no test. Three sites are served at once and visited in turn: the bare one of
`bare.py`, the older checkout (made by `git worktree add CHECKOUT COMMIT`) and this one, each with
its worker, and with as many processes and threads. A cell is the best of all runs, then the median.
CPU is what the whole tree of processes used, and is what to compare: seconds by the wall depend on
who else is on the machine. Each visitor is somebody new and keeps the connection.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import process_tree
import web_table
from sites import HERE, BareSite, Engines, OurSite, Site
from visitors import (
    Form,
    Took,
    Visitor,
    WrongAnswer,
    again_and_again,
    filled_in,
    register,
    send,
    together,
)

Figures = dict[str, float]
CROWDS = (1, 8, 16)
WORKS = ("start", "page", "registration", "post", "spaced", "rush")
PLACES, RUSHING = 60, 200
# Answers that come in one by one, and the seconds between two of them.
SPACED, BETWEEN = 100, 0.05


class Measuring:
    """How much of each, and what is done to each site."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def all_of(self, work: str) -> list[Callable[[Site], Figures]]:
        """What there is to measure of a kind of work."""
        if work == "page":
            return [partial(self.page, crowd=crowd) for crowd in CROWDS]
        return [getattr(self, work)]

    def start(self, site: Site) -> Figures:
        """From nothing to the first page, the first answers, and memory when nobody comes."""
        site.stop()
        wall = site.start("page")
        used = process_tree.cpu(site.pid).whole
        posts = []
        visitor = Visitor(site.port)
        for _ in range(11):
            form = filled_in(visitor, site.page("registration"))
            took = together(site.port, 1, [partial(send, form=form)])
            complain(site, took)
            posts.append(took.each[0])
        visitor.close()
        site.promised += len(posts)
        self.left(site)
        later = sorted(posts[1:])[5]
        # Everybody measured from here on finds a site that has been at work.
        warming = [partial(register, page=site.page("registration"))] * 16
        site.promised += len(together(site.port, 8, warming).each)
        self.left(site)
        return {
            "start wall": wall,
            "start cpu": used,
            "first": posts[0] * 1000,
            "later": later * 1000,
            "first by later": posts[0] / later,
            "rest": process_tree.memory(site.pid),
        }

    def page(self, site: Site, crowd: int) -> Figures:
        """The page of an event, opened by so many at once."""
        visits = again_and_again(partial(look, page=site.page("page")), self.seconds)
        with used(site) as spent:
            took = together(site.port, crowd, visits)
        complain(site, took)
        return self._answers(f"page {crowd}", took, spent)

    def registration(self, site: Site) -> Figures:
        """The page, the form, the page of one's own, eight at a time, until the letters have left."""
        visits = again_and_again(partial(register, page=site.page("registration")), self.seconds)
        with used(site) as spent:
            took = together(site.port, 8, visits)
            site.promised += len(took.each)
            self.left(site)
        complain(site, took)
        return self._answers("registration", took, spent)

    def post(self, site: Site) -> Figures:
        """The form alone, sent by people who have the page open already."""
        forms: list[Form] = []

        def fill(visitor: Visitor) -> None:
            forms.append(filled_in(visitor, site.page("registration")))

        complain(site, together(site.port, 8, again_and_again(fill, self.seconds / 2)))
        with used(site) as spent:
            took = together(site.port, 8, [partial(send, form=form) for form in forms])
            site.promised += len(took.each)
            self.left(site)
        complain(site, took)
        return self._answers("post", took, spent)

    def spaced(self, site: Site) -> Figures:
        """The form alone, by one after the other: the worker wakes for each letter."""
        visitor = Visitor(site.port)
        forms = [filled_in(visitor, site.page("registration")) for _ in range(SPACED)]
        self.left(site)
        with used(site) as spent:
            for form in forms:
                send(visitor, form)
                time.sleep(BETWEEN)
            site.promised += SPACED
            self.left(site)
        visitor.close()
        each = 1000 / SPACED
        return {f"spaced {name}": spent[name] * each for name in ("web", "worker", "database")}

    def rush(self, site: Site) -> Figures:
        """Two hundred want one of sixty places, each with the page, the form, and their own page."""
        acts = [partial(register, page=site.page("rush"))] * RUSHING
        with used(site) as spent:
            took = together(site.port, RUSHING, acts)
            states = site.states("rush")
            site.promised += sum(states.values())
            self.left(site)
        complain(site, took)
        return {
            "rush seconds": took.whole,
            "rush p95": took.p95 if took.each else float("nan"),
            "rush given": states.get("going", 0),
            "rush waiting": states.get("waitlisted", 0),
            "rush errors": len(took.troubles),
            "rush cpu": spent["web"] + spent["worker"],
            "peak": spent["memory"],
        }

    def left(self, site: Site) -> None:
        """Wait for the letters, so that the next measure isn't theirs."""
        if not site.settle():
            print(f"! {site.folder.name}: letters are still missing after a minute")

    @staticmethod
    def _answers(name: str, took: Took, spent: Figures) -> Figures:
        each = 1000 / len(took.each)
        return {
            f"{name} web": spent["web"] * each,
            f"{name} worker": spent["worker"] * each,
            f"{name} cpu": (spent["web"] + spent["worker"]) * each,
            f"{name} database": spent["database"] * each,
            f"{name} rate": took.rate,
            f"{name} p50": took.median * 1000,
            f"{name} p95": took.p95 * 1000,
            "peak": spent["memory"],
        }


def look(visitor: Visitor, page: str) -> None:
    """Open a page as somebody new."""
    visitor.somebody_new()
    visitor.get(page)


def complain(site: Site, took: Took) -> None:
    """Say what went wrong; a figure made of wrong answers is none."""
    for trouble in took.troubles[:3]:
        print(f"! {site.folder.name}: {trouble}")
    if not took.each:
        log = (site.folder / "log").read_text()[-2000:]
        raise WrongAnswer(f"{site.folder.name} answered nothing; the end of its log:\n{log}")


@contextmanager
def used(site: Site) -> Iterator[Figures]:
    """Seconds of processor time that a site and its servers use meanwhile, and its memory."""
    spent: Figures = {}
    before, database = process_tree.cpu(site.pid), site.engines.cpu()
    with process_tree.watched(site.pid) as peak:
        yield spent
    now = process_tree.cpu(site.pid) - before
    spent |= {
        "web": now.web,
        "worker": now.worker,
        "database": site.engines.cpu() - database,
        "memory": peak.most,
    }


def main() -> None:
    """Measure on each database and print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--against", type=Path, help="a checkout of an older build")
    options.add_argument("--quick", action="store_true", help="once, and little of each")
    options.add_argument("--runs", type=int, default=2)
    options.add_argument("--processes", type=int, default=1, help="web processes of each site")
    options.add_argument("--only", default=",".join(WORKS))
    options.add_argument("--databases", default="sqlite,postgresql")
    given = options.parse_args()
    if unknown := set(given.only.split(",")) - set(WORKS):
        options.error(f"--only knows {', '.join(WORKS)}, and not {', '.join(sorted(unknown))}")
    runs = 1 if given.quick else given.runs
    for kind in given.databases.split(","):
        found = measured(kind, given, runs)
        title = "SQLite" if kind == "sqlite" else "PostgreSQL and Redis"
        print(f"\n{title}, {given.processes} web process(es) of 8 threads, {runs} run(s)\n")
        print("\n".join(web_table.lines(found)), flush=True)


def measured(kind: str, given: argparse.Namespace, runs: int) -> web_table.Found:
    """Every figure of every site with one kind of database."""
    measuring = Measuring(0.5 if given.quick else 1.2)
    # The crowd is sent once: an older build may take half a minute for it.
    events = {"page": (36, 24), "registration": (100_000, 0), "rush": (PLACES, 0)}
    works = [work for work in WORKS if work in given.only.split(",")]
    found: web_table.Found = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as top, serving(kind, given, Path(top), events) as sites:
        for run in range(runs):
            for work in works:
                if work == "rush" and run:
                    continue
                for measure in measuring.all_of(work):
                    for name, site in sites.items():
                        if not site.process and work != "start":
                            measuring.start(site)
                        for key, value in measure(site).items():
                            found[key][name].append(value)
    return found


@contextmanager
def serving(
    kind: str, given: argparse.Namespace, top: Path, events: dict[str, tuple[int, int]]
) -> Iterator[dict[str, Site]]:
    """The sites by name, with their events; they run once they are started."""
    engines = Engines(kind)
    sites: dict[str, Site] = {}

    def folder(name: str) -> Path:
        made = top / name
        made.mkdir()
        return made

    try:
        sites["bare"] = BareSite(folder("bare"), engines, given.processes, events)
        checkouts = {"older": given.against, "ours": HERE.parent}
        for name, checkout in checkouts.items():
            if checkout:
                root = checkout.resolve()
                sites[name] = OurSite(folder(name), engines, given.processes, events, root)
        yield sites
    finally:
        for site in sites.values():
            site.remove()
        engines.remove()


if __name__ == "__main__":
    main()
