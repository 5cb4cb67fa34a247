"""The answer that a personal link opens, of the first or of what was typed once more."""

from flask import abort, request

from eventapp import clock, web
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.people.actions import link_for
from eventapp.rsvps import actions, repeated_answers
from eventapp.rsvps.models import Repeat, Rsvp

_OF_LINK = (
    db.select(Rsvp)
    .where(Rsvp.link_id == db.bindparam("link"))
    .options(
        db.joinedload(Rsvp.event).joinedload(Event.community),
        db.joinedload(Rsvp.role),
        db.joinedload(Rsvp.person),
        db.joinedload(Rsvp.link),
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
    )
)


def my_rsvp(token: str) -> Rsvp:
    """The answer that a personal link opens; every miss is the same 404."""
    return opened(token)[0]


def opened(token: str) -> tuple[Rsvp, Repeat | None]:
    """The same, and what it is in truth where it was only typed once more."""
    web.private()
    link = link_for(token, "rsvp", now=clock.now()) or abort(404)
    web.note_opened(link)
    found: Rsvp | None = db.session.scalar(_OF_LINK, {"link": link.id})
    if found:
        if request.method == "POST" and not link.from_page:
            # Locked before anything is written: whoever promotes this guest would wait for the link.
            letter_limits.begin(web.client(), found.person.letterbox or "")
            actions.lock(found.event)
            repeated_answers.claim(found)
        return found, None
    repeat = repeated_answers.of_link(link) or abort(404)
    return repeated_answers.shown(repeat), repeat
