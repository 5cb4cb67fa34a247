"""The organizer's list of who answered: searched, counted, its columns, and one line's doings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions as places
from eventapp.rsvps import announcements, approvals, roster
from eventapp.rsvps.attendees import actions, columns, listing, overrides, timeline
from eventapp.rsvps.attendees.forms import ReasonForm
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.desk import PAGE, bp
from eventapp.rsvps.forms import STAGES, GuestForm
from eventapp.rsvps.importing import background
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.unmet_asks import actions as unmet_asks
from eventapp.rsvps.views import INDUSTRIES


@bp.get(f"{PAGE}/people")
def people(community: str, event: str) -> ResponseReturnValue:
    """Who answered: counted, searched, sorted, in pages of fifty or on one; or only the list's part."""
    found, now = desk_event(community, event, "trainer"), clock.now()
    search = Search.read(request.args)
    part, every = listing.part(found, search, now=now), columns.columns(found)
    line = {
        "event": found,
        "community": found.community,
        "search": search,
        "part": part,
        "columns": columns.chosen(every, g.membership),
        "words": roster.state_words(),
        "done_words": done_words(),
        "now": now,
    }
    if "part" in request.args:
        return render_template("rsvps/_people_list.html", **line)
    around = _around(found, now=now) | {"all_columns": every}
    return render_template("rsvps/people.html", **around, **_with(found, line))


def _with(event: Event, line: dict[str, Any]) -> dict[str, Any]:
    return events_desk.about(event) | line


def _around(event: Event, *, now: datetime) -> dict[str, Any]:
    """What stands above the list."""
    counted = listing.counts(event)
    over = max(0, counted.placed - found) if (found := event.capacity) is not None else 0
    roles = listing.roles_of(event)
    quotas = listing.quotas(event, counted, roles)
    ruled = any(quota.least or quota.most is not None for quota in quotas)
    bars = timeline.bars(listing.hours_of_answers(event), event.zone) if counted.all > 1 else []
    return {
        "counted": counted,
        "roles": [role for role, *_rest in roles],
        "quotas": quotas,
        "most": max([1, *(max(quota.number, quota.most or 0, quota.least) for quota in quotas)]),
        "stages": {str(one.value): str(one.label) for one in STAGES},
        "free": listing.free_places(event, counted, ruled=ruled, now=now),
        "over": over,
        "overrides": overrides.standing(event) if over else [],
        "unwritten": listing.unwritten(event, now=now) if counted.quiet else 0,
        "unmet": 0 if event.over(now) else unmet_asks.said(event).unmet,
        "served": event.serves_waitlist(now),
        "waitlist_until": clock.hour_on(
            event.waitlist_closes_at, event.zone, beside=event.starts_at
        ),
        "long_list": background.to_show(event, now=now),
        "under_way": announcements.under_way(event, now=now),
        "bars": [(format_date(bar.day, "medium"), bar.number, bar.total) for bar in bars],
        "picture": Markup(timeline.picture(bars)) if len(bars) > 1 else "",
    }


@bp.post(f"{PAGE}/people/columns")
def choose_columns(community: str, event: str) -> ResponseReturnValue:
    """Remember which columns this organizer wants to see."""
    found = desk_event(community, event, "trainer")
    columns.choose(g.membership, request.form.getlist("column"), event=found)
    db.session.commit()
    back = Search.read(request.form).query()
    return web.to(".people", community=community, event=event, **back)


@bp.post(f"{PAGE}/promotions")
def promote(community: str, event: str) -> ResponseReturnValue:
    """Give the free places to whoever waits, in order, also when the waitlist has closed."""
    given = len(places.give_out(desk_event(community, event), by=me(), now=clock.now()))
    db.session.commit()
    flash(ngettext("One person got a place.", "%(num)s people got a place.", given), "good")
    return web.to(".people", community=community, event=event)


@bp.post(f"{PAGE}/invitations")
def invite(community: str, event: str) -> ResponseReturnValue:
    """Write to those who have a place and never got an invite."""
    found, now = desk_event(community, event), clock.now()
    places.lock(found)
    number = listing.unwritten(found, now=now)
    if not number:
        raise Refused(_("Nobody is waiting for an invite."))
    announcements.announce(found, "invite", people=number, now=now)
    db.session.commit()
    flash(
        ngettext("One invite is on its way.", "%(num)s invites are on their way.", number), "good"
    )
    return web.to(".people", community=community, event=event)


@bp.route(f"{PAGE}/people/new", methods=["GET", "POST"])
def add(community: str, event: str) -> ResponseReturnValue:
    """Put someone on the list who said yes another way."""
    found = desk_event(community, event)
    form = GuestForm()
    form.offer_roles(found.roles)
    if form.validate_on_submit():
        try:
            rsvp = actions.add(
                found,
                form.email.data or "",
                form.answers(),
                letter="invite" if form.invite.data else None,
                why=form.why.data or "",
                by=web.require_person(),
                now=clock.now(),
            )
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            flash(_added(rsvp), "good")
            return web.to(".people", community=community, event=event)
    page = render_template(
        "rsvps/add.html",
        form=form,
        industries=INDUSTRIES,
        roles=found.roles,
        **events_desk.about(found),
    )
    return page, 422 if form.is_submitted() else 200


