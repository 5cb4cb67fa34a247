"""What raises SEQUENCE, the number by which a calendar knows the newer of two entries.

It only rises for one guest, whatever was sent before (RFC 5546 §2.1.4): with a change of a published
event that calendars show (any that `event_changes.changes` finds; `rescheduling.reschedule`), with its
cancellation (`rescheduling.cancel_event`), and with each entry that the guest is sent anew.
"""

from eventapp.events.models import Event
from eventapp.mail import own_addresses
from eventapp.rsvps.models import Rsvp


def raise_for_everybody(event: Event) -> None:
    """The event changed, or is called off: every entry that is sent from now on is a newer one."""
    event.sequence += 1


def next_for(rsvp: Rsvp) -> int:
    """The number of the next entry for a guest, kept with their answer."""
    last = -1 if rsvp.sequence is None else rsvp.sequence
    rsvp.sequence = max(rsvp.event.sequence, last + 1)
    if rsvp.organizer is None:
        rsvp.organizer = own_addresses.form()
    return rsvp.sequence
