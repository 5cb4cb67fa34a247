"""A question to start with, for whoever sits at one table: about what they ask and offer."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """What one at the table brings: topics asked and offered, and the line of an ask that the
    table may read (empty for whoever keeps their name to themselves).
    """

    asks: frozenset[str]
    offers: frozenset[str]
    line: str = ""


@dataclass(frozen=True)
class Opening:
    """What a table may begin with; the same for everybody who sits there.

    `kind` is shared (somebody asks about the topic in `about` and another offers it), asked
    (somebody asks about it), line (an ask in its own words) or general (about nothing special).
    `number` chooses among the wordings. It never says who.
    """

    kind: str
    about: str
    number: int


def opening(voices: Iterable[Voice], *, table: int, round: int) -> Opening:
    """The question of a table in a round (both from 1), whatever order its guests come in."""
    people = list(voices)
    asked = {topic for voice in people for topic in voice.asks}
    shared = {
        topic
        for voice in people
        for topic in voice.asks
        if any(topic in other.offers for other in people if other is not voice)
    }
    lines = {voice.line for voice in people if voice.line}
    # Neighbouring tables, and the rounds of one table, begin in different words.
    number = table + 3 * round
    for kind, found in (("shared", shared), ("asked", asked), ("line", lines)):
        if found:
            return Opening(kind, sorted(found)[number % len(found)], number)
    return Opening("general", "", number)
