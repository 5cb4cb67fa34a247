"""How many pairs stay in touch."""

from flask_babel import gettext as _

from eventapp.insights import bars, svg
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.years import words
from eventapp.insights.years.year import Stretch, Year

NAME = "stayed-in-touch"
WIDE, NARROW = 520, 326


def draw(year: Year) -> Picture | Hidden:
    """A column for each month whose cards are closed: pairs who both said yes."""
    about = _("Staying in touch")
    found = year.stretches(year.connected_ends)
    if not found:
        return Hidden(
            NAME,
            about,
            _(
                "It is told five weeks after an event, once at least five people stand behind each number."
            ),
        )
    rows = [(words.months(one), _pairs(one)) for one in found]
    pairs = sum(number for _said, number in rows)
    title = _("%(pairs)s pairs of people both said that they would keep in touch", pairs=pairs)
    note = _(
        "By the month of the event after which they said so. Nobody is asked what came of it here."
    )
    told = ", ".join(f"{said}: {number}" for said, number in rows)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, NARROW, f"{NAME}-n", title, told),
        table=Table((_("Months"), _("Pairs who both said yes")), tuple(rows)),
    )


def _pairs(one: Stretch) -> int:
    return sum(held.connected for held in one.events)


def _drawn(rows: list[tuple[str, int]], wide: int, name: str, title: str, told: str) -> str:
    columns = [bars.Bar(said, (number,), str(number)) for said, number in rows]
    parts, end, _places = bars.standing(columns, wide, 4, fills=(0,), high=170)
    return svg.document(name, wide, end, title, told, parts)
