"""The board as somebody who might help sees it: a line, its topics and its kind, and no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.db import db
from eventapp.followups.fives import FEWEST
from eventapp.followups.help_board import matching
from eventapp.followups.help_board.models import BoardAsk, HelpOffer
from eventapp.people.models import Person
from eventapp.rsvps import subjects
from eventapp.rsvps.models import Rsvp

# So many topics stand beside a line.
MOST_TOPICS = 3


@dataclass(frozen=True)
class Seen:
    """One ask as others see it. No date and no event: both would tell whom to look for."""

    code: str
    text: str
    kind: str
    topics: tuple[str, ...]
    # Only where five and more guests of their event had it.
    role: str
    mark: int
    # What I said that I can do; what became of it isn't told.
    passed_on: bool
    note: str


def board(person: Person, community_id: int, *, now: datetime) -> list[Seen]:
    """What somebody might help with in a community, the best first; the same few queries for many asks."""
    listed = matching.topics(community_id)
    helper = matching.helpers(community_id, listed, person_id=person.id).get(person.id)
    if helper is None:
        return []
    asks = db.session.scalars(matching.open_asks(community_id, now=now)).all()
    strangers = matching.strangers({person.id, *(ask.rsvp.person_id for ask in asks)})
    found = matching.fitting(asks, helper, strangers, listed)
    return as_seen(found, person, listed)


def as_seen(asks: list[BoardAsk], person: Person | None, listed: tuple[str, ...]) -> list[Seen]:
    """These asks as somebody sees them; without a person as a stranger would."""
    if not asks:
        return []
    told = matching.fewest_of_role(asks, fewest=FEWEST)
    offers = passed_on(person, asks) if person else {}
    found = []
    for ask in asks:
        role = ask.rsvp.role if ask.id in told else None
        mine = offers.get(ask.id)
        found.append(
            Seen(
                code=ask.code,
                text=ask.text,
                kind=ask.kind,
                topics=tuple(sorted(subjects.named(ask.text, listed))[:MOST_TOPICS]),
                role=role.name if role else "",
                mark=role.mark if role else 0,
                passed_on=mine is not None,
                note=mine.note if mine else "",
            )
        )
    return found


def passed_on(person: Person, asks: Sequence[BoardAsk]) -> dict[int, HelpOffer]:
    """Where somebody said that they can help, by ask; what the owner answered is told nowhere."""
    mine = (
        db.select(HelpOffer)
        .join(HelpOffer.rsvp)
        .where(
            Rsvp.person_id == person.id,
            HelpOffer.ask_id.in_([ask.id for ask in asks]),
            HelpOffer.taken_back_at.is_(None),
        )
    )
    return {one.ask_id: one for one in db.session.scalars(mine)}


def is_open(ask: BoardAsk, *, now: datetime) -> bool:
    """Whether others may see an ask at this moment."""
    found = matching.open_asks(ask.community_id, now=now).where(BoardAsk.id == ask.id)
    return db.session.scalar(found) is not None
