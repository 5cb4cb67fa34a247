"""SEQUENCE and DTSTAMP: the numbers by which a calendar knows the newer of two entries.

SEQUENCE is each guest's own and only rises, whatever was sent before (RFC 5546, 2.1.4): with another
time of a published event (`event_changes.significant`; `rescheduling.reschedule`), with its cancellation
and when it is opened again, and with each entry that begins or ends for one guest. Another title, place
or link is sent under the same number: programs that ask everybody again do so for a higher one.
DTSTAMP rises with every entry that a guest is sent, so that of two with one number the later holds.
"""

from datetime import datetime, timedelta

from eventapp.events.models import Event
from eventapp.mail import own_addresses
from eventapp.rsvps.models import Rsvp


def raise_for_everybody(event: Event) -> None:
    """The event moved, or is called off or on: every entry that is sent from now on is a newer one."""
    event.sequence += 1


def next_for(rsvp: Rsvp, *, now: datetime) -> int:
    """A higher number for the next entry of a guest, kept with their answer beside its DTSTAMP."""
    return _keep(rsvp, 0 if rsvp.sequence is None else rsvp.sequence + 1, now=now)


def same_for(rsvp: Rsvp, *, now: datetime) -> int:
    """The number they have for an entry that says the same, or says otherwise what counts for little."""
    return _keep(rsvp, of(rsvp), now=now)


def of(rsvp: Rsvp) -> int:
    """The number of a guest's entry as it stands."""
    return max(rsvp.event.sequence, rsvp.sequence or 0)


def _keep(rsvp: Rsvp, number: int, *, now: datetime) -> int:
    rsvp.sequence = max(rsvp.event.sequence, number)
    stamp = now.replace(microsecond=0)
    if rsvp.stamped_at is not None:
        stamp = max(stamp, rsvp.stamped_at + timedelta(seconds=1))
    rsvp.stamped_at = stamp
    if rsvp.organizer is None:
        rsvp.organizer = own_addresses.form()
    return rsvp.sequence
