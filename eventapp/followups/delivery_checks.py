"""Cards and introductions ask for every consent once more when they leave."""

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions, letters
from eventapp.followups.consent import agrees
from eventapp.followups.models import Card, Connection
from eventapp.followups.tablemates import company_around
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp


def card_still_agreed(message: Message) -> bool:
    """Whether the guest still wants the card; it is written anew, so that it names nobody who
    took their consent back while it waited."""
    rsvp_id = int(message.key.rpartition(":")[2])
    card = db.session.scalar(db.select(Card).where(Card.rsvp_id == rsvp_id))
    if card is None or not agrees(card.rsvp):
        return False
    sittings = company_around(card.rsvp).card(card.rsvp)
    outbox.rewrite(message, letters.card_context(card, sittings, unsubscribe=message.unsubscribe))
    return bool(sittings)


def introduction_still_agreed(message: Message) -> bool:
    """Whether both still want to be introduced: asked again at the moment the letter leaves.

    When one of them doesn't, the letter to the other doesn't leave either, and no page shows them.
    """
    connection = db.session.get(Connection, int(message.about.rpartition(":")[2]))
    if connection is None or connection.stopped_at:
        return False
    both = db.session.scalars(
        db.select(Rsvp)
        .where(
            Rsvp.event_id == connection.event_id,
            Rsvp.person_id.in_([connection.low_id, connection.high_id]),
        )
        .options(db.joinedload(Rsvp.person))
    ).all()
    if len(both) == 2 and all(agrees(rsvp) for rsvp in both):
        return True
    if message.kind == "introduction":
        actions.stop(connection, now=clock.now())
    return False
