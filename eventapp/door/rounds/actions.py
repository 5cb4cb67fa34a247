"""A command of the host's remote: the clock of the evening goes on from what is so then."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events.models import DOORS, Event
from eventapp.events.rounds import LATE, as_json, obey
from eventapp.rsvps import actions as rsvps
from eventapp.seating import freed_seats


def can_run(event: Event, now: datetime) -> bool:
    """Whether the evening is near enough to be run: from when people are let in until late."""
    published = bool(event.published_at) and not event.cancelled_at
    return published and event.starts_at - DOORS <= now < event.ends_at + LATE


def command(event: Event, name: str, *, seen: str, now: datetime) -> bool:
    """Do what the host pressed, on the state they saw; False where another one is so by now.

    So a double tap does a thing once, and of two remotes the first one counts.
    """
    rsvps.lock(event)
    if not can_run(event, now):
        raise Refused(_("The rounds are run on the evening itself, from half an hour before it."))
    stands = event.evening(now)
    if seen != stands.mark or name not in stands.can:
        return False
    event.run = as_json(obey(stands, name))
    ledger.changed(event.id, now=now)
    if name == "start":
        # What had begun by the timetable begins again: nobody who has left has a chair there.
        freed_seats.free_chairs_of_gone(event, after_round=0)
    return True


def event_moved(event: Event, *, now: datetime) -> None:
    """An evening at another time: what was put off is put off from then, what ran elsewhen is over."""
    ledger.changed(event.id, now=now)
    stands = event.evening(now)
    run = stands.run
    if run and run.commands and not can_run(event, run.commands[0][1]):
        event.run = None
    elif run and not stands.begun:
        event.run = as_json(run.planned_anew(stands.timetable))
    freed_seats.event_moved(event, now=now)
