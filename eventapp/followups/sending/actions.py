"""Cards after an event: who gets one, and when it is written."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import presence
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups import letters
from eventapp.followups.consent import agrees
from eventapp.followups.models import Card
from eventapp.followups.sending.times import MORNING_AFTER, OPEN_FOR
from eventapp.followups.tablemates import Sitting, company_of
from eventapp.people import preferences
from eventapp.people.actions import new_link
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp


def draft(event: Event, *, now: datetime, most: int = 10_000) -> int:
    """Write into the ledger who met, and a card to everyone who was there and agreed to it.

    How many cards are new; twice is once. Fewer than `most` means that all are written: then the
    event is followed up. Raises Refused before the end, and for an event that never took place or
    is so long ago that its cards would be closed.
    """
    lock(event)
    db.session.refresh(event)
    if not event.published_at or event.cancelled_at:
        raise Refused(_("Only an event that took place has cards."))
    if not event.over(now):
        raise Refused(_("The cards can go out as soon as the event is over."))
    closes_at = event.ends_at + OPEN_FOR
    if now >= closes_at:
        raise Refused(_("This event is more than ten days ago: its cards would be closed."))
    company = company_of(event)
    presence.record(event, company.seats, now=event.ends_at)
    # Who has one already, and who takes none.
    written_to = db.exists().where(Card.rsvp_id == Rsvp.id)
    left_out = db.or_(written_to, ~preferences.wanted("card", Rsvp.person_id))
    have = set(db.session.scalars(db.select(Rsvp.id).where(Rsvp.event_id == event.id, left_out)))
    written: list[tuple[Card, list[Sitting]]] = []
    for rsvp in company.guests.values():
        if len(written) == most:
            break
        if not agrees(rsvp) or rsvp.id in have or not (sittings := company.card(rsvp)):
            continue
        link = new_link("card", rsvp.person, now=now, expires_at=closes_at)
        card = Card(rsvp=rsvp, link=link, created_at=now, closes_at=closes_at)
        written.append((card, sittings))
        db.session.add(card)
    if len(written) < most:
        event.followed_up_at = event.followed_up_at or now
    db.session.flush()
    for card, sittings in written:
        letters.card(card, sittings, now=now)
    return len(written)


def due(now: datetime) -> list[int]:
    """The events, by id, whose morning after has come and whose cards are still to be written."""
    return list(
        db.session.scalars(
            db.select(Event.id)
            .where(
                Event.published_at.is_not(None),
                Event.cancelled_at.is_(None),
                Event.followed_up_at.is_(None),
                Event.ends_at <= now - MORNING_AFTER,
                Event.ends_at > now - OPEN_FOR,
            )
            .order_by(Event.ends_at)
        )
    )
