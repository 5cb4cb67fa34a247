"""Who came for the first time, and who had been before."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import bars, hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "first-timers-and-regulars"
WIDE, NARROW = 520, 326
# How often somebody had been before: up to this, each number by itself.
MOST = 7


def draw(evening: Evening) -> Picture | Hidden:
    """A bar for each number of earlier events, neighbours joined until five people stand there."""
    about = _("First-timers and regulars")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    counts = counts_of(evening)
    parts = hiding.stretches(counts)
    first = counts[0] if first_told(counts) else None
    title = _finding(evening, first)
    note = _("By how many events of this community somebody had been to before this one.")
    rows = [(label(part), sum(counts[n] for n in part)) for part in parts]
    rows = [(said, number) for said, number in rows if number]
    told = ", ".join(f"{said}: {number}" for said, number in rows)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, first, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, first, NARROW, f"{NAME}-n", title, told),
        table=Table((_("Been before"), _("People")), tuple(rows)),
        people={f"before {said}": number for said, number in rows},
    )


def counts_of(evening: Evening) -> list[int]:
    """How many had been to no earlier event, to one, to two, and so on; the last one is open."""
    held = Counter(min(evening.guests[n].times_before, MOST) for n in evening.came)
    return [held[n] for n in range(MOST + 1)]


def first_told(counts: Sequence[int]) -> bool:
    """Whether first-timers stand by themselves: neither they nor the others are few."""
    return not hiding.few(counts[0]) and not hiding.few(sum(counts[1:]))


def label(part: range) -> str:
    """What stands beside the bar of a stretch."""
    low, high = part.start, part.stop - 1
    if high == 0:
        return _("First time")
    if high >= MOST:
        return (
            (_("Any number of times"), _("At least once"))[low]
            if low < 2
            else _("%(low)s times or more", low=low)
        )
    if low == high:
        return ngettext("%(num)s event before", "%(num)s events before", low)
    return _("%(low)s–%(high)s events before", low=low, high=high)


def _finding(evening: Evening, first: int | None) -> str:
    came = len(evening.came)
    if first is None:
        return _("%(came)s people came, regulars and others", came=came)
    if first == came:
        return _("All %(came)s came for the first time", came=came)
    if not first:
        return _("All %(came)s had been before", came=came)
    said = _("%(first)s of %(came)s came for the first time", first=first, came=came)
    new = [n for n in evening.came if not evening.guests[n].times_before]
    welcomed = sum(
        any(evening.guests[m].times_before for m in evening.met_by.get(n, ())) for n in new
    )
    if welcomed == first:
        return _("%(said)s, and each of them met a regular", said=said)
    return said


def _drawn(
    rows: Sequence[tuple[str, int]], first: int | None, wide: int, name: str, title: str, told: str
) -> str:
    lines = [
        bars.Bar(said, (number, 0) if first and n == 0 else (0, number), str(number))
        for n, (said, number) in enumerate(rows)
    ]
    parts, end = bars.lying(lines, wide, 4, fills=(1, 0))
    return svg.document(name, wide, end + 4, title, told, parts)
