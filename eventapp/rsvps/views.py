"""An event's page, and the answers to it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from eventapp import clock, web
from eventapp.communities.face import host_page
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import offered_roles, public_event
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.events.series import belonging as series_of
from eventapp.events.views import structured
from eventapp.mail import letter_limits
from eventapp.people.actions import page_token_of
from eventapp.people.models import Link
from eventapp.rsvps import (
    answers,
    clashes,
    kept_pages,
    program_waitlists,
    waiting_words,
)
from eventapp.rsvps.evening import times_of
from eventapp.rsvps.forms import RsvpForm
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.role_counts import Tally, limited, tallies

bp = Blueprint("rsvps", __name__)

INDUSTRIES = (
    "Education", "Energy", "Finance", "Healthcare", "Logistics", "Manufacturing", "Media",
    "Public sector", "Retail", "Software",
)  # fmt: skip

# What a page says of how many come, by the names of its macros.
HOW_MANY = ("who", "seats", "seats_short")


@dataclass(frozen=True)
class Invited:
    """What an invitation adds to an event's page: where its answers go, and the way to say no."""

    answers_to: str
    refusal: str = ""
    refused: bool = False
    # Whether whom it is for has answered, so that there is no form any more.
    used: bool = False
    personal: bool = True


@bp.get("/<community>/events/<event>")
def show(community: str, event: str) -> ResponseReturnValue:
    """The public page of an event, with the form to say yes."""
    form_key = secrets.token_urlsafe(16)
    if not kept_pages.for_everybody():
        return _page_for_one(public_event(community, event), blank(form_key))
    now = clock.now()
    found = kept_pages.content(community, event, now=now) or abort(404)
    own = {"csrf": generate_csrf(), "once": form_key}
    if found.ruled:
        return event_page(public_event(community, event), blank(form_key))
    page = kept_pages.page_of(found, now=now) or _written(found, community, event, own, now=now)
    page = kept_pages.counted(page, found.tally, _how_many)
    kept_pages.keep(page, found)
    return web.page_of(page.filled(own))


def _page_for_one(event: Event, form: RsvpForm) -> str:
    """The page for who is signed in: with what they answered last, but for what they consented to."""
    person = web.current_person()
    last = answers.last_of(person, offered=event.roles) if person else None
    if person and last:
        form.offer_roles(event.roles)
        form.ask_for(event)
        form.fill(last)
        form.email.data = person.email
    return event_page(event, form)


def _written(
    found: kept_pages.Content, community: str, slug: str, own: dict[str, str], *, now: datetime
) -> kept_pages.KeptPage:
    """The page as it is now, cut where something is one visitor's `own` or counts people."""
    apart = {name: secrets.token_urlsafe(16) for name in HOW_MANY}
    event = public_event(community, slug)
    html = event_page(event, blank(own["once"]), how_many=apart)
    # Somebody may have changed it between the queries.
    again = kept_pages.content(community, slug, now=now)
    key = found.key if again and again.key == found.key else None
    return kept_pages.cut(html, event, own | apart, key=key, now=now)


@bp.post("/<community>/events/<event>/rsvps")
@web.limiter.limit("300/minute")
def create(community: str, event: str) -> ResponseReturnValue:
    """Answer yes: a place or one in the queue, and the personal page."""
    return answered(public_event(community, event))


def answered(
    event: Event, *, invited: Invited | None = None, taken: Callable[[Link], None] | None = None
) -> ResponseReturnValue:
    """Take the form of an event's page, and go on to the personal page.

    `taken` is told of the answer before it is kept, and may refuse it: so an invitation notes its use.
    """
    form = RsvpForm()
    link = take(event, form, taken=taken)
    if link is None:
        return event_page(event, form, invited=invited), refusal(form)
    return web.to("front.mine", token=page_token_of(link))


def take(
    event: Event, form: RsvpForm, *, taken: Callable[[Link], None] | None = None
) -> Link | None:
    """Keep what a form says, as the answer of a link; None when it can't be, and the form says why."""
    now = clock.now()
    form.offer_roles(offered_roles(event))
    form.offer_party(event)
    form.ask_for(event)
    if not form.validate_on_submit():
        return None
    letter_limits.begin(web.client(), form.email.data or "")
    try:
        if event.opens_later(now):
            raise Refused(_("This event doesn't take answers yet."))
        link = parties.request(
            event,
            form.email.data or "",
            form.answers(),
            form.party(),
            once=form.once.data or secrets.token_urlsafe(16),
            now=now,
        )
        if taken:
            taken(link)
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return None
    db.session.commit()
    return link


def refusal(form: RsvpForm) -> int:
    """The status of a form that wasn't taken: by a rule, or as it was filled in."""
    return 409 if form.form_errors else 422


def blank(form_key: str) -> RsvpForm:
    """An empty form, with the key by which it is known when it is sent twice."""
    form = RsvpForm()
    form.once.data = form_key
    return form


def _how_many(tally: Tally) -> dict[str, str]:
    """What a page says of how many come: the one thing on it that changes with every answer."""
    macros = current_app.jinja_env.get_template("rsvps/_how_many.html").module
    return {name: getattr(macros, name)(tally) for name in HOW_MANY}


def event_page(
    event: Event,
    form: RsvpForm,
    *,
    how_many: dict[str, str] | None = None,
    invited: Invited | None = None,
    template: str = "rsvps/event.html",
) -> str:
    """An event as its visitors see it, with the form as it was sent; drafts to their organizer.

    `how_many` are texts to stand for how many come (`kept_pages`).
    """
    # A preview at the desk looks as the page will.
    host_page.about(event.community)
    form.offer_roles(event.roles)
    form.offer_party(event)
    form.ask_for(event)
    now = clock.now()
    tally = limited(tallies([event])[event.id], event, now=now)
    comes_with = program_waitlists.about(event) if tally.program_only else None
    takes = (
        event.open_for_rsvps(now)
        and not comes_with
        and (not tally.full or event.serves_waitlist(now))
    )
    series, session_of = series_of.of(event.id), current_app.extensions["program_of"](event.id)
    return render_template(
        template,
        event=event,
        form=form,
        tally=tally,
        how_many=how_many or _how_many(tally),
        invited=invited,
        open=takes and not (invited and invited.used),
        comes_with=comes_with,
        opens=event.rsvps_open_at if event.opens_later(now) else None,
        rsvps_until=clock.hour_on(event.rsvps_close_at, event.zone, beside=event.starts_at),
        waitlist_until=waiting_words.goes_on_until(event),
        full=tally.full and event.open_for_rsvps(now),
        over=event.over(now),
        when=clock.when(event.starts_at, event.ends_at, event.zone),
        evening=times_of(event, now=now),
        structured=structured(
            event,
            places_left=tally.left if event.before_closing(now) else 0,
            series=series,
            free=not (session_of and session_of.price_note),
        ),
        address=event_address(event),
        session_of=session_of,
        series=series,
        # Only of whoever is signed in: an address that is typed may be anybody's.
        elsewhere=clashes.titles(person, event) if (person := web.current_person()) else (),
        industries=INDUSTRIES,
        role_marks={role.id: role.mark for role in event.roles},
    )
