"""What a picture is: a finding, a drawing, and the numbers behind it; or the reason why there is none (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """The numbers of a picture: headings, and rows of as many cells; the first of a row names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One picture. `name` is its address and file name, `about` a line on what it shows.

    `title` states the finding as a sentence, `note` says how to read it. `wide` and `narrow` are the
    same as SVG for a screen and for a phone. `people` are all numbers of people in it by a name that
    stays the same (`hiding.may_follow` compares them). `drawn_from` is what it can be drawn anew from.
    """

    name: str
    about: str
    title: str
    note: str
    wide: str
    narrow: str
    table: Table
    people: Mapping[str, int] = field(default_factory=dict)
    drawn_from: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        """Whether there is something to look at."""
        return True


@dataclass(frozen=True)
class Hidden:
    """A picture that isn't shown, and why, as a sentence."""

    name: str
    about: str
    reason: str

    @property
    def shown(self) -> bool:
        """The same, the other way round."""
        return False
