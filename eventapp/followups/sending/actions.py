"""Cards after an event: when they go out, who gets one, and what becomes of those that wait."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp import languages
from eventapp.db import db
from eventapp.door import presence
from eventapp.errors import Refused
from eventapp.events.importing import actions as imported
from eventapp.events.models import Event
from eventapp.followups import letters
from eventapp.followups.consent import agrees
from eventapp.followups.models import Card
from eventapp.followups.sending import times
from eventapp.followups.sending.models import CardSending
from eventapp.followups.sending.times import MORNING_AFTER, OPEN_FOR
from eventapp.followups.tablemates import Company, Evening, Sitting, company_of, evening_of
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import new_link
from eventapp.people.models import Link
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Part:
    """Some cards that were written; `last` when there are no more, or they were stopped."""

    new: int
    last: bool


def sending_of(event: Event) -> CardSending:
    """How the cards of an event go out: as kept, or by themselves the morning after."""
    return db.session.get(CardSending, event.id) or CardSending(
        event_id=event.id, mode="morning", people=0
    )


def goes_out_at(event: Event) -> datetime | None:
    """When the cards go out by themselves; None when somebody looks at them first."""
    kept = sending_of(event)
    return times.goes_out(kept.mode, kept.sends_at, ends_at=event.ends_at, zone=event.zone)


def choose(event: Event, mode: str, *, sends_at: datetime | None, now: datetime) -> None:
    """Have the cards go out another way. Raises Refused for a moment that can't be, or when they went."""
    kept = _kept(event)
    if event.followed_up_at or kept.asked_at:
        raise Refused(_("The cards are on their way already."))
    if mode == "at":
        if sends_at is None or sends_at < max(now, event.ends_at):
            raise Refused(_("Choose a moment after the end of the event that is still to come."))
        if sends_at >= event.ends_at + OPEN_FOR:
            raise Refused(_("Choose a moment within ten days of the event: then its cards close."))
    kept.mode, kept.sends_at = mode, sends_at if mode == "at" else None
    kept.stopped_at = None
    db.session.flush()


def ask(event: Event, *, now: datetime) -> None:
    """Have the worker write the cards now; whoever has one gets no second. Raises what `begin` does."""
    kept = _kept(event)
    _refuse_unless_open(event, now)
    kept.asked_at, kept.stopped_at = kept.asked_at or now, None
    db.session.flush()


def stop(event: Event, *, now: datetime) -> int:
    """Write no more cards, and take back those whose letter hasn't left; how many. Twice is once."""
    kept = _kept(event)
    kept.asked_at, kept.stopped_at = None, kept.stopped_at or now
    # Nobody has such a letter, nor opened such a card: they are written anew, if at all.
    waiting = db.select(letters.card_key_of(Card.rsvp_id)).join(Card.rsvp)
    free = db.or_(Message.leased_until.is_(None), Message.leased_until < now)
    back = db.session.scalars(
        db.delete(Message)
        .where(
            Message.key.in_(waiting.where(Rsvp.event_id == event.id)),
            Message.state == "queued",
            free,
        )
        .returning(Message.key),
        execution_options={"synchronize_session": "fetch"},
    ).all()
    guests = [int(key.rpartition(":")[2]) for key in back]
    fetched = {"synchronize_session": "fetch"}
    gone = db.delete(Card).where(Card.rsvp_id.in_(guests)).returning(Card.link_id)
    links = db.session.scalars(gone, execution_options=fetched).all()
    db.session.execute(db.delete(Link).where(Link.id.in_(links)), execution_options=fetched)
    return len(back)


def draft(event: Event, *, now: datetime, most: int = 10_000) -> int:
    """Write into the ledger who met, and a card to everyone who was there and agreed to it.

    How many cards are new; twice is once. Raises what `begin` does.
    """
    return write_part(event, begin(event, now=now), now=now, most=most).new


def begin(event: Event, *, now: datetime) -> Evening:
    """Write into the ledger who met, and count who gets a card; where everybody sat.

    Raises Refused before the end, and for an event that never took place or is so long ago that its
    cards would be closed.
    """
    kept = _kept(event)
    _refuse_unless_open(event, now)
    evening = evening_of(event)
    presence.record(event, evening.seats, now=now)
    company = company_of(event, evening)
    kept.people = len(_have(event)) + sum(1 for _one in receivers(event, company))
    db.session.flush()
    return evening


def _refuse_unless_open(event: Event, now: datetime) -> None:
    db.session.refresh(event)
    if not event.published_at or event.cancelled_at:
        raise Refused(_("Only an event that took place has cards."))
    if not event.over(now):
        raise Refused(_("The cards can go out as soon as the event is over."))
    if now >= event.ends_at + OPEN_FOR:
        raise Refused(_("This event is more than ten days ago: its cards would be closed."))
    if imported.is_past(event):
        raise Refused(_("This event took place before it came here: nobody agreed to get a card."))


