"""The pictures there are, in the order in which pages, reports and downloads show them."""

from collections.abc import Callable
from dataclasses import dataclass

from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture

Draw = Callable[[Evening], Picture | Hidden]


@dataclass(frozen=True)
class Entry:
    """One picture of an evening: `name` is its address; `size` is how much of a row it takes."""

    name: str
    draw: Draw
    size: str = ""


OF_AN_EVENING: tuple[Entry, ...] = ()


def pictures_of(evening: Evening) -> tuple[Picture | Hidden, ...]:
    """Every picture of an evening, drawn."""
    return tuple(entry.draw(evening) for entry in OF_AN_EVENING)
