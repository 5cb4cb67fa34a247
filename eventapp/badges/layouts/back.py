"""The back of a badge: whose it is, the table of each round, and a larger code (pure)."""

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words, stops
from eventapp.badges.layouts.panels import Panel
from eventapp.badges.layouts.pen import Pen, Side
from eventapp.drawing import POINT

# What stays white over the code.
_WHITE = 2.0


def draw(badge: Badge, panel: Panel, words: Words) -> Side:
    """The other side of a badge."""
    k = panel.scale if not panel.tall else panel.scale * 1.4
    margin = 5 * k
    pen = Pen(badge, panel, words, left=margin, right=margin)
    y, free = _name(pen, margin, k)
    if panel.tall:
        side = pen.room * 0.62
        code = pen.code(side, panel.height - margin - 5 * k)
        room, bottom = pen.room, code.edge - 4 * k
    else:
        bottom = panel.height - margin - 5 * k
        side = max(min(bottom - free, pen.room * 0.4), 12.0)
        code = pen.code(side, bottom)
        room = pen.room - code.width - 5 * k
    _rows(pen, y + 3.5 * k, bottom, room, k)
    _small_print(pen, panel.height - margin, k)
    return pen.side()


def _name(pen: Pen, top: float, k: float) -> tuple[float, float]:
    """Both names in a row, on a second line what is over; gives the last baseline, and where the
    code may begin: under the lowest ink, with white around it."""
    ours = typefaces.display()
    name = f"{pen.badge.first_name} {pen.badge.last_name}".strip()
    fitted = text_sizes.paragraph(name, ours, pen.room, 17 * k, 8 * k)
    y = top - 0.3 * fitted.size
    for text in fitted.lines:
        y += 1.05 * fitted.size
        pen.line(text, ours, fitted.points, pen.left, y)
    return y, y + text_sizes.ink(fitted, ours).below + _WHITE * k


def _rows(pen: Pen, top: float, bottom: float, room: float, k: float) -> None:
    """Round and table, one under the other, as large as there is room."""
    found = stops(pen.badge, pen.words)
    if not found:
        return
    bold, ours = typefaces.text(700), typefaces.text(500)
    pitch = min((bottom - top) / len(found), 8.5 * k)
    points = min(15 * k, pitch / 1.3 / POINT)
    names = [text_sizes.line(name, ours, room * 0.5, points * 0.72, 5) for name, _ in found]
    aside = max(text_fitting.width(name.lines[0], ours) * name.size for name in names) + 3 * k
    for number, (name, (_, table)) in enumerate(zip(names, found, strict=True)):
        y = top + (number + 0.75) * pitch
        said = text_sizes.line(table, bold, room - aside, points, min(points, 6))
        pen.line(name.lines[0], ours, name.points, pen.left, y, colour=pen.quiet)
        pen.line(said.lines[0], bold, said.points, pen.left + aside, y)


def _small_print(pen: Pen, y: float, k: float) -> None:
    ours = typefaces.text(500)
    parts = [pen.words.event]
    if stops(pen.badge, pen.words) and pen.badge.plan_version is not None:
        parts.append(pen.words.plan.replace("{version}", str(pen.badge.plan_version)))
    if pen.badge.url:
        parts.append(pen.words.scan)
    text = " · ".join(filter(None, parts))
    if text:
        fitted = text_sizes.line(text, ours, pen.room, 7 * k, 5)
        pen.line(fitted.lines[0], ours, fitted.points, pen.left, y, colour=pen.quiet)
