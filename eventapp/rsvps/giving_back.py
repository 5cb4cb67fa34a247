"""A guest gives back what they have on their own page, and may undo it for a while if it is still free.

What comes back is the place with its letter and a calendar entry that is newer than the farewell.
What hung on the earlier place stays gone: chairs are found anew, and check-ins are made anew.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.rsvps import actions, history, invitation_limits, letters, repeated_answers
from eventapp.rsvps.history import ENDED, Step
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.parties.party import number_refused
from eventapp.rsvps.standing import needs_of, standing

FOR = timedelta(minutes=10)


def give_back(*rsvps: Rsvp, step: Step = ENDED, now: datetime) -> None:
    """Give back what these have, places or waits, of one event; the line is served once. Twice is once."""
    event = rsvps[0].event
    actions.lock(event)
    ended = [_end(rsvp, step=step, now=now) for rsvp in rsvps]
    if any(ended):
        actions.promote(event, now=now)


def _end(rsvp: Rsvp, *, step: Step, now: datetime) -> bool:
    db.session.refresh(rsvp)
    before = rsvp.state
    if not actions.end(rsvp, step=step, now=now):
        return False
    rsvp.gave_back, rsvp.gave_back_at = before, now
    return True


def give_back_typed(*repeats: Repeat, now: datetime) -> None:
    """The same of what was typed once more: it holds nothing."""
    for repeat in repeats:
        if repeat.state != "cancelled":
            repeat.gave_back, repeat.gave_back_at = repeat.state, now
            repeated_answers.take_back(repeat)


def undone_until(rsvp: Rsvp, *, now: datetime) -> datetime | None:
    """Until when this guest may have back what they gave back; None once they can't."""
    ended = rsvp.event.cancelled_at or rsvp.event.over(now)
    if rsvp.state != "cancelled" or rsvp.gave_back_at is None or ended:
        return None
    until = rsvp.gave_back_at + FOR
    return until if now < until else None


def free(rsvps: Sequence[Rsvp], *, now: datetime) -> bool:
    """Whether the places that these gave back are free, and nobody waits who may have them."""
    needs = [kind for one in rsvps if one.gave_back == "going" for kind in needs_of(one)]
    return not needs or standing(rsvps[0].event, now=now).answer(needs) == "going"


def may_undo(rsvp: Rsvp, repeat: Repeat | None, *, now: datetime) -> bool:
    """Whether what a guest gave back is still free, for those who would have it back with them."""
    party = [rsvp, *map(repeated_answers.shown, _typed_with(repeat))] if repeat else _with(rsvp)
    return free(party, now=now)


def _typed_with(repeat: Repeat) -> list[Repeat]:
    brought = db.select(Repeat).where(
        Repeat.brought_by_id == repeat.id,
        Repeat.state == "cancelled",
        Repeat.gave_back_at == repeat.gave_back_at,
    )
    return list(db.session.scalars(brought))


def _with(rsvp: Rsvp) -> list[Rsvp]:
    """A guest, and those whom they bring and gave back at the same moment."""
    others = db.select(Rsvp).where(
        Rsvp.brought_by_id == rsvp.id,
        Rsvp.state == "cancelled",
        Rsvp.gave_back_at == rsvp.gave_back_at,
    )
    return [rsvp, *db.session.scalars(others.order_by(Rsvp.turn))]


def undo(rsvp: Rsvp, *, now: datetime) -> None:
    """Have back what was given back, all of it or nothing. Twice is once; refused when it is gone."""
    actions.lock_answer(rsvp)
    if rsvp.state != "cancelled":
        return
    if undone_until(rsvp, now=now) is None:
        raise Refused(_("It is too late to undo this. You can ask for a seat again."))
    party = _with(rsvp)
    if not free(party, now=now):
        raise Refused(_("Your place went to somebody else meanwhile."))
    host = rsvp.brought_by or rsvp
    _refuse_too_many(rsvp.event, party, coming=len(parties.guests_of(host)))
    for one in party:
        history.note(one, "undo", before=one.state, after=one.gave_back, now=now)
        one.state, one.changed_at, one.gave_back_at = one.gave_back, now, None
    invitation_limits.hold(rsvp)
    for one in party:
        # The farewell that hasn't left isn't true any more.
        outbox.withdraw(f"rsvp:{one.id}", goodbyes=one.going)
        if one.going:
            letters.invite(one, kind="invite", now=now)
    db.session.flush()
    actions.promote(rsvp.event, now=now)


def _refuse_too_many(event: Event, party: Sequence[Rsvp | Repeat], *, coming: int) -> None:
    """Refuse to have those back who would be more than the event lets one guest bring."""
    back = sum(one.brought_by_id is not None for one in party)
    if back and (no := number_refused(coming + back, event.most_guests)):
        raise Refused(no)


def undo_typed(repeat: Repeat, *, now: datetime) -> None:
    """The same where an answer was only typed once more."""
    rsvp = repeated_answers.shown(repeat)
    if repeat.state != "cancelled":
        return
    if undone_until(rsvp, now=now) is None:
        raise Refused(_("It is too late to undo this. You can ask for a seat again."))
    if not may_undo(rsvp, repeat, now=now):
        raise Refused(_("Your place went to somebody else meanwhile."))
    party = [repeat, *_typed_with(repeat)]
    host = repeat.brought_by or repeat
    _refuse_too_many(rsvp.event, party, coming=len(repeated.guests_of(host)))
    for one in party:
        one.state, one.gave_back_at = one.gave_back, None
