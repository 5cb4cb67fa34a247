"""An event as the calendar entry of one guest."""

from dataclasses import replace

from eventapp import ical
from eventapp.events.appointment import appointment
from eventapp.mail import own_addresses
from eventapp.rsvps.models import Rsvp


def entry(rsvp: Rsvp) -> ical.Appointment:
    """The event as this guest's own calendar shows it, with the link to join if they may see it."""
    return appointment(rsvp.event, link=rsvp.join_link)


def for_guest(rsvp: Rsvp, sequence: int) -> ical.Appointment:
    """The same as it is sent to them, under a number of its own."""
    return replace(
        entry(rsvp),
        sequence=sequence,
        organizer_email=own_addresses.organizer(rsvp.organizer),
        guest_name=rsvp.name,
        guest_email=rsvp.person.email,
        cancelled=False,
    )
