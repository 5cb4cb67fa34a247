"""Who keeps coming."""

from flask_babel import gettext as _

from eventapp.insights import bars, hiding, svg
from eventapp.insights import words as said_alike
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.years import words
from eventapp.insights.years.year import Year

NAME = "who-keeps-coming"
WIDE, NARROW = 520, 326
TIMES = 3


def draw(year: Year) -> Picture | Hidden:
    """A bar each for everybody who ever came, who came twice, and who came three times."""
    about = _("Who keeps coming")
    ends = [end for end in year.again_ends if year.events[end].day.year == year.year]
    if not ends:
        return words.nothing_yet(NAME, about)
    until = ends[-1]
    people = [year.at_least(times, until) for times in range(1, TIMES + 1)]
    shown = [n for n in hiding.steps(people, first=(0,)) if people[n]]
    if 0 not in shown:
        return words.nothing_yet(NAME, about)
    names = (_("Came at least once"), _("Came at least twice"), _("Three times or more"))
    rows = [(names[n], people[n]) for n in shown]
    title = _finding({n: people[n] for n in shown})
    note = _(
        "Everybody who came to this community’s events until %(month)s, earlier years included.",
        month=words.long_month(year.events[until].day),
    )
    told = ", ".join(f"{said}: {number}" for said, number in rows)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, NARROW, f"{NAME}-n", title, told),
        table=Table((_("How often"), _("People")), tuple(rows)),
        people={f"times {n + 1} {until}": people[n] for n in shown},
    )


def _finding(people: dict[int, int]) -> str:
    if 1 not in people:
        return _("%(people)s people came so far", people=people[0])
    said = _("%(again)s of %(people)s people came again", again=people[1], people=people[0])
    if 2 not in people:
        return said
    return _("%(said)s, %(often)s of them a third time", said=said, often=people[2])


def _drawn(rows: list[tuple[str, int]], wide: int, name: str, title: str, told: str) -> str:
    lines = []
    for n, (said, number) in enumerate(rows):
        share = f" · {said_alike.percent(number / rows[0][1])}" if n else ""
        lines.append(bars.Bar(said, (number,), f"{number}{share}"))
    parts, end = bars.lying(lines, wide, 4, fills=(0 if len(rows) == 1 else 1,))
    return svg.document(name, wide, end, title, told, parts)
