"""The pictures of a year, in the order in which pages and downloads show them."""

from collections.abc import Callable
from dataclasses import dataclass

from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.years import cohorts, connected, months, regulars, roles, web
from eventapp.insights.years.year import Year


@dataclass(frozen=True)
class Entry:
    """One picture of a year: `name` is its address, `size` how much of a row it takes."""

    name: str
    draw: Callable[[Year], Picture | Hidden]
    size: str = ""


OF_A_YEAR: tuple[Entry, ...] = (
    Entry(months.NAME, months.draw, "big"),
    Entry(web.NAME, web.draw, "big"),
    Entry(regulars.NAME, regulars.draw),
    Entry(cohorts.NAME, cohorts.draw),
    Entry(connected.NAME, connected.draw),
    Entry(roles.NAME, roles.draw),
)
