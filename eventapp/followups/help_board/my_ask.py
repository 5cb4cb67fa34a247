"""How a guest's own ask stands: whether the evening helped, and what the board says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.door import presence
from eventapp.followups.consent import agrees
from eventapp.followups.help_board import matching
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.followups.tablemates import Shown, Sitting
from eventapp.people.models import Person
from eventapp.rsvps import subjects
from eventapp.rsvps.models import Rsvp
from eventapp.seating.avoiding.actions import people_apart

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
    event = rsvp.event
    if rsvp.ask is None or not event.over(now) or event.cancelled_at or not event.published_at:
        return None
    # Whether they were there, what they said, and what is on the board: in one query.
    found = db.session.execute(
        db.select(AskOutcome.said, BoardAsk)
        .select_from(Rsvp)
        .outerjoin(AskOutcome, AskOutcome.rsvp_id == Rsvp.id)
        .outerjoin(BoardAsk, db.and_(BoardAsk.rsvp_id == Rsvp.id, *_open(now)))
        .where(Rsvp.id == rsvp.id, presence.took_part())
    ).one_or_none()
    if found is None or (now >= event.ends_at + TAKES and found.BoardAsk is None):
        return None
    agreed = agrees(rsvp)
    return MyAsk(
        text=rsvp.ask.text,
        said=found.said or "",
        board=found.BoardAsk,
        agreed=agreed,
        # Who can help is named to whoever could be introduced to them.
        waiting=tuple(waiting(found.BoardAsk)) if found.BoardAsk and agreed else (),
    )


def on_board(rsvp: Rsvp, *, now: datetime) -> BoardAsk | None:
    """A guest's ask on the board, until it ended or somebody has helped."""
    mine = db.select(BoardAsk).where(BoardAsk.rsvp_id == rsvp.id, *_open(now))
    found: BoardAsk | None = db.session.scalar(mine)
    return found


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return BoardAsk.ends_at > now, BoardAsk.helped_at.is_(None)


def waiting(ask: BoardAsk) -> list[HelpOffer]:
    """Who said that they can help and waits for an answer, as long as they agree to it themselves.

    Where one of the two would rather not be with the other, nothing is passed on; who offered sees
    what they see of an owner who doesn't answer.
    """
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
    offers = db.session.scalars(found).all()
    helpers = {one.rsvp.person_id for one in offers}
    # Names that the owner types don't count: they would be tried out until a first name here is gone.
    apart = people_apart(ask.community_id, {mine, *helpers}, typed_by=helpers)
    return [
        one
        for one in offers
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
