"""An event as calendars know it."""

from flask import current_app
from flask_babel import gettext as _

from eventapp import ical
from eventapp.events.models import Event
from eventapp.mail import outbox


def appointment(event: Event, *, link: str | None = None, own_page: str = "") -> ical.Appointment:
    """The event as calendars know it: no guest in it, and the link to join that everybody sees.

    `link` is another one, for the entry of somebody who may see more, and `own_page` the way to theirs.
    """
    join = event.public_link if link is None else link
    place = ", ".join(filter(None, [event.place_name, event.place_address]))
    told = [
        event.summary,
        _where(event, place),
        _("Join online: %(link)s", link=join) if join else "",
    ]
    return ical.Appointment(
        uid=event.uid,
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        # Some mail programs show no other words of a letter: a line for each thing to know.
        description="\n".join(filter(None, told)),
        location=place or join or event.where,
        # Who comes to a place may join online as well.
        conference=join if place else "",
        own_line=_("Change your answer, or give your place back: %(link)s", link=own_page)
        if own_page
        else "",
        url=event_address(event),
        organizer_name=sender(event),
        organizer_email=current_app.config["MAIL_FROM"],
        revised_at=event.revised_at,
        cancelled=event.cancelled_at is not None,
    )


def _where(event: Event, place: str) -> str:
    if place and event.hybrid:
        return _("Where: %(place)s, and online", place=place)
    return _("Where: %(place)s", place=place) if place else ""


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
