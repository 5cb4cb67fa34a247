"""What became of those who had a place, as far as it may be told apart (pure)."""

from dataclasses import dataclass

from eventapp.insights import hiding
from eventapp.insights.evening import Evening, Guest


@dataclass(frozen=True)
class Kept:
    """Of those with a place: who came, who stayed away, who gave it back; None where that would tell.

    The three are one division of the same people: where one part is few, two are told as one.
    """

    places: int | None
    came: int
    away: int | None
    gave_back: int | None


def kept_of(evening: Evening) -> Kept:
    """The division of one evening."""
    placed = [guest for guest in evening.guests if guest.had_place or guest.came]
    came = sum(guest.came for guest in placed)
    away = sum(stayed_away(guest) for guest in placed)
    back = len(placed) - came - away
    if hiding.few(away + back):
        return Kept(None, came, None, None)
    if hiding.few(away) or hiding.few(back):
        return Kept(len(placed), came, None, None)
    return Kept(len(placed), came, away, back)


def stayed_away(guest: Guest) -> bool:
    """Whether somebody still had a place and did not come."""
    return guest.state == "going" and not guest.came
