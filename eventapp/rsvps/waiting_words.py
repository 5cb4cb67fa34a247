"""What one who waits is told: what they wait for, how it is given out, and until when an offer stands."""

from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import Wait


def why(wait: Wait, rsvp: Rsvp) -> str:
    """Why somebody has no place yet, truly."""
    event, title = rsvp.event, rsvp.event.title
    found = wait.obstacle
    if found is None:
        return _(
            "The organizers of %(title)s choose who gets the places that are free.", title=title
        )
    if found.why == "role" and (name := _role(event, found.role)):
        return _(
            "The places for “%(role)s” at %(title)s are taken: you wait for one of those.",
            role=name,
            title=title,
        )
    if found.why in {"role", "stage"}:
        return _(
            "The places for people at your career stage at %(title)s are taken: you wait for one of "
            "those.",
            title=title,
        )
    if found.why == "few":
        return _(
            "The places that are free at %(title)s are fewer than you are: you wait until there are "
            "enough for all of you.",
            title=title,
        )
    if found.why == "drop_in":
        return _(
            "The places at %(title)s for who comes without the program are taken: you wait for one "
            "of those.",
            title=title,
        )
    if found.why == "held":
        return _(
            "The places that are free at %(title)s are held for others, so that the tables mix, until "
            "%(time)s. What is free then goes to whoever waits.",
            title=title,
            time=clock.hour_on(event.held_until, event.zone, beside=event.starts_at),
        )
    return _("Every chair at %(title)s is taken.", title=title)


def _role(event: Event, number: int | None) -> str:
    return next((role.name for role in event.roles if role.id == number), "")


def how(event: Event) -> str:
    """How a place that frees is given out."""
    if event.waitlist_mode == "by_hand":
        return _("When one frees, the organizers choose who gets it, and you hear from us.")
    if event.waitlist_mode == "offer":
        return _(
            "When one frees, it is offered to the next person, in order. You don’t have to keep "
            "checking."
        )
    return _(
        "When one frees, the next person gets it and the invite, in order. You don’t have to keep "
        "checking."
    )


def offered_until(rsvp: Rsvp) -> str:
    """Until when a place is offered, on the clocks of the event; empty where none is."""
    if rsvp.offered_until is None:
        return ""
    return clock.hour_on(rsvp.offered_until, rsvp.event.zone, beside=rsvp.event.starts_at)


def goes_on_until(event: Event) -> str:
    """Until when the waitlist is served, on the clocks of the event."""
    return clock.hour_on(event.waitlist_closes_at, event.zone, beside=event.starts_at)
