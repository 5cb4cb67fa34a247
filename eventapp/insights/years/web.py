"""How wide the web of those who met has become."""

from datetime import date

from flask_babel import gettext as _

from eventapp.insights import curves, hiding, svg
from eventapp.insights import words as said_alike
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.years import words
from eventapp.insights.years.year import Web, Year

NAME = "the-web"
WIDE, NARROW = 720, 326


def draw(year: Year) -> Picture | Hidden:
    """A curve: how many pairs had met at the end of each month, each pair once."""
    about = _("How wide the web has become")
    ends = [end for end in year.ends if year.events[end].day.year == year.year]
    if not ends or not year.pairs_until(ends[-1]):
        return words.nothing_yet(NAME, about)
    until = ends[-1]
    pairs, people = year.pairs_until(until), year.people_until(until)
    title = _finding(year, ends, pairs)
    note = _note(pairs, people, year.events[until].web)
    told = ", ".join(f"{words.month(year.events[n].day)}: {year.pairs_until(n)}" for n in ends)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(year, ends, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(year, ends, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (
                _("Until the end of"),
                _("Pairs that have met, about"),
                _("People who have come"),
                _("Of all pairs there could be"),
                _("Half of all pairs are apart at most"),
            ),
            tuple(
                (
                    words.month(year.events[n].day),
                    year.pairs_until(n),
                    year.people_until(n),
                    _share(year.pairs_until(n), year.people_until(n)),
                    _steps(year.events[n].web),
                )
                for n in ends
            ),
        ),
        people={f"came {n}": year.people_until(n) for n in ends},
    )


def _before(year: Year, ends: list[int]) -> int:
    """How many pairs had met before this year, as far as it is told."""
    earlier = [end for end in year.ends if end < ends[0]]
    return year.pairs_until(earlier[-1]) if earlier else 0


def _finding(year: Year, ends: list[int], pairs: int) -> str:
    before = _before(year, ends)
    if not before:
        return _("About %(pairs)s pairs of people have met", pairs=pairs)
    return _(
        "About %(pairs)s pairs of people have met, %(new)s of them this year",
        pairs=pairs,
        new=pairs - before,
    )


def _note(pairs: int, people: int, web: Web | None) -> str:
    said = [
        _(
            "Each pair counts once, however often they met. That is %(share)s of all pairs that "
            "%(people)s people could make.",
            share=_share(pairs, people),
            people=people,
        )
    ]
    if web and web.half:
        tens = hiding.tenths(web.within[web.half - 1])
        if web.half == 1:
            said.append(_("More than half of all pairs have met each other themselves."))
        elif web.half == 2:
            said.append(
                _(
                    "About %(tens)s in ten of two people have met each other, or somebody who has met both.",
                    tens=tens // 10,
                )
            )
        else:
            said.append(
                _(
                    "For half of all pairs of people it is %(steps)s steps or fewer from one to the other.",
                    steps=web.half,
                )
            )
    return " ".join(said)


def _share(pairs: int, people: int) -> str:
    return said_alike.percent(pairs / max(people * (people - 1) / 2, 1))


def _steps(web: Web | None) -> str | int:
    return web.half if web and web.half else said_alike.NOT_SHOWN


def _drawn(year: Year, ends: list[int], wide: int, name: str, title: str, told: str) -> str:
    first = date(year.year, 1, 1)

    def at(day: date) -> float:
        return (day - first).days

    points = [(0.0, float(_before(year, ends)))]
    points += [(max(0.0, at(year.events[n].day)), float(year.pairs_until(n))) for n in ends]
    ticks = [
        curves.Sign(at(date(year.year, month, 1)), words.month(date(year.year, month, 1)))
        for month in range(1, 13)
    ]
    parts, end = curves.drawn(
        [curves.Curve("brand", str(year.pairs_until(ends[-1])), tuple(points))],
        wide,
        ticks=ticks,
        steps=False,
    )
    return svg.document(name, wide, end, title, told, parts)