def write_part(event: Event, evening: Evening, *, now: datetime, most: int) -> Part:
    """Write some cards; with the last one the event is followed up.

    Whatever guests said since is read anew; who sat where is as it was when this began.
    """
    kept = _kept(event)
    _refuse_unless_open(event, now)
    if kept.stopped_at:
        return Part(0, last=True)
    company = company_of(event, evening)
    found = [rsvp for rsvp, _n in zip(receivers(event, company), range(most), strict=False)]
    written: list[tuple[Card, list[Sitting]]] = []
    closes_at = event.ends_at + OPEN_FOR
    for rsvp in found:
        link = new_link("card", rsvp.person, now=now, expires_at=closes_at)
        card = Card(rsvp=rsvp, link=link, created_at=now, closes_at=closes_at)
        # A first step is proposed in words.
        with languages.spoken(*rsvp.languages):
            written.append((card, company.card(rsvp)))
        db.session.add(card)
    last = len(written) < most
    if last:
        event.followed_up_at, kept.asked_at = event.followed_up_at or now, None
    db.session.flush()
    letters.cards(written, now=now)
    return Part(len(written), last)


def receivers(event: Event, company: Company) -> Iterator[Rsvp]:
    """Who gets a card that hasn't one."""
    return (rsvp for rsvp in candidates(event, company) if rsvp.id not in company.changes.without)


def candidates(event: Event, company: Company) -> Iterator[Rsvp]:
    """They, and those for whom an organizer wants none: who was there with others, agreed, and
    wants such letters."""
    unwanted = db.select(Rsvp.id).where(
        Rsvp.event_id == event.id, ~preferences.wanted("card", Rsvp.person_id)
    )
    left_out = _have(event) | set(db.session.scalars(unwanted))
    for rsvp in company.guests.values():
        if rsvp.id not in left_out and agrees(rsvp) and company.met_somebody(rsvp):
            yield rsvp


def _have(event: Event) -> set[int]:
    having = db.select(Card.rsvp_id).join(Card.rsvp).where(Rsvp.event_id == event.id)
    return set(db.session.scalars(having))


def _kept(event: Event) -> CardSending:
    """How the cards go out, under the event's lock."""
    lock(event)
    found: CardSending | None = db.session.get(CardSending, event.id, populate_existing=True)
    if found is None:
        found = CardSending(event_id=event.id, mode="morning", people=0)
        db.session.add(found)
        db.session.flush()
    return found


def due(now: datetime) -> list[int]:
    """The events, by id, whose cards are to be written: asked for, or because their time has come."""
    by_itself = db.and_(
        Event.followed_up_at.is_(None),
        CardSending.stopped_at.is_(None),
        db.or_(
            CardSending.mode == "at",
            db.and_(
                db.func.coalesce(CardSending.mode, "morning") == "morning",
                Event.ends_at <= now - MORNING_AFTER,
            ),
        ),
    )
    rows = db.session.execute(
        db.select(
            Event.id, Event.ends_at, Event.zone, CardSending.mode, CardSending.sends_at,
            CardSending.asked_at,
        )
        .outerjoin(CardSending, CardSending.event_id == Event.id)
        .where(
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
            Event.ends_at <= now,
            Event.ends_at > now - OPEN_FOR,
            Event.id.not_in(imported.past()),
            db.or_(CardSending.asked_at.is_not(None), by_itself),
        )
        .order_by(Event.ends_at)
    )  # fmt: skip
    return [
        number
        for number, ends_at, zone, mode, sends_at, asked_at in rows
        if asked_at
        or times.have_come(mode or "morning", sends_at, ends_at=ends_at, zone=zone, now=now)
    ]


def to_review(events: Iterable[Event], *, now: datetime) -> set[int]:
    """Which of these events, by id, have cards that wait for somebody to look at them."""
    over = [
        one.id for one in events if one.published_at and one.ends_at <= now < one.ends_at + OPEN_FOR
    ]
    waiting = (
        db.select(CardSending.event_id)
        .join(CardSending.event)
        .where(
            CardSending.event_id.in_(over),
            CardSending.mode == "review",
            CardSending.asked_at.is_(None),
            CardSending.stopped_at.is_(None),
            Event.followed_up_at.is_(None),
            Event.cancelled_at.is_(None),
        )
    )
    return set(db.session.scalars(waiting)) if over else set()


def copy(event: Event, draft: Event) -> None:
    """Let somebody look at the cards of a copy first, where they did for the event."""
    if sending_of(event).mode == "review":
        db.session.add(CardSending(event=draft, mode="review", people=0))
