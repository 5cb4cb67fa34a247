"""Of those who came for the first time, who came again within half a year."""

from flask_babel import gettext as _

from eventapp.insights import bars, hiding, svg
from eventapp.insights import words as said_alike
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.years import words
from eventapp.insights.years.year import ENOUGH, Stretch, Year

NAME = "came-again"
WIDE, NARROW = 520, 326

Row = tuple[Stretch, int, int]


def draw(year: Year) -> Picture | Hidden:
    """A column for each stretch of months in which people first came, in tens of a hundred."""
    about = _("First-timers who came again")
    rows = rows_of(year)
    if not rows:
        return Hidden(
            NAME,
            about,
            _(
                "It is told of %(enough)s first-timers or more, half a year after they came.",
                enough=ENOUGH,
            ),
        )
    title = _finding(rows)
    note = _(
        "By when they first came. Shares are rounded to the nearest ten per cent, so that they tell on nobody."
    )
    told = ", ".join(f"{words.months(one)}: {share} %" for one, _first, share in rows)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (_("First came"), _("People"), _("Came again within half a year, about")),
            tuple(
                (words.months(one), first, said_alike.percent(share / 100))
                for one, first, share in rows
            ),
        ),
        people={f"cohort {one.end}": first for one, first, _share in rows},
    )


def rows_of(year: Year) -> list[Row]:
    """Stretches with how many came first in them, and how many of a hundred of these came again."""
    found: list[Row] = []
    begin = 0
    for end in year.again_ends:
        stretch = Stretch(begin, end, year.events[begin : end + 1])
        again = year.again_soon(stretch)
        if again is None:
            break
        first = stretch.first
        if first < ENOUGH or hiding.few(again) or hiding.few(first - again):
            continue
        if stretch.events[-1].day.year == year.year:
            found.append((stretch, first, hiding.tenths(again / first)))
        begin = end + 1
    return found


def _finding(rows: list[Row]) -> str:
    everybody = sum(first for _one, first, _share in rows)
    share = sum(first * share for _one, first, share in rows) / everybody
    return _(
        "About %(tens)s in ten of %(people)s first-timers came again within half a year",
        tens=round(share / 10),
        people=everybody,
    )


def _drawn(rows: list[Row], wide: int, name: str, title: str, told: str) -> str:
    columns = [
        bars.Bar(words.months(one), (share, 100 - share), f"{share} %")
        for one, _first, share in rows
    ]
    parts, end, _places = bars.standing(columns, wide, 4, fills=(0, 2), high=170)
    drawn, end = bars.legend(
        [(0, _("came again within half a year")), (2, _("did not"))], wide, end + 4
    )
    return svg.document(name, wide, end, title, told, [*parts, *drawn])
