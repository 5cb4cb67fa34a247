"""How the answers to an event came in: a small picture as SVG text, and its numbers (pure)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIDTH, HEIGHT = 720, 120
# A picture has at most so many bars; a longer time is told by weeks.
MOST_BARS = 60


@dataclass(frozen=True)
class Bar:
    """The answers of a day, or of the week that begins on it."""

    day: date
    number: int
    total: int


def bars(hours: Mapping[str, int], zone: str) -> list[Bar]:
    """Each day from the first answer to the last, on an event's clocks; weeks where days are many.

    The hours are in UTC, as in '2026-11-26 17'.
    """
    days: Counter[date] = Counter()
    for hour, number in hours.items():
        at = datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC)
        days[at.astimezone(ZoneInfo(zone)).date()] += number
    if not days:
        return []
    first, last = min(days), max(days)
    step = 1 if (last - first).days < MOST_BARS else 7
    found, total = [], 0
    for start in range(0, (last - first).days + 1, step):
        begins = first + timedelta(days=start)
        number = sum(days[begins + timedelta(days=n)] for n in range(step))
        total += number
        found.append(Bar(begins, number, total))
    return found


def picture(found: Sequence[Bar]) -> str:
    """Bars for each day, and the line of all so far; the numbers stand in a table beside it."""
    most, total = max(bar.number for bar in found), found[-1].total
    wide = WIDTH / len(found)
    rects, points = [], []
    for at, bar in enumerate(found):
        high = bar.number / most * (HEIGHT - 12)
        left, room = at * wide, min(wide - 1, 28)
        rects.append(
            f'<rect x="{left + (wide - room) / 2:.1f}" y="{HEIGHT - high:.1f}" '
            f'width="{room:.1f}" height="{high:.1f}"/>'
        )
        points.append(f"{left + wide / 2:.1f},{HEIGHT - bar.total / total * (HEIGHT - 12):.1f}")
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT + 1}" preserveAspectRatio="none" '
        f'aria-hidden="true"><line x1="0" x2="{WIDTH}" y1="{HEIGHT}" y2="{HEIGHT}"/>'
        f'{"".join(rects)}<polyline points="{" ".join(points)}"/></svg>'
    )
