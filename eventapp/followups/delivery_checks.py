"""Cards and introductions ask for every consent once more when they leave."""

import time

from eventapp import clock, kept, languages
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import actions, letters
from eventapp.followups.consent import agrees
from eventapp.followups.models import Card, Connection, SharedContact
from eventapp.followups.tablemates import Evening, company_around, evening_of, everything
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

# Seconds for which it is kept where everybody sat.
LATELY = 0.5


def card_still_agreed(message: Message) -> bool:
    """Whether the guest still wants the card; it is written anew, so that it names nobody who
    took their consent back while it waited."""
    rsvp_id = int(message.key.rpartition(":")[2])
    card = db.session.scalar(
        db.select(Card)
        .where(Card.rsvp_id == rsvp_id)
        .options(
            db.joinedload(Card.link),
            db.joinedload(Card.rsvp).options(
                *everything(), db.joinedload(Rsvp.event).joinedload(Event.community)
            ),
        )
    )
    if card is None or not agrees(card.rsvp):
        return False
    with languages.spoken(*card.rsvp.languages):
        sittings = company_around(card.rsvp, _evening(card.rsvp.event)).card(card.rsvp)
        said = letters.card_context(card, sittings, unsubscribe=message.unsubscribe)
        outbox.rewrite(message, said)
    return bool(sittings)


def _evening(event: Event) -> Evening:
    """Where everybody sat, as it was a moment ago: the cards of an evening leave one after the other,
    and only what guests agree to has to be of this very moment."""
    # Its number may come again after it is gone, its UID never.
    found: Evening | None
    read, found = kept.of("evenings").get(event.uid, (-LATELY, None))
    if found is None or time.monotonic() > read + LATELY:
        found = evening_of(event)
        kept.keep("evenings", event.uid, (time.monotonic(), found), most=4)
    return found


def introduction_still_agreed(message: Message) -> bool:
    """Whether both still want to be introduced: asked again at the moment the letter leaves.

    When one of them doesn't, the letter to the other doesn't leave either, and no page shows them.
    """
    connection = db.session.get(Connection, int(message.about.rpartition(":")[2]))
    if connection is None:
        return False
    # By the answers with which they share: who met by the board may never have been at one event.
    both = db.session.scalars(
        db.select(Rsvp)
        .join(SharedContact, SharedContact.rsvp_id == Rsvp.id)
        .where(SharedContact.connection_id == connection.id)
        .options(db.joinedload(Rsvp.person))
    ).all()
    if len(both) == 2 and all(agrees(rsvp) for rsvp in both):
        return True
    if message.kind == "introduction":
        actions.stop(connection, now=clock.now())
    return False
