"""How the answers came in: places, the waitlist and what was given back, from publication to the day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp import clock
from eventapp.insights import curves, hiding, svg, words
from eventapp.insights.answers import kept_of
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "answers-over-time"
WIDE, NARROW = 520, 326

# The key of a curve in tens of a hundred.
SHARES = "shares"
Line = tuple[str, str, str, list[tuple[int, int]]]


def draw(evening: Evening) -> Picture | Hidden:
    """A curve each for places, the waitlist and places given back, in days before the event."""
    about = _("Answers over time")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    found = lines_of(evening)
    if not found:
        return Hidden(NAME, about, _("Too few answered, or it isn’t known when."))
    title = _finding(evening, found)
    note = _(
        "A curve rises once at least %(fewest)s more people stand behind it.", fewest=hiding.FEWEST
    )
    told = ", ".join(f"{said}: {points[-1][1]}" for _key, said, _look, points in found)
    shares = found[0][0] == SHARES
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(evening, found, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(evening, found, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (
                _("What"),
                _("Days before the event"),
                _("So far, about, of a hundred") if shares else _("People so far"),
            ),
            tuple(
                (said, -day, so_far)
                for _key, said, _look, points in found
                for day, so_far in points
            ),
        ),
        people={}
        if shares
        else {
            f"{key} {-day}": so_far for key, _said, _look, points in found for day, so_far in points
        },
    )


def lines_of(evening: Evening) -> list[Line]:
    """The curves that may be shown: key, name, colour, and from which day how many there were so far."""
    placed = [g for g in evening.guests if g.had_place or g.came]
    kept = kept_of(evening)
    found: list[Line] = []
    when = [g.placed_at or g.created_at for g in placed]
    points = _points(evening, when)
    if kept.places is None and len(placed) != len(evening.came):
        # How many there were would tell how few of them didn't come: only shares are told.
        points = [(day, hiding.tenths(so_far / len(placed))) for day, so_far in points]
        return [(SHARES, _("of all places"), "brand", points)] if len(points) > 1 else []
    found.append(("placed", _("had a place"), "brand", points))
    found += _waited(evening, len(placed))
    if kept.gave_back:
        when = [g.gave_back_at for g in placed if g.state == "cancelled" and not g.came]
        if len(when) == kept.gave_back:
            found.append(("back", _("gave it back"), "mark-2", _points(evening, when)))
    return [line for line in found if line[3]]


def _waited(evening: Evening, placed: int) -> list[Line]:
    """The waitlist, beside those without a place, whom other pictures count as well."""
    waited = [g for g in evening.guests if g.waited_at]
    never = sum(not (g.had_place or g.came) for g in waited)
    others = len(evening.guests) - placed - never
    if any(map(hiding.few, (len(waited), never, len(waited) - never, others))):
        return []
    return [("waited", _("waited"), "mark-1", _points(evening, [g.waited_at for g in waited]))]


def _points(evening: Evening, when: Sequence[datetime | None]) -> list[tuple[int, int]]:
    """From which day before the event there were how many: each rise is at least five people."""
    known = [at for at in when if at is not None]
    if len(known) < len(when) or not known:
        return []
    days = sorted(_day(evening, at) for at in known)
    first = days[0]
    counts = [0] * (1 - first)
    for day in days:
        counts[day - first] += 1
    points: list[tuple[int, int]] = []
    so_far = 0
    for part in hiding.stretches(counts):
        so_far += sum(counts[n] for n in part)
        if not points or points[-1][1] != so_far:
            last = max(n for n in part if counts[n]) if any(counts[n] for n in part) else part.start
            points.append((first + last, so_far))
    return [point for point in points if point[1]]


def _day(evening: Evening, at: datetime) -> int:
    """Days to the event, 0 and below; what came later is of its day."""
    here, then = clock.wall(at, evening.zone), clock.wall(evening.starts_at, evening.zone)
    return min(0, (here.date() - then.date()).days)


def _finding(evening: Evening, found: list[Line]) -> str:
    key, _said, _look, points = found[0]
    if key not in {"placed", SHARES}:
        return _("How the answers came in")
    everybody = points[-1][1]
    half = next(day for day, so_far in points if 2 * so_far >= everybody)
    if half == 0:
        return _("Most places were taken on the day itself")
    said = _("Half of the places were taken %(days)s before", days=words.days(-half))
    back = next((points[-1][1] for key, _s, _l, points in found if key == "back"), 0)
    if back:
        return _("%(said)s, and %(back)s were given back", said=said, back=back)
    return said


def _drawn(evening: Evening, found: list[Line], wide: int, name: str, title: str, told: str) -> str:
    begin = min(points[0][0] for _k, _s, _l, points in found)
    signs = []
    if evening.published_at:
        day = _day(evening, evening.published_at)
        begin = min(begin, day) if day > 2 * begin - 14 else begin
        if day >= begin:
            signs.append(curves.Sign(day, _("page published")))
    if evening.reminded_at:
        signs.append(curves.Sign(_day(evening, evening.reminded_at), _("reminder sent")))
    lines = [
        curves.Curve(
            look,
            _label(key, said, points[-1][1], wide),
            ((points[0][0] - 0.01 if points[0][0] == begin else begin, 0.0), *points, (0, points[-1][1])),
            dash={"waited": "7 6", "back": "2 6"}.get(key, ""),
        )
        for key, said, look, points in found
    ]  # fmt: skip
    parts, end = curves.drawn(lines, wide, ticks=_ticks(evening, begin), signs=signs)
    if wide < 500:
        for n, (key, said, look, _so_far) in enumerate(found):
            y = end + 12 + 20 * n
            dash = {"waited": "7 6", "back": "2 6"}.get(key, "")
            parts.append(svg.line(0, y, 24, y, stroke=look, wide=3, dash=dash))
            parts.append(svg.text(32, y + 4, said, size=13, fill="ink-2"))
        end += 10 + 20 * len(found)
    return svg.document(name, wide, end, title, told, parts)


def _label(key: str, said: str, number: int, wide: int) -> str:
    if key == SHARES:
        return words.percent(number / 100)
    return f"{number} {said}" if wide >= 500 else str(number)


def _ticks(evening: Evening, begin: int) -> list[curves.Sign]:
    number = 3 if -begin >= 6 else 2
    days = sorted({round(begin * n / number) for n in range(number + 1)}, reverse=True)
    return [
        curves.Sign(day, clock.short_day(evening.starts_at + timedelta(days=day), evening.zone))
        for day in days[::-1]
    ]
