"""The pictures there are, in the order in which pages, reports and downloads show them."""

from collections.abc import Callable
from dataclasses import dataclass

from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.pictures import (
    again,
    answers_over_time,
    chance,
    distinct,
    fairness,
    funnel,
    lead_time,
    met,
    regulars,
    tables,
    topics,
)

Draw = Callable[[Evening], Picture | Hidden]


@dataclass(frozen=True)
class Entry:
    """One picture of an evening: `name` is its address; `size` is how much of a row it takes."""

    name: str
    draw: Draw
    size: str = ""


OF_AN_EVENING: tuple[Entry, ...] = (
    Entry(met.NAME, met.draw, "big"),
    Entry(distinct.NAME, distinct.draw),
    Entry(funnel.NAME, funnel.draw),
    Entry(tables.NAME, tables.draw, "full"),
    Entry(chance.NAME, chance.draw),
    Entry(topics.NAME, topics.draw),
    Entry(again.NAME, again.draw),
    Entry(regulars.NAME, regulars.draw),
    Entry(answers_over_time.NAME, answers_over_time.draw),
    Entry(lead_time.NAME, lead_time.draw),
    Entry(fairness.NAME, fairness.draw),
)


def pictures_of(evening: Evening) -> tuple[Picture | Hidden, ...]:
    """Every picture of an evening, drawn."""
    return tuple(entry.draw(evening) for entry in OF_AN_EVENING)
