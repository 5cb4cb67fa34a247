"""The attendance of a program as a list to take out."""

from collections.abc import Sequence
from operator import itemgetter

from flask_babel import gettext as _

from eventapp import clock
from eventapp.attendance import words
from eventapp.attendance.grid import Grid, Line
from eventapp.rsvps.exports import Cell, Column, Export

COUNTED = ("there", "elsewhere", "excused", "absent")


def attendance(grid: Grid) -> Export[Sequence[Cell]]:
    """A row a person with a word for each session and totals; below, how many had each mark."""
    called = words.marks()
    headings = [
        _("Name"),
        _("Status"),
        *(
            f"{one.number}. {one.title}, {clock.short_day(one.starts_at, one.zone)}"
            for one in grid.meetings
        ),
        *(called[mark] for mark in COUNTED),
    ]
    columns = [
        Column[Sequence[Cell]](heading, itemgetter(place)) for place, heading in enumerate(headings)
    ]
    return Export(_("Attendance"), columns, [*map(_row, grid.lines), *_totals(grid)])


def _row(line: Line) -> list[Cell]:
    called = words.marks()
    return [
        line.name,
        words.kinds()[line.kind],
        *(called[cell.mark] for cell in line.cells),
        *(line.number(mark) for mark in COUNTED),
    ]


def _totals(grid: Grid) -> list[list[Cell]]:
    called = words.marks()
    totals = [grid.totals(place) for place in range(len(grid.meetings))]
    return [
        [
            _("Total: %(mark)s", mark=called[mark]),
            "",
            *(total[mark] for total in totals),
            *(sum(total[mark] for total in totals) if mark == each else None for each in COUNTED),
        ]
        for mark in COUNTED
    ]
