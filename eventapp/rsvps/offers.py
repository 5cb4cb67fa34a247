"""A place that is offered to who waits: theirs once they take it in time, else the next one's."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import actions, history, letters, repeated_answers
from eventapp.rsvps.history import Step
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.standing import standing


def stands(rsvp: Rsvp, *, now: datetime) -> bool:
    """Whether a place is offered to somebody now."""
    return rsvp.offered_until is not None and now < rsvp.offered_until


def pass_on(event: Event, *, now: datetime) -> int:
    """Offer places that nobody took in time to the next in line; how many were passed on.

    Whoever didn't answer waits on, at the end of the line. While there are places enough for them
    even so, as when nobody else waits, theirs stays theirs to take, and no letter says anything.
    """
    actions.lock(event)
    late = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.offered_until <= now)
    found = {rsvp: rsvp.turn for rsvp in db.session.scalars(late.order_by(Rsvp.turn))}
    for turn, rsvp in enumerate(found, standing(event, now=now).next_turn):
        rsvp.offered_until, rsvp.turn = None, turn
    db.session.flush()
    again = actions.next_in_line(event, now=now) if event.gives_out_places(now) else []
    kept = set(again) & set(found)
    for rsvp in kept:
        rsvp.offered_until, rsvp.turn = actions.offered_until(event, now=now), found[rsvp]
    for rsvp in [rsvp for rsvp in found if rsvp not in kept]:
        rsvp.changed_at = now
        history.note(rsvp, "offer_over", after="waitlisted", now=now)
        key = f"offer-over:{rsvp.id}:{int(now.timestamp())}"
        letters.post("offer-over", rsvp, key=key, now=now)
    db.session.flush()
    actions.promote(event, now=now)
    return len(found) - len(kept)


def take(rsvp: Rsvp, *, now: datetime) -> None:
    """Take the place that is offered, for the whole party that waits together. Twice is once."""
    actions.lock(rsvp.event)
    for one in _taken(rsvp, now=now):
        actions.give_place(one, letter="invite", step=Step("took"), now=now)
    db.session.flush()


def take_typed(repeat: Repeat, *, now: datetime) -> None:
    """The same of what was typed once more: nothing was ever offered to it."""
    rsvp = repeated_answers.shown(repeat)
    actions.lock(rsvp.event)
    if not rsvp.going:
        _refuse_without_offer(rsvp, now=now)


def _refuse_without_offer(rsvp: Rsvp, *, now: datetime) -> None:
    rsvp.event.refuse_when_ended(now)
    if not stands(rsvp, now=now):
        raise Refused(_("This offer is over: the place went to the next in line."))


def _taken(rsvp: Rsvp, *, now: datetime) -> list[Rsvp]:
    """Whose places are taken by this guest's yes to an offer: their own, and those of their party.

    The event is locked. Nobody when they have their place already. Refused once the offer is over.
    """
    db.session.refresh(rsvp)
    if rsvp.going:
        return []
    _refuse_without_offer(rsvp, now=now)
    if not rsvp.waits_together:
        return [rsvp]
    lead = rsvp.brought_by_id or rsvp.id
    party = db.select(Rsvp).where(
        db.or_(Rsvp.id == lead, Rsvp.brought_by_id == lead),
        Rsvp.offered_until.is_not(None),
        Rsvp.waits_together,
    )
    return list(db.session.scalars(party.order_by(Rsvp.turn)))
