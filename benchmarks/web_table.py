"""The table that `web.py` prints: what each site needed, the ratios, and the bars."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Figure, then site, then one value a run.
Found = dict[str, dict[str, list[float]]]


@dataclass(frozen=True)
class Bar:
    """What ours must reach, as a ratio to another site's figure or as it is."""

    sign: str
    limit: float
    beside: str = ""

    def verdict(self, best: dict[str, float]) -> str:
        """The bar in words, and whether it is reached."""
        words = f"{self.sign} {self.limit:g}" + (f" × {self.beside}" if self.beside else "")
        if "ours" not in best or (self.beside and not best.get(self.beside)):
            return words
        value = best["ours"] / (best[self.beside] if self.beside else 1)
        reached = {"≤": value <= self.limit, "≥": value >= self.limit, "=": value == self.limit}
        return f"{words}: {'reached' if reached[self.sign] else 'MISSED'}"


@dataclass(frozen=True)
class Line:
    """One line: a figure by its key, in words."""

    key: str
    work: str
    bar: Bar | None = None
    # Of several runs the least counts, as the others were disturbed; of rates and peaks, the most.
    most: bool = False


def _lines() -> Iterator[Line]:
    for crowd in (1, 8, 16):
        at = f"event page, c = {crowd}"
        yield Line(f"page {crowd} cpu", f"{at}: CPU, ms", Bar("≤", 2.5, "bare"))
        yield Line(f"page {crowd} database", "  of database and Redis, ms")
        bar = Bar("≥", 0.35, "bare") if crowd == 16 else None
        yield Line(f"page {crowd} rate", "  requests/s", bar, most=True)
        yield Line(f"page {crowd} p50", "  p50, ms")
        yield Line(f"page {crowd} p95", "  p95, ms")
    at = "registration, c = 8"
    yield Line("registration cpu", f"{at}: CPU of web and worker, ms", Bar("≤", 0.25, "older"))
    yield Line("registration web", "  of web, ms")
    yield Line("registration worker", "  of the worker, ms")
    yield Line("registration database", "  of database and Redis, ms")
    yield Line("registration rate", "  registrations/s", most=True)
    yield Line("registration p50", "  p50, ms")
    yield Line("registration p95", "  p95, ms")
    yield Line("post web", "RSVP POST, c = 8: CPU of web, ms", Bar("≤", 2.5, "bare"))
    yield Line("post worker", "  of the worker, ms")
    yield Line("post database", "  of database and Redis, ms")
    yield Line("post rate", "  POSTs/s", most=True)
    yield Line("post p50", "  p50, ms")
    yield Line("post p95", "  p95, ms")
    at = "RSVPs one by one, 50 ms between"
    yield Line("spaced worker", f"{at}: CPU of the worker, ms", Bar("≤", 5))
    yield Line("spaced web", "  of web, ms")
    yield Line("spaced database", "  of database and Redis, ms")
    yield Line("rush seconds", "200 at once for 60 places, s", Bar("≤", 0.25, "older"))
    yield Line("rush p95", "  p95 of all three requests, s")
    yield Line("rush cpu", "  CPU with all letters, s")
    yield Line("rush given", "  places given", Bar("=", 60))
    yield Line("rush waiting", "  on the waitlist")
    yield Line("rush errors", "  errors", Bar("≤", 0))
    yield Line("first by later", "first RSVP after a start, by later ones", Bar("≤", 2))
    yield Line("first", "  the first, ms")
    yield Line("later", "  later ones, ms")
    yield Line("start wall", "cold start to the first page, s", Bar("≤", 1.0))
    yield Line("start cpu", "  CPU, s")
    yield Line("rest", "memory at rest (PSS), MiB")
    yield Line("peak", "memory at most (PSS), MiB", most=True)


def lines(found: Found) -> Iterator[str]:
    """The table, line by line; figures that weren't measured, or are nothing anywhere, are left out."""
    yield _row("work", "bare", "older", "ours", "× bare (was)", "× older", "bar")
    for line in _lines():
        values = {name: given for name, given in found.get(line.key, {}).items() if given}
        if not any(map(any, values.values())) and line.bar is None:
            continue
        if not values:
            continue
        choose: Callable[[list[float]], float] = max if line.most else min
        best = {name: choose(given) for name, given in values.items()}
        by_bare = _ratio(best, "ours", "bare")
        if by_bare and (was := _ratio(best, "older", "bare")):
            by_bare += f" ({was})"
        yield _row(
            line.work,
            *(_cell(values.get(name), best.get(name)) for name in ("bare", "older", "ours")),
            by_bare,
            _ratio(best, "ours", "older"),
            line.bar.verdict(best) if line.bar else "",
        )


def _ratio(best: dict[str, float], of: str, beside: str) -> str:
    if of in best and best.get(beside):
        return _number(best[of] / best[beside])
    return ""


def _cell(values: list[float] | None, best: float | None) -> str:
    if values is None or best is None:
        return ""
    if len(values) == 1:
        return _number(best)
    return f"{_number(best)} / {_number(statistics.median(values))}"


def _number(value: float) -> str:
    if value >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _row(work: str, *cells: str) -> str:
    widths = (13, 15, 13, 13, 9)
    told = [f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=False)]
    return " | ".join([f"{work:<46}", *told, cells[-1]]).rstrip()
