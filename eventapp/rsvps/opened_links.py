"""The answer that a personal link opens, of the first or of what was typed once more."""

from flask import abort, request

from eventapp import clock, languages, web
from eventapp.communities.face import host_page
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.people.actions import OPENED, link_for, opening, opens
from eventapp.people.models import Link, Person
from eventapp.rsvps import actions, repeated_answers
from eventapp.rsvps.models import Repeat, Rsvp

_OF_LINK = (
    db.select(Rsvp)
    .where(Rsvp.link_id == OPENED.with_only_columns(Link.id).scalar_subquery())
    .options(
        db.joinedload(Rsvp.event).joinedload(Event.community),
        db.joinedload(Rsvp.role),
        db.joinedload(Rsvp.person).joinedload(Person.bounced),
        db.joinedload(Rsvp.link),
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
        db.joinedload(Rsvp.brought_by),
    )
)


def my_rsvp(token: str) -> Rsvp:
    """The answer that a personal link opens; every miss is the same 404, and so is a draft."""
    return opened(token)[0]


def opened(token: str) -> tuple[Rsvp, Repeat | None]:
    """The same, and what it is in truth where it was only typed once more."""
    web.private()
    # Nearly every link is an answer's own: one query finds both.
    found: Rsvp | None = db.session.scalar(_OF_LINK, opening(token, "rsvp"))
    if found:
        link = found.link if opens(found.link, token, now=clock.now()) else abort(404)
    else:
        link = link_for(token, "rsvp", now=clock.now()) or abort(404)
    web.note_opened(link)
    if found and not found.event.published_at:
        abort(404)
    if found:
        # What the owner of an address chose elsewhere is told by the links of their letters alone.
        languages.held_in(*found.languages[1:] if link.from_page else found.languages)
        if request.method == "POST" and not link.from_page:
            # Locked before anything is written: whoever promotes this guest would wait for the link.
            letter_limits.begin(web.client(), found.person.letterbox or "")
            actions.lock(found.event)
            repeated_answers.claim(found)
        host_page.about(found.event.community)
        return found, None
    repeat = repeated_answers.of_link(link) or abort(404)
    shown = repeated_answers.shown(repeat)
    host_page.about(shown.event.community)
    languages.held_in(shown.event.held_in)
    return shown, repeat


def answer_of(link: Link) -> Rsvp:
    """What a link opens, for whoever has just made it."""
    found: Rsvp | None = db.session.scalar(db.select(Rsvp).where(Rsvp.link_id == link.id))
    repeat = None if found else repeated_answers.of_link(link)
    return repeated_answers.shown(repeat) if repeat else found or abort(404)
