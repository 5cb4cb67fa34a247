"""What every page of the door begins with, and what their forms send."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, g, render_template

from eventapp.config import is_loopback
from eventapp.db import db
from eventapp.door import results
from eventapp.door.guest_list import Entry
from eventapp.door.models import DoorPass
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.web import number_in

PAGE = "/desk/<community>/events/<event>/door"


def page(
    template: str, event: Event, entries: list[Entry], *, now: datetime, **given: object
) -> str:
    """A page of the door, with what each of them says at its top."""
    held: DoorPass | None = g.get("door_pass")
    expected = sum(entry.going for entry in entries)
    arrived = sum(entry.inside for entry in entries)
    return render_template(
        template,
        event=event,
        community=event.community,
        where={"community": event.community.slug, "event": event.slug},
        line=results.round_line(event, now=now),
        expected=expected,
        arrived=arrived,
        roles={role.id: role for role in event.community.roles},
        organizes=held is None and g.membership.may("organizer"),
        # A device with a pass is shown no way to anything else.
        member=held is None,
        # What badges print on from here, if the device isn't to remember that by itself.
        stock=(held.stock or None) if held else None,
        **given,
    )


def without_https() -> bool:
    """Whether browsers give the pages of this site neither a camera nor a life without network.

    They do so under https, and on the device itself.
    """
    parts = urlsplit(current_app.config["BASE_URL"])
    return parts.scheme != "https" and not is_loopback(parts.hostname or "")


def guest_of(event: Event, given: str | None) -> Rsvp | None:
    """A guest of this event by the id that a form sent."""
    number = number_in(given)
    if not number:
        return None
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.id == number)
    )
    return found
