"""What a guest does on their own page later: other answers, and what follows from them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.rsvps import actions
from eventapp.rsvps.answers import Answers, change
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.places import Kind
from eventapp.rsvps.standing import needs_of, standing


def change_answers(rsvp: Rsvp, said: Answers, *, now: datetime) -> None:
    """Keep what a guest changed; whoever waits may get a place by another role, if it is true.

    Who has a place keeps it. Refused where their new role or stage has none left for them.
    """
    matters = said.needs != needs_of(rsvp) and rsvp.state in GUEST_STATES
    if matters:
        actions.lock(rsvp.event)
        _allow(rsvp, said.needs, now=now)
    change(rsvp, said, now=now)
    if matters:
        db.session.flush()
        actions.promote(rsvp.event, now=now)


def _allow(rsvp: Rsvp, needs: tuple[Kind, ...], *, now: datetime) -> None:
    if not rsvp.going or not needs:
        return
    room, before = standing(rsvp.event, now=now).room, needs_of(rsvp)
    obstacle = replace(room, taken=room.taken - Counter(before)).obstacle(needs)
    # Who has a place keeps it, also where there are fewer by now.
    if obstacle and not (before and obstacle.why == "full"):
        raise Refused(
            _("No place is left for that role or stage. You keep yours as it was.")
            if before
            else _("No place is left in the room. You go on joining online.")
        )
