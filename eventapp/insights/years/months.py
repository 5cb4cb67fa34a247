"""Who came, month by month."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import bars, svg
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.years import words
from eventapp.insights.years.year import Stretch, Year

NAME = "the-year"
WIDE, NARROW = 720, 326


def draw(year: Year) -> Picture | Hidden:
    """A column for each month, or for several together."""
    about = _("The year, month by month")
    found = year.stretches(year.ends)
    if not found:
        return words.nothing_yet(NAME, about)
    title = _finding(found)
    note = _(
        "Visits, of them those of people who came for the first time. Months in which too few came "
        "are told together with the next; told until %(month)s.",
        month=words.long_month(found[-1].events[-1].day),
    )
    told = ", ".join(f"{words.months(one)}: {one.came}, {one.first}" for one in found)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(found, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(found, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (
                _("Months"),
                _("Events"),
                _("Visits"),
                _("Came for the first time"),
                _("Pairs at tables"),
            ),
            tuple(
                (
                    words.months(one),
                    len(one.events),
                    one.came,
                    one.first,
                    sum(held.pairs for held in one.events),
                )
                for one in found
            ),
        ),
        people={
            f"{what} {one.end}": number
            for one in found
            for what, number in (("came", one.came), ("first", one.first))
        },
    )


def _finding(found: list[Stretch]) -> str:
    came, first = sum(one.came for one in found), sum(one.first for one in found)
    events = sum(len(one.events) for one in found)
    said = ngettext(
        "%(came)s visits at %(num)s event", "%(came)s visits at %(num)s events", events, came=came
    )
    if not first:
        return said
    return _("%(said)s; %(first)s people came for the first time", said=said, first=first)


def _drawn(found: list[Stretch], wide: int, name: str, title: str, told: str) -> str:
    columns = [
        bars.Bar(words.months(one), (one.first, one.came - one.first), str(one.came))
        for one in found
    ]
    parts, end, _places = bars.standing(columns, wide, 4, fills=(1, 0), high=210)
    drawn, end = bars.legend(
        [(1, _("came for the first time")), (0, _("had been before"))], wide, end + 4
    )
    return svg.document(name, wide, end, title, told, [*parts, *drawn])
