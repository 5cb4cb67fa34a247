"""Somebody's own calendar: the feed, and the pages where its address is shown, renewed and ended."""

from dataclasses import replace

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import calendar_links, clock, ical, tokens, web
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import feeds
from eventapp.events.appointment import appointment
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of
from eventapp.people.models import Person
from eventapp.rsvps import calendar_sequence
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.personal_feed import actions
from eventapp.rsvps.personal_feed.models import PersonalFeed

bp = Blueprint("my_feed", __name__)


@bp.get("/calendar/<token>.ics")
def calendar(token: str) -> ResponseReturnValue:
    """Everything that somebody has a place at, over all communities: for their calendar alone.

    It holds no link of theirs, not even its own address: entries are passed on.
    """
    now = clock.now()
    # A draft tells nobody anything, whoever an organizer put on its list.
    shown = db.and_(Rsvp.state == "going", feeds.recent(now), feeds.stands(now))
    beside = (
        db.type_coerce(Rsvp.changed_at, db.String).label("changed_at"),
        Rsvp.sequence.label("number"),
        Community.slug.label("community"),
    )
    rows = db.session.execute(
        db.select(*feeds.columns(shown, *beside))
        .select_from(PersonalFeed)
        .outerjoin(Rsvp, Rsvp.person_id == PersonalFeed.person_id)
        .outerjoin(Event, Event.id == Rsvp.event_id)
        .outerjoin(Community, Community.id == Event.community_id)
        .where(PersonalFeed.digest == tokens.digest(token))
        .order_by(*feeds.IN_ORDER)
    ).all() or abort(404)
    name = _name()

    def write() -> bytes:
        found = (
            db.select(Rsvp)
            .join(PersonalFeed, PersonalFeed.person_id == Rsvp.person_id)
            .join(Rsvp.event)
            .where(PersonalFeed.digest == tokens.digest(token), shown)
            .options(db.contains_eager(Rsvp.event).joinedload(Event.community))
            .order_by(*feeds.IN_ORDER)
        )
        return ical.feed([_entry(rsvp) for rsvp in db.session.scalars(found)], name=name)

    said = (name, [(row.number, row.community) for row in rows if row.shown])
    changed = [row.changed_at for row in rows if row.changed_at]
    version = feeds.version(rows, said=said, also=changed, now=now)
    response = feeds.answer(version, write, now=now, keep="private, max-age=900")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _name() -> str:
    return _("My events at %(site)s", site=current_app.config["SITE_NAME"])


def _entry(rsvp: Rsvp) -> ical.Appointment:
    """The event under the number that it has in the guest's letters, so that neither counts as older."""
    shown = feeds.entry(appointment(rsvp.event, link=rsvp.join_link))
    return replace(shown, sequence=calendar_sequence.of(rsvp))


@bp.get("/r/<token>/calendar")
def show(token: str) -> ResponseReturnValue:
    """Take all my events into my calendar, and keep them right."""
    return _page(_guest(token), token=token)


@bp.post("/r/<token>/calendar")
@web.limiter.limit("20/minute")
def renew(token: str) -> ResponseReturnValue:
    """Give my calendar a new address, or its first."""
    _renew(_guest(token))
    return web.to(".show", token=token)


@bp.post("/r/<token>/calendar/end")
@web.limiter.limit("20/minute")
def end(token: str) -> ResponseReturnValue:
    """End my calendar's address."""
    _end(_guest(token))
    return web.to(".show", token=token)


@bp.get("/me/calendar")
def mine() -> ResponseReturnValue:
    """The same for whoever signed in."""
    person = web.require_person()
    web.private()
    return _page(person)


@bp.post("/me/calendar")
@web.limiter.limit("20/minute")
def renew_mine() -> ResponseReturnValue:
    """A new address, for whoever signed in."""
    _renew(web.require_person())
    return web.to(".mine")


@bp.post("/me/calendar/end")
@web.limiter.limit("20/minute")
def end_mine() -> ResponseReturnValue:
    """No address any more, for whoever signed in."""
    _end(web.require_person())
    return web.to(".mine")


def _guest(token: str) -> Person:
    """Whose calendar a personal link opens."""
    rsvp, repeat = opened(token)
    if not actions.may_subscribe(rsvp, repeat):
        abort(404)
    return rsvp.person


def _page(person: Person, *, token: str | None = None) -> str:
    feed = actions.feed_of(person)
    address = address_of(".calendar", token=actions.token_of(feed)) if feed else ""
    return render_template(
        "rsvps/my_calendar.html",
        token=token,
        mark=actions.mark_of(feed) if feed else "",
        ways=calendar_links.subscriptions(address, _name()) if feed else None,
    )


def _renew(person: Person) -> None:
    seen = request.form.get("instead_of", "")
    actions.renew(person, instead_of=seen, now=clock.now())
    db.session.commit()
    said = _("Here is the new address. The one before has ended.") if seen else _("Here it is.")
    flash(said, "good")


def _end(person: Person) -> None:
    actions.end(person)
    db.session.commit()
    flash(_("The address has ended. Take the calendar out of your program, too."), "good")
