"""What organizers may know of asks after an event: numbers that never tell of one person."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.fives import fives
from eventapp.followups.help_board.models import AskOutcome, BoardAsk
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class AskFigures:
    """Asks after an event, each 'so many and more': whole fives, and None below five.

    So two looks don't differ by what one guest pressed, and no number is another one's remainder.
    """

    # Whose evening helped, or was a start; who says not yet; whose ask is on the board now.
    helped: int | None
    started: int | None
    still_open: int | None
    on_board: int | None


def ask_figures(event: Event, *, now: datetime) -> AskFigures:
    """What became of the asks of an event, in two queries."""
    of_event = (
        db.select(AskOutcome.said, db.func.count(AskOutcome.id))
        .join(AskOutcome.rsvp)
        .where(Rsvp.event_id == event.id)
        .group_by(AskOutcome.said)
    )
    said = {key: number for key, number in db.session.execute(of_event)}  # noqa: C416
    shown = (
        db.select(db.func.count(BoardAsk.id))
        .join(BoardAsk.rsvp)
        .where(Rsvp.event_id == event.id, BoardAsk.ends_at > now, BoardAsk.helped_at.is_(None))
    )
    return AskFigures(
        helped=fives(said.get("yes", 0)),
        started=fives(said.get("start", 0)),
        still_open=fives(said.get("not_yet", 0)),
        on_board=fives(db.session.scalar(shown) or 0),
    )
