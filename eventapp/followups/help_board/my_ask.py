"""How a guest's own ask stands: whether the evening helped, and what the board says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventapp.db import db
from eventapp.door import presence
from eventapp.followups.consent import agrees
from eventapp.followups.help_board import matching
from eventapp.followups.help_board.apart import pairs_apart
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.followups.tablemates import Shown, Sitting
from eventapp.people.models import Person
from eventapp.rsvps import subjects
from eventapp.rsvps.models import Rsvp

# For so long after the event an ask may be put on the board, and a guest may say whether it helped.
TAKES = timedelta(days=30)


@dataclass(frozen=True)
class MyAsk:
    """A guest's ask after the event."""

    text: str
    said: str
    # On the board, also while a consent is gone and nobody sees it.
    board: BoardAsk | None
    # Whether they agreed to keep in touch, without which nobody can be introduced.
    agreed: bool
    waiting: tuple[HelpOffer, ...]

    @property
    def seen(self) -> bool:
        """Whether it is on the board for others to see."""
        at = self.board.rsvp.keep_in_touch_at if self.board else None
        return bool(self.board and self.agreed and at and at <= self.board.put_at)


def of(rsvp: Rsvp, *, now: datetime) -> MyAsk | None:
    """How a guest's ask stands; None when they had none, weren't there, or it is too long ago."""
    if not may_say(rsvp, now=now) or rsvp.ask is None:
        return None
    said = db.session.scalar(db.select(AskOutcome.said).where(AskOutcome.rsvp_id == rsvp.id))
    ask = on_board(rsvp, now=now)
    return MyAsk(
        text=rsvp.ask.text,
        said=said or "",
        board=ask,
        agreed=agrees(rsvp),
        waiting=tuple(waiting(ask)) if ask else (),
    )


def may_say(rsvp: Rsvp, *, now: datetime) -> bool:
    """Whether a guest may say how it went with their ask, or has it on the board still."""
    event = rsvp.event
    if not event.over(now) or event.cancelled_at or not event.published_at:
        return False
    if now >= event.ends_at + TAKES and on_board(rsvp, now=now) is None:
        return False
    there = db.select(Rsvp.id).where(Rsvp.id == rsvp.id, presence.took_part())
    return db.session.scalar(there) is not None


def on_board(rsvp: Rsvp, *, now: datetime) -> BoardAsk | None:
    """A guest's ask on the board, until it ended or somebody has helped."""
    found: BoardAsk | None = db.session.scalar(
        db.select(BoardAsk).where(
            BoardAsk.rsvp_id == rsvp.id, BoardAsk.ends_at > now, BoardAsk.helped_at.is_(None)
        )
    )
    return found


def waiting(ask: BoardAsk) -> list[HelpOffer]:
    """Who said that they can help and waits for an answer, as long as they agree to it themselves."""
    found = (
        db.select(HelpOffer)
        .join(HelpOffer.rsvp)
        .join(Rsvp.person)
        .where(
            HelpOffer.ask_id == ask.id,
            HelpOffer.answer == "",
            HelpOffer.taken_back_at.is_(None),
            *matching.agreed_since(HelpOffer.offered_at),
        )
        .options(
            db.contains_eager(HelpOffer.rsvp).options(
                db.contains_eager(Rsvp.person),
                db.joinedload(Rsvp.role),
                db.joinedload(Rsvp.offer),
                db.joinedload(Rsvp.event),
            )
        )
        .order_by(HelpOffer.id)
    )
    mine = ask.rsvp.person_id
    apart = pairs_apart([mine])
    return [
        one
        for one in db.session.scalars(found)
        if (min(mine, one.rsvp.person_id), max(mine, one.rsvp.person_id)) not in apart
    ]


def offered_beside(rsvp: Rsvp, sittings: Iterable[Sitting]) -> list[Shown]:
    """Who of those on a guest's card offered what the guest asked about: they may be asked first.

    Nobody who isn't on the card counts: what they offered is theirs to tell.
    """
    listed = tuple(topic.name for topic in rsvp.event.community.topics)
    wanted = subjects.about(rsvp.ask.text, listed) if rsvp.ask else frozenset[str]()
    return [
        person
        for one in sittings
        for person in one.people
        if person.offer and subjects.about(person.offer, listed) & wanted
    ]


def names_of(rsvp: Rsvp) -> Collection[str]:
    """What others would know a guest by."""
    person: Person = rsvp.person
    return {rsvp.first_name, rsvp.last_name, person.first_name, person.last_name} - {""}
