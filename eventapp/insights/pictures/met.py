"""Who met whom: everybody on a ring, role by role, a line for each pair that shared a table."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil, cos, pi, sin
from statistics import median
from typing import Any

from flask_babel import gettext as _

from eventapp.insights import hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.square import Cell, Square, dealt, from_json, square_of

NAME = "who-met-whom"
WIDE, NARROW = 830, 326
# In so many paths the lines are drawn: what is half clear is darker only where several paths cross.
LAYERS = 24


def draw(evening: Evening) -> Picture | Hidden:
    """The ring, with the lines between the two largest roles strong."""
    about = _("Who met whom")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.met:
        return words.nobody_sat(NAME, about)
    square = square_of(evening)
    told, people = {}, {}
    for a, b in square.cells:
        told[f"{a}-{b}"], counted = _finding(evening, square, (a, b))
        if counted is not None:
            people[f"{square.names[a]} met {square.names[b]}"] = counted
    kept = {"square": square.as_json(), "told": told, "people": people}
    return drawn(kept, between(square))


def drawn(kept: Mapping[str, Any], cell: Cell) -> Picture:
    """The same from what was kept of it, with the lines of two roles strong."""
    square = from_json(kept["square"])
    title = kept["told"][f"{cell[0]}-{cell[1]}"]
    note = _(
        "%(pairs)s pairs of people shared a table. Each shape is one person, each line one pair; "
        "lines end at a role, at nobody in particular.",
        pairs=square.pairs,
    )
    parts = ", ".join(
        f"{name} {count}" for name, count in zip(square.names, square.people, strict=True)
    )
    return Picture(
        name=NAME,
        about=_("Who met whom"),
        title=title,
        note=note,
        wide=_ring(square, cell, WIDE, f"{NAME}-w", title, f"{note} {parts}"),
        narrow=_ring(square, cell, NARROW, f"{NAME}-n", title, f"{note} {parts}"),
        table=_table(square),
        people={
            "came": sum(square.people),
            **{f"role {n}": count for n, count in zip(square.names, square.people, strict=True)},
            **kept["people"],
        },
        drawn_from=kept,
    )


def between(square: Square) -> Cell:
    """The two roles whose lines are strong unless somebody picks others: those with most people."""
    named = sorted(range(len(square.names)), key=lambda n: (-square.people[n], n))
    shown = [cell for cell in square.cells if cell in square.met and cell[0] != cell[1]]
    if not shown:
        return (0, 0)
    # Several roles that are drawn as one say less.
    return min(
        shown,
        key=lambda cell: (sum(square.roles[n] for n in cell), sum(named.index(n) for n in cell)),
    )


def _finding(evening: Evening, square: Square, cell: Cell) -> tuple[str, int | None]:
    """What two roles had of each other, as far as it may be told, and the number of people in it."""
    (a, b), names = cell, square.names
    said: dict[str, object] = {"one": names[a], "other": names[b]}
    if cell not in square.met:
        return _("How often %(one)s and %(other)s met isn’t shown", **said), None
    if a == b:
        times = square.met[cell]
        return _(
            "People who came as %(one)s met each other %(times)s times", times=times, **said
        ), None
    # Told from the side of those who are more: what each of them had of the fewer.
    if square.people[a] < square.people[b]:
        a, b = b, a
    said = {"one": names[a], "other": names[b]}
    others = set(evening.groups[b].people)
    with_other = [len(evening.met_by[n] & others) for n in evening.groups[a].people]
    everybody, met = len(with_other), sum(map(bool, with_other))
    if met == everybody and (half := int(median(with_other))) > 1:
        text = _(
            "Everyone who came as %(one)s met at least one %(other)s, half of them %(half)s or more",
            half=half,
            **said,
        )
    elif met == everybody:
        text = _("Everyone who came as %(one)s met at least one %(other)s", **said)
    elif hiding.few(everybody - met):
        return _("Nearly everyone who came as %(one)s met at least one %(other)s", **said), None
    elif not met:
        text = _("Nobody who came as %(one)s met anybody who came as %(other)s", **said)
    else:
        text = _(
            "%(met)s of %(all)s who came as %(one)s met at least one %(other)s",
            met=met,
            all=everybody,
            **said,
        )
    return text, met


def _table(square: Square) -> Table:
    return Table(
        (_("Role"), _("People"), *square.names),
        tuple(
            (
                name,
                square.people[n],
                *(
                    square.met.get((min(n, m), max(n, m)), words.NOT_SHOWN)
                    for m in range(len(square.names))
                ),
            )
            for n, name in enumerate(square.names)
        ),
    )


def _ring(square: Square, strong: Cell, wide: int, name: str, title: str, told: str) -> str:
    small = wide < 500
    radius = wide / 2 - (28 if small else 172)
    middle_x, middle_y = wide / 2, radius + (30 if small else 66)
    angles, middles = _angles(square.people)

    def at(angle: float, distance: float) -> tuple[float, float]:
        return middle_x + distance * cos(angle), middle_y + distance * sin(angle)

    step = angles[0][1] - angles[0][0] if len(angles[0]) > 1 else 0.2
    size, rows = _marks(radius * step, most=15 if small else 17, least=7 if small else 12)
    inner = radius - size * 0.75
    outer = radius + (rows - 1) * size * 0.9
    faint: list[str] = []
    bold: list[str] = []
    for cell, lines in dealt(square):
        (bold if cell == strong else faint).extend(
            _line(at, angles, middles, cell, ends, inner, radius) for ends in lines
        )
    clear = max(0.1, min(0.24, 90 / max(len(faint), 1)))
    parts = [
        *_layers(faint, stroke="ink-2", wide=0.8, clear=round(clear, 2)),
        *_layers(bold, stroke="brand", **_strength(sum(square.people))),
    ]
    for n, mark in enumerate(square.marks):
        places = [at(angle, radius + i % rows * size * 0.9) for i, angle in enumerate(angles[n])]
        parts.append(svg.marks(mark, places, size))
        if small:
            continue
        x, y = at(middles[n], outer + 20)
        anchor = (
            "middle" if abs(cos(middles[n])) < 0.35 else "start" if cos(middles[n]) > 0 else "end"
        )
        weight = 700 if n in strong else 500
        room = 2 * min(x, wide - x) if anchor == "middle" else wide - x if anchor == "start" else x
        said = f"{square.names[n]}\N{NO-BREAK SPACE}{square.people[n]}"
        said_in = svg.broken(said, 14, room - 4, weight=weight)
        y += 5 + 6 * sin(middles[n]) - 9 * (len(said_in) - 1) * (1 - sin(middles[n]))
        parts += [
            svg.text(x, y + 18 * n, line, anchor=anchor, weight=weight)
            for n, line in enumerate(said_in)
        ]
    high = 2 * middle_y
    if small:
        high += _legend(square, strong, wide, high, parts)
    return svg.document(name, wide, high, title, told, parts)


def _strength(people: int) -> dict[str, float]:
    """How strong lines are that are to be seen first: the more there are, the finer."""
    if people >= 200:
        return {"wide": 0.8, "clear": 0.6}
    return {"wide": 1.5 if people < 80 else 1.0, "clear": 0.85}


def _layers(lines: Sequence[str], *, stroke: str, wide: float, clear: float) -> list[str]:
    """Lines in several paths, neighbours apart: on paper, too, one sees where many run."""
    return [
        svg.path("".join(lines[n::LAYERS]), stroke=stroke, wide=wide, clear=clear)
        for n in range(min(LAYERS, len(lines)))
    ]


def _legend(square: Square, strong: Cell, wide: int, top: float, parts: list[str]) -> float:
    """What each mark is called, where there is no room beside the ring; how high that is."""
    row, columns = 24, 1 if max(square.roles) > 1 else 2
    column = wide / columns
    for n, mark in enumerate(square.marks):
        x, y = n % columns * column, top + (n // columns + 0.5) * row
        weight = 700 if n in strong else 400
        parts.append(svg.marks(mark, [(x + 9, y)], 14))
        said = svg.fitted(square.names[n], 14, column - 58, weight=weight)
        parts.append(svg.text(x + 22, y + 5, f"{said} {square.people[n]}", weight=weight))
    return row * ceil(len(square.marks) / columns) + 4


def _marks(room: float, *, most: float, least: float) -> tuple[float, int]:
    """How large marks are that have so much room on the ring, and in how many rows they stand."""
    for rows in (1, 2, 3, 4):
        size = min(most, room * rows * 0.93)
        if size >= least:
            break
    return size, rows


def _angles(people: tuple[int, ...]) -> tuple[list[list[float]], list[float]]:
    """Where everybody is on the ring, role by role, and where the middle of each role is."""
    gap = 2.2 if sum(people) < 80 else 4 if sum(people) < 200 else 7
    step = 2 * pi / (sum(people) + gap * len(people))
    angles, middles, angle = [], [], -pi / 2
    for number in people:
        angle += gap * step / 2
        angles.append([angle + step * (n + 0.5) for n in range(number)])
        middles.append(angle + step * number / 2)
        angle += step * number + gap * step / 2
    return angles, middles


def _line(
    at: Callable[[float, float], tuple[float, float]],
    angles: Sequence[Sequence[float]],
    middles: Sequence[float],
    cell: Cell,
    ends: tuple[int, int],
    inner: float,
    radius: float,
) -> str:
    """One line: bundled through the middles of both roles, or a low arch inside its own role's arc."""
    (a, b), (one, other) = cell, ends
    begin, end = angles[a][one], angles[b][other]
    points = [at(begin, inner), at(end, inner)]
    if a == b:
        points.insert(1, at((begin + end) / 2, radius * 0.7))
        return "M{} {}Q{} {} {} {}".format(*(round(c) for point in points for c in point))
    points[1:1] = [
        at(_pulled(middles[a], begin), radius * 0.5),
        at(_pulled(middles[b], end), radius * 0.5),
    ]
    return "M{} {}C{} {} {} {} {} {}".format(*(round(c) for point in points for c in point))


def _pulled(middle: float, angle: float) -> float:
    """Three quarters of the way from somebody to the middle of their role."""
    return middle * 0.75 + angle * 0.25
