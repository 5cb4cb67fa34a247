"""How many places the door has to give, and what to say when there is none."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps


def free_places(event: Event, *, now: datetime) -> int | None:
    """How many more the door may let in; None where there is no limit.

    0 while others wait for a place, until their waitlist closes.
    """
    if _in_line(event, now=now):
        return 0
    if event.capacity is None:
        return None
    return max(0, event.capacity - rsvps.count(event, "going"))


def none_left(event: Event, *, now: datetime) -> str:
    """Why a walk-in gets no place just now, with the numbers."""
    going, waiting = rsvps.count(event, "going"), _in_line(event, now=now)
    said = []
    if event.capacity is not None and going > event.capacity:
        said.append(
            _("%(going)s of %(places)s places are taken.", going=going, places=event.capacity)
        )
    elif going == event.capacity:
        said.append(ngettext("The only place is taken.", "All %(num)s places are taken.", going))
    if waiting:
        said.append(
            ngettext(
                "One person waits in line, and comes first.",
                "%(num)s people wait in line, and come first.",
                waiting,
            )
        )
    return " ".join(said) or _("The places that are free are held for others by your limits.")


def over_places(event: Event) -> str:
    """By how many more people have a place than there are places; empty when they all fit."""
    over = rsvps.count(event, "going") - event.capacity if event.capacity is not None else 0
    return ngettext("One over.", "%(num)s over.", over) if over > 0 else ""


def _in_line(event: Event, *, now: datetime) -> int:
    """How many wait for a place and are still served."""
    return rsvps.count(event, "waitlisted") if event.serves_waitlist(now) else 0
