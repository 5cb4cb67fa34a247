"""Two who both said yes on the board are introduced, in the way of those who ticked each other.

At once: whoever can help knows that their offer waits for an answer, so the hour of a yes tells them
nothing that the yes itself doesn't.
"""

from datetime import datetime

from eventapp.db import db
from eventapp.followups import letters
from eventapp.followups.consent import Chosen, keep_chosen
from eventapp.followups.help_board.models import HelpOffer
from eventapp.followups.models import Connection, SharedContact


def introduce(offer: HelpOffer, given: Chosen, *, now: datetime) -> None:
    """Connect the owner of an ask and who can help; each gets one letter about the other.

    They may never have been at one event: which answer of theirs each stands in with says the
    `SharedContact`. Nothing happens where they are in touch already.
    """
    asker, helper = offer.ask.rsvp, offer.rsvp
    theirs = Chosen(offer.note, offer.by_mail, offer.phone, offer.web)
    low, high = sorted((asker.person_id, helper.person_id))
    pair = db.select(Connection).where(Connection.low_id == low, Connection.high_id == high)
    known = db.session.scalar(pair)
    if known and known.stopped_at is None:
        return
    if known:
        # What was stopped is over; this is another introduction.
        letters.forget_introduction(known)
        db.session.delete(known)
        db.session.flush()
    connection = Connection(event_id=asker.event_id, low_id=low, high_id=high, connected_at=now)
    db.session.add(connection)
    db.session.flush()
    for rsvp, chosen in ((asker, given), (helper, theirs)):
        kept = SharedContact(connection_id=connection.id, rsvp_id=rsvp.id)
        keep_chosen(kept, chosen)
        db.session.add(kept)
    db.session.flush()
    asked = offer.ask.text
    letters.introduction(connection, asker, helper, given=given, got=theirs, asked=asked, now=now)
    letters.introduction(connection, helper, asker, given=theirs, got=given, asked=asked, now=now)
