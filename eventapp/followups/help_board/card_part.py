"""The question about a guest's ask at the end of their card, sent together with their ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from werkzeug.datastructures import MultiDict

from eventapp.followups.help_board import actions, my_ask
from eventapp.followups.help_board.models import OUTCOMES
from eventapp.followups.tablemates import Sitting
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class CardPart:
    """What the card asks about a guest's ask: what they said before, and where they ask the others."""

    text: str
    said: str
    on_board: bool
    # Nobody named on the card offered anything about it, so the others may be asked.
    unanswered: bool
    page: str


def card_part(rsvp: Rsvp, sittings: Iterable[Sitting], *, now: datetime) -> CardPart | None:
    """The same for one card; None where nothing was asked."""
    ask = my_ask.of(rsvp, now=now)
    if ask is None:
        return None
    return CardPart(
        text=ask.text,
        said=ask.said,
        on_board=ask.board is not None,
        unanswered=not my_ask.offered_beside(rsvp, sittings),
        page=url_for("help_board.mine", token=token_of(rsvp.link)),
    )


def take(rsvp: Rsvp, sent: MultiDict[str, str], *, now: datetime) -> None:
    """Keep what a card said of the ask, if it said something; nothing is put on the board by it."""
    said = sent.get("helped", "")
    ask = my_ask.of(rsvp, now=now) if said in OUTCOMES else None
    if ask and ask.said != said:
        actions.say(rsvp, said, now=now)
