"""How many different people each person met."""

from collections import Counter
from dataclasses import dataclass, replace
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "people-met"
WIDE, NARROW = 520, 326
MOST_BARS = 12


@dataclass(frozen=True)
class Bar:
    """Those who met from so many to so many others: at least five people, or nobody."""

    least: int
    most: int
    people: int
    open: str = ""

    @property
    def label(self) -> str:
        """What stands below it."""
        if self.open == "below":
            return f"≤ {self.most}"
        if self.open == "above":
            return f"≥ {self.least}"
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def draw(evening: Evening) -> Picture | Hidden:
    """A stack of dots for each number of people met; neighbours are joined until five stand there."""
    about = _("How many people each person met")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.met:
        return words.nobody_sat(NAME, about)
    met = sorted(len(evening.met_by[n]) for n in evening.came)
    bars = bars_of(met)
    said = usual(met, bars)
    title = _finding(said)
    note = _(
        "Each dot is one person. Where fewer than %(fewest)s people met so many, they stand with their neighbours.",
        fewest=hiding.FEWEST,
    )
    possible = len(evening.tables) * (
        max(map(len, (t for r in evening.tables for t in r.values())), default=1) - 1
    )
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(bars, possible, WIDE, f"{NAME}-w", title, note),
        narrow=_drawn(bars, possible, NARROW, f"{NAME}-n", title, note),
        table=Table(
            (_("Other people met"), _("People")), tuple((bar.label, bar.people) for bar in bars)
        ),
        people={"came": len(met), **{f"met {bar.label}": bar.people for bar in bars}},
        drawn_from=said,
    )


def bars_of(met: list[int]) -> list[Bar]:
    """The bars that may be shown, of how many each met; the outer ones don't say how far they reach."""
    held = Counter(met)
    span = max(held) - min(held) + 1
    # So many that each is still wide enough to be read.
    width = ceil(span / MOST_BARS)
    low = min(held) - min(held) % width
    counts = [
        sum(held[low + n * width + m] for m in range(width))
        for n in range(ceil((max(held) - low + 1) / width))
    ]
    bars = [
        Bar(low + part.start * width, low + part.stop * width - 1, sum(counts[n] for n in part))
        for part in hiding.stretches(counts)
    ]
    bars = [bar for bar in bars if bar.people]
    if len(bars) > 1:
        # How few or how many a single one met is nobody's business.
        for n, side in ((0, "below"), (-1, "above")):
            if bars[n].least < bars[n].most:
                bars[n] = replace(bars[n], open=side)
    return bars


def usual(met: list[int], bars: list[Bar]) -> dict[str, int]:
    """How many others people met, in one number: `half` of them so many or more, or the `average`
    where that would tell how few a single one met."""
    half = half_met(bars)
    if len(bars) > 1 and half > bars[0].least:
        return {"half": half}
    return {"average": round(sum(met) / len(met))}


def half_met(bars: list[Bar]) -> int:
    """How many others at least half of the people met, as far as the bars tell."""
    everybody, above = sum(bar.people for bar in bars), 0
    for bar in reversed(bars):
        above += bar.people
        if 2 * above >= everybody:
            return bar.least
    return 0


def _finding(said: dict[str, int]) -> str:
    if "average" in said:
        return ngettext(
            "On average everybody met %(num)s other person",
            "On average everybody met %(num)s other people",
            said["average"],
        )
    return ngettext(
        "Half the room met %(num)s other person or more",
        "Half the room met %(num)s other people or more",
        said["half"],
    )


def _drawn(bars: list[Bar], possible: int, wide: int, name: str, title: str, told: str) -> str:
    small = wide < 500
    most, top = max(bar.people for bar in bars), 34
    slot = min(90, (wide - 16) / len(bars))
    begin = (wide - slot * len(bars)) / 2
    size, across = _dots(most, slot - 10, 210 if small else 230)
    base = top + 24 + size * ceil(most / across)
    parts = []
    for n, bar in enumerate(bars):
        x = begin + (n + 0.5) * slot
        rows = ceil(bar.people / across)
        dots = []
        for dot in range(bar.people):
            row = dot // across
            here = min(across, bar.people - row * across)
            dots.append((x + (dot % across - (here - 1) / 2) * size, base - size * (row + 0.55)))
        parts.append(svg.dots(dots, size * 0.4, fill="brand"))
        parts.append(
            svg.text(x, base - rows * size - 7, bar.people, size=13, anchor="middle", weight=700)
        )
        parts.append(
            svg.text(
                x, base + 18, bar.label, size=12 if slot < 44 else 13, anchor="middle", fill="ink-2"
            )
        )
    parts.append(svg.line(begin, base, begin + slot * len(bars), base, stroke="field", wide=1.5))
    parts.append(
        svg.text(wide / 2, base + 40, _("other people met"), size=13, anchor="middle", fill="ink-2")
    )
    if possible >= hiding.FEWEST:
        parts.append(
            svg.text(
                wide - 2,
                14,
                _("most possible: %(most)s", most=possible),
                size=13,
                anchor="end",
                weight=600,
            )
        )
    return svg.document(name, wide, base + 48, title, told, parts)


def _dots(most: int, wide: float, high: float) -> tuple[float, int]:
    """How large dots may be so that the fullest bar fits, and how many stand side by side."""
    size = min(20.0, wide)
    while size > 1.5:
        across = max(1, int(wide / size))
        if ceil(most / across) * size <= high:
            return size, across
        size *= 0.94
    return size, max(1, int(wide / size))
