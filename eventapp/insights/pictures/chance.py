"""Role by role, how often people met beside what chance would have done."""

from flask_babel import gettext as _

from eventapp.insights import svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.square import Square, square_of

NAME = "roles-against-chance"
WIDE, NARROW = 520, 326
# Within these a ratio is as good as chance.
LEAST, MOST = 0.85, 1.15


def draw(evening: Evening) -> Picture | Hidden:
    """A square of roles: 1 is as by chance, 2 twice as often."""
    about = _("Roles against chance")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.met:
        return words.nobody_sat(NAME, about)
    square = square_of(evening)
    if len(square.names) < 2:
        return Hidden(NAME, about, _("Everybody came as the same, so there is nothing to mix."))
    title, note = _finding(square), _note(square)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(square, WIDE, f"{NAME}-w", title, note),
        narrow=_drawn(square, NARROW, f"{NAME}-n", title, note),
        table=_table(square),
        people={f"role {n}": count for n, count in zip(square.names, square.people, strict=True)},
    )


def _finding(square: Square) -> str:
    # Of a single role nothing is said up here: with few people its share jumps.
    same = [(n, n) for n in range(len(square.names)) if (n, n) in square.met]
    chance = sum(map(square.by_chance, same))
    if not chance:
        return _("How often roles met, beside chance")
    ratio = sum(square.met[cell] for cell in same) / chance
    if ratio < LEAST:
        return _(
            "People of one role met each other %(less)s less than chance would have it",
            less=words.percent(1 - ratio),
        )
    if ratio > MOST:
        return _(
            "People of one role met each other %(more)s more than chance would have it",
            more=words.percent(ratio - 1),
        )
    return _("People of one role met each other about as often as chance would have it")


def _note(square: Square) -> str:
    said = _("1.0 is chance, 2.0 is twice as often.")
    if not square.whole:
        return " ".join((said, _("A stroke stands where too few people are behind it.")))
    crossed = 1 - sum(square.met[n, n] for n in range(len(square.names))) / square.pairs
    chance = 1 - sum(square.by_chance((n, n)) for n in range(len(square.names))) / square.pairs
    return " ".join(
        (
            _(
                "%(crossed)s of the pairs who met crossed roles; by chance it would be %(chance)s.",
                crossed=words.percent(crossed),
                chance=words.percent(chance),
            ),
            said,
        )
    )


def _table(square: Square) -> Table:
    def ratio(n: int, m: int) -> str | float:
        found = square.ratio((min(n, m), max(n, m)))
        return words.NOT_SHOWN if found is None else round(found, 1)

    size = range(len(square.names))
    return Table(
        (_("Role"), *square.names),
        tuple((square.names[n], *(ratio(n, m) for m in size)) for n in size),
    )


def _drawn(square: Square, wide: int, name: str, title: str, told: str) -> str:
    small, number = wide < 500, len(square.names)
    left, top = (30, 34) if small else (150, 38)
    across = min(70, (wide - left - 4) / number)
    down = across if small else min(46, across)
    parts = []
    for n, mark in enumerate(square.marks):
        parts.append(svg.marks(mark, [(left + (n + 0.5) * across, 16)], 17))
        y = top + (n + 0.5) * down
        parts.append(svg.marks(mark, [(13, y)], 17))
        if not small:
            # As many lines as a row is high: several roles drawn as one have a long name.
            lines = svg.broken(square.names[n], 13, left - 36, most=max(1, int(down // 15)))
            parts += [
                svg.text(30, y + 5 + 15 * (m - (len(lines) - 1) / 2), line, size=13)
                for m, line in enumerate(lines)
            ]
    for a in range(number):
        for b in range(a + 1):
            ratio = square.ratio((b, a))
            x, y = left + b * across, top + a * down
            fill, ink = _tone(ratio)
            parts.append(svg.rect(x + 2, y + 2, across - 4, down - 4, fill=fill, radius=8))
            said = (
                words.NOT_SHOWN
                if ratio is None
                else f"{ratio:.1f}×"
                if across > 40
                else f"{ratio:.1f}"
            )
            parts.append(
                svg.text(
                    x + across / 2,
                    y + down / 2 + 5,
                    said,
                    size=14 if across > 40 else 12,
                    anchor="middle",
                    weight=600,
                    fill=ink,
                )
            )
    end = top + number * down
    x = 0.0 if small else float(left)
    for fill, said in (
        ("sun", _("rarer")),
        ("sunk", _("as by chance")),
        ("brand", _("more often")),
    ):
        parts.append(
            svg.rect(x + 2, end + 14, 15, 15, fill=fill, radius=4, stroke="field", thick=1)
        )
        parts.append(svg.text(x + 23, end + 26, said, size=13, fill="ink-2"))
        x += 23 + svg.width(said, 13) + 16
    return svg.document(name, wide, end + 38, title, told, parts)


def _tone(ratio: float | None) -> tuple[str, str]:
    """What a cell is filled with, and its ink."""
    if ratio is None or LEAST < ratio < MOST:
        return "sunk", "ink"
    if ratio <= LEAST:
        return "sun", "on-sun"
    return ("brand", "on-brand") if ratio > 1.4 else ("brand-soft", "ink")
