"""What an organizer decides about one guest: yes, no, or a place against the rules."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.models import Person
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.history import Step
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import guests_of
from eventapp.rsvps.standing import needs_of, standing


def approve(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """Yes to one who asked, and to those whom they bring: places by the rules, or in the queue.

    Twice is once. Refused for an event that is over or called off.
    """
    actions.lock_answer(rsvp)
    if rsvp.state != "pending":
        return
    rsvp.event.refuse_when_ended(now)
    party = [rsvp, *(one for one in guests_of(rsvp) if one.state == "pending")]
    for group in [party] if rsvp.waits_together else [[one] for one in party]:
        held = standing(rsvp.event, now=now)
        state = held.answer([kind for one in group for kind in needs_of(one)])
        for turn, one in enumerate(group, held.next_turn):
            one.turn = turn
            _let_in(one, state, by=by, now=now)
        db.session.flush()


def _let_in(rsvp: Rsvp, state: str, *, by: Person, now: datetime) -> None:
    if state == "going":
        actions.give_place(rsvp, letter="approved", step=Step(by=by), now=now)
        return
    history.note_step(rsvp, Step(by=by), state, now=now)
    rsvp.state, rsvp.changed_at = "waitlisted", now
    db.session.flush()
    letters.in_line(rsvp, now=now)


def decline(rsvp: Rsvp, *, by: Person, why: str = "", now: datetime) -> None:
    """No to one who asked or waits, and to those whom they bring, with one kind letter.

    `why` is for the team. Twice is once. Refused for a guest who has a place: it is given back
    another way.
    """
    actions.lock_answer(rsvp)
    if rsvp.state == "declined":
        return
    if rsvp.state not in {"pending", "waitlisted"}:
        raise Refused(_("%(name)s isn’t waiting for an answer.", name=rsvp.name))
    for one in (rsvp, *(one for one in guests_of(rsvp) if not one.going)):
        history.note(one, "state", before=one.state, after="declined", why=why, by=by, now=now)
        one.state, one.changed_at, one.offered_until = "declined", now, None
    letters.post("declined", rsvp, key=f"declined:{rsvp.id}:{rsvp.turn}", now=now)
    db.session.flush()
    # A place that was offered to them is free again.
    actions.promote(rsvp.event, now=now)


def give_a_place(rsvp: Rsvp, *, by: Person, why: str, now: datetime) -> None:
    """A place whatever the line and the rules say; who gave it, when and why is kept.

    Twice is once. Refused without a reason, and for an event that is over or called off.
    """
    actions.lock_answer(rsvp)
    if rsvp.going:
        return
    rsvp.event.refuse_when_ended(now)
    if rsvp.state in {"cancelled", "declined"}:
        raise Refused(_("%(name)s gave their place back. They have to ask again.", name=rsvp.name))
    if not why:
        raise Refused(_("Say in a few words why: it is kept with the place."))
    actions.give_place(rsvp, step=Step("override", by, why), now=now)
