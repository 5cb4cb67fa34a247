"""An event as calendars know it."""

from flask import current_app
from flask_babel import gettext as _

from eventapp import ical
from eventapp.events.models import Event
from eventapp.mail import outbox


def appointment(event: Event) -> ical.Appointment:
    """The event as calendars know it, for feeds and downloads: no guest in it."""
    return ical.Appointment(
        uid=event.uid,
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        description=event.summary,
        location=", ".join(filter(None, [event.place_name, event.place_address]))
        or event.online_url,
        url=event_address(event),
        organizer_name=sender(event),
        organizer_email=current_app.config["MAIL_FROM"],
        revised_at=event.revised_at,
        cancelled=event.cancelled_at is not None,
    )


def event_address(event: Event) -> str:
    """The public address of an event."""
    return outbox.address_of("rsvps.show", community=event.community.slug, event=event.slug)


def sender(event: Event) -> str:
    """Who a letter about an event comes from, in words."""
    return _(
        "%(community)s via %(site)s",
        community=event.community.name,
        site=current_app.config["SITE_NAME"],
    )