def _added(rsvp: Rsvp) -> str:
    state = _("%(name)s has a place.") if rsvp.going else _("%(name)s waits for a place.")
    said = state % {"name": rsvp.name}
    if rsvp.person.shares:
        said += " " + _(
            "They share %(email)s and get no mail of their own.", email=rsvp.person.letterbox
        )
    return said


@bp.route(f"{PAGE}/people/<int:number>/cancellation", methods=["GET", "POST"])
def cancel_one(community: str, event: str, number: int) -> ResponseReturnValue:
    """Cancel for a guest who said so another way; the next in line gets the place."""
    found, now = desk_event(community, event), clock.now()
    rsvp = rsvp_of(found, number)
    if request.method != "POST":
        served = found.serves_waitlist(now)
        return render_template(
            "rsvps/cancel_one.html", rsvp=rsvp, served=served, **events_desk.about(found)
        )
    actions.take_off(rsvp, by=me(), now=now)
    return done(rsvp, _("%(name)s is off the list.", name=rsvp.name))


@bp.post(f"{PAGE}/people/<int:number>/approval")
def approve(community: str, event: str, number: int) -> ResponseReturnValue:
    """Say yes to one who asked to come."""
    rsvp = rsvp_of(desk_event(community, event), number)
    approvals.approve(rsvp, by=me(), now=clock.now())
    return done(rsvp, _added(rsvp))


@bp.post(f"{PAGE}/people/<int:number>/refusal")
def decline(community: str, event: str, number: int) -> ResponseReturnValue:
    """Say no to one who asked or waits, with a kind letter."""
    rsvp = rsvp_of(desk_event(community, event), number)
    approvals.decline(rsvp, by=me(), now=clock.now())
    return done(rsvp, _("%(name)s gets a kind letter.", name=rsvp.name))


@bp.post(f"{PAGE}/people/<int:number>/wait")
def wait(community: str, event: str, number: int) -> ResponseReturnValue:
    """Put one at the end of the line."""
    rsvp = rsvp_of(desk_event(community, event), number)
    actions.move_to_waitlist(rsvp, by=me(), now=clock.now())
    return done(rsvp, _added(rsvp))


@bp.route(f"{PAGE}/people/<int:number>/place", methods=["GET", "POST"])
def give_place(community: str, event: str, number: int) -> ResponseReturnValue:
    """Give one who waits a place whatever the line and the rules say, with the reason why."""
    found = desk_event(community, event)
    rsvp, form = rsvp_of(found, number), ReasonForm()
    if form.validate_on_submit():
        approvals.give_a_place(rsvp, by=me(), why=form.why.data or "", now=clock.now())
        return done(rsvp, _added(rsvp))
    ahead = places.position(rsvp) - 1
    page = render_template(
        "rsvps/give_place.html", rsvp=rsvp, form=form, ahead=ahead, **events_desk.about(found)
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{PAGE}/people/<int:number>/undo")
def undo(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take back what was done about one last."""
    rsvp = rsvp_of(desk_event(community, event), number)
    actions.undo(rsvp, by=me(), now=clock.now())
    return done(rsvp, _("Undone: %(name)s is where they were.", name=rsvp.name))


def rsvp_of(event: Event, number: int) -> Rsvp:
    """An answer to this event by its number; 404 for every other."""
    asked = db.select(Rsvp).filter_by(id=number, event_id=event.id)
    found: Rsvp = db.session.scalar(asked) or abort(404)
    return found


def me() -> Person:
    """The organizer who does it."""
    return web.require_person()


def done(rsvp: Rsvp, said: str) -> ResponseReturnValue:
    """Keep what was done, and go back to where it was asked for; a script has the line alone."""
    db.session.commit()
    place = {"community": rsvp.event.community.slug, "event": rsvp.event.slug}
    if request.headers.get("Accept") == "text/x-row":
        return row(rsvp)
    flash(said, "good")
    if request.form.get("from") == "person":
        return web.to("person_desk.show", number=rsvp.id, **place)
    back = Search.read(request.form).query(page=web.number_in(request.form.get("page")) or 1)
    return web.to(".people", _anchor=f"p{rsvp.id}", **place, **back)


def row(rsvp: Rsvp) -> str:
    """One line of the list as it is now."""
    event, now = rsvp.event, clock.now()
    return render_template(
        "rsvps/_people_row.html",
        row=listing.one(rsvp, now=now),
        event=event,
        community=event.community,
        search=Search.read(request.form),
        columns=columns.chosen(columns.columns(event), g.membership),
        words=roster.state_words(),
        done_words=done_words(),
        now=now,
    )


def done_words() -> dict[str, str]:
    """What was just done about somebody, by where they are now."""
    return {
        "going": _("Has a place"),
        "waitlisted": _("On the waitlist"),
        "pending": _("Asked to join"),
        "declined": _("Declined"),
        "cancelled": _("Taken off"),
    }


def numbers(given: Sequence[str]) -> list[int]:
    """The answers that a page names, each once."""
    found = (web.number_in(one) for text in given for one in text.split(","))
    return list(dict.fromkeys(number for number in found if 0 < number < 2**31))
