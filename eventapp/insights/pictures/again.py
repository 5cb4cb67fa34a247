"""How many of those who met had met before, at this event and at those before it."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.insights import bars, hiding, svg, words
from eventapp.insights.evening import Evening, Sitting
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "met-before"
WIDE, NARROW = 520, 326
# Chance is only spoken of where it would have brought so many pairs together.
ENOUGH = 10


def draw(evening: Evening) -> Picture | Hidden:
    """A bar an event: pairs that met for the first time, and those that had met before."""
    about = _("Meeting again")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.met:
        return words.nobody_sat(NAME, about)
    tonight = sitting_of(evening)
    every = [*evening.series, tonight]
    if not any(one.again or one.chance for one in every):
        return Hidden(NAME, about, _("Nobody who came had met before, so nobody could meet again."))
    title = _finding(tonight)
    note = _(
        "Pairs of people who shared a table and had shared one at an earlier event. The stroke is how many "
        "it would have been if everybody had been seated by lot."
    )
    told = ", ".join(f"{_day(one, evening.zone)}: {_said(one)}" for one in every)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(every, evening.zone, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(every, evening.zone, NARROW, f"{NAME}-n", title, told),
        table=_table(every, evening.zone),
    )


def sitting_of(evening: Evening) -> Sitting:
    """This event as those before it are kept."""
    again = evening.met_again
    return Sitting(
        evening.starts_at,
        len(evening.met),
        len(again),
        len({n for pair in again for n in pair}),
        evening.again_by_chance,
    )


def _shown(one: Sitting) -> bool:
    """Whether so many people met again that their number tells on nobody."""
    return not hiding.few(one.again_people)


def _finding(tonight: Sitting) -> str:
    if not tonight.again:
        if tonight.chance >= ENOUGH:
            return _(
                "Nobody met anybody again; seated by lot, %(chance)s pairs would have",
                chance=round(tonight.chance),
            )
        return _("Everybody met only people whom they had not met before")
    if not _shown(tonight):
        return _("Nearly everybody met only people whom they had not met before")
    said = ngettext(
        "%(num)s of %(pairs)s pairs had met before",
        "%(num)s of %(pairs)s pairs had met before",
        tonight.again,
        pairs=tonight.pairs,
    )
    if tonight.chance < ENOUGH:
        return said
    return _(
        "%(said)s; seated by lot it would have been %(chance)s",
        said=said,
        chance=round(tonight.chance),
    )


def _said(one: Sitting) -> str:
    return f"{one.again} / {one.pairs}" if _shown(one) else f"{one.pairs}"


def _day(one: Sitting, zone: str) -> str:
    return clock.short_day(one.starts_at, zone)


def _table(every: list[Sitting], zone: str) -> Table:
    def again(one: Sitting, value: int) -> int | str:
        return value if _shown(one) else words.NOT_SHOWN

    return Table(
        (_("Event"), _("Pairs"), _("Met for the first time"), _("Had met before"), _("By lot")),
        tuple(
            (
                _day(one, zone),
                one.pairs,
                again(one, one.pairs - one.again),
                again(one, one.again),
                round(one.chance),
            )
            for one in every
        ),
    )


def _drawn(every: list[Sitting], zone: str, wide: int, name: str, title: str, told: str) -> str:
    shown = every[-5:] if wide < 500 else every
    most = max(1.0, *(max(one.again if _shown(one) else 0, one.chance) for one in shown))
    # The stroke of chance may stand higher than any bar.
    high = 190.0 * max(1, *(one.again if _shown(one) else 0 for one in shown)) / most
    columns = [
        bars.Bar(
            _day(one, zone),
            (one.again if _shown(one) else 0,),
        )
        for one in shown
    ]
    parts, end, places = bars.standing(columns, wide, 204 - high, high=high)
    base = 204 + 18
    for one, (x, unit) in zip(shown, places, strict=True):
        y = base - one.chance * unit
        again = one.again if _shown(one) else 0
        said = str(again) if _shown(one) else words.NOT_SHOWN
        above = base - max(again, one.chance) * unit - 8
        parts.append(svg.text(x, above, said, size=13, anchor="middle", weight=700))
        parts.append(svg.line(x - 25, y, x + 25, y, stroke="card", wide=6))
        parts.append(svg.line(x - 25, y, x + 25, y, stroke="ink", wide=2.5))
    drawn, end = bars.legend([(0, _("pairs that had met before"))], wide, end + 4)
    parts.append(svg.line(1, end + 9, 17, end + 9, stroke="ink", wide=2.5))
    parts.append(
        svg.text(
            23, end + 13, _("as many would have by lot"), size=13, fill="ink-2", room=wide - 23
        )
    )
    return svg.document(name, wide, end + 24, title, told, [*parts, *drawn])
