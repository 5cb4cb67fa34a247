"""What an organizer decides about one guest: yes, no, or a place against the rules."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.models import Person
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import kind_of, standing


def approve(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """Yes to one who asked: a place by the rules, or one in the queue. Twice is once."""
    _locked(rsvp)
    if rsvp.state != "pending":
        return
    held = standing(rsvp.event, now=now)
    state, rsvp.turn = held.answer([kind_of(rsvp)]), held.next_turn
    history.note(rsvp, "state", before="pending", after=state, by=by, now=now)
    if state == "going":
        actions.give_place(rsvp, letter="approved", now=now)
        return
    rsvp.state, rsvp.changed_at = "waitlisted", now
    db.session.flush()
    key = f"waitlist:{rsvp.id}:{int(now.timestamp())}"
    letters.post("waitlist", rsvp, key=key, now=now, position=actions.position(rsvp))


def decline(rsvp: Rsvp, *, by: Person, why: str = "", now: datetime) -> None:
    """No to one who asked or waits, with a kind letter; `why` is for the team. Twice is once.

    Refused for a guest who has a place: it is given back another way.
    """
    _locked(rsvp)
    if rsvp.state == "declined":
        return
    if rsvp.state not in {"pending", "waitlisted"}:
        raise Refused(_("%(name)s isn’t waiting for an answer.", name=rsvp.name))
    before, offered = rsvp.state, rsvp.offered_until
    rsvp.state, rsvp.changed_at, rsvp.offered_until = "declined", now, None
    history.note(rsvp, "state", before=before, after="declined", why=why, by=by, now=now)
    letters.post("declined", rsvp, key=f"declined:{rsvp.id}:{rsvp.turn}", now=now)
    db.session.flush()
    if offered:
        actions.promote(rsvp.event, now=now)


def give_a_place(rsvp: Rsvp, *, by: Person, why: str, now: datetime) -> None:
    """A place whatever the line and the rules say; who gave it, when and why is kept.

    Twice is once. Refused without a reason, and for an event that is over or called off.
    """
    _locked(rsvp)
    if rsvp.going:
        return
    if rsvp.event.cancelled_at or rsvp.event.over(now):
        raise Refused(_("Nobody can get a place any more."))
    if rsvp.state in {"cancelled", "declined"}:
        raise Refused(_("%(name)s gave their place back. They have to ask again.", name=rsvp.name))
    if not why:
        raise Refused(_("Say in a few words why: it is kept with the place."))
    history.note(rsvp, "override", before=rsvp.state, after="going", why=why, by=by, now=now)
    actions.give_place(rsvp, now=now)


def _locked(rsvp: Rsvp) -> None:
    actions.lock(rsvp.event)
    db.session.refresh(rsvp)
