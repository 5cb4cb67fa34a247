"""The door: search, check in, undo, walk-ins; and what the code on a badge opens."""

import secrets
from datetime import datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.door import (
    actions,
    badge_codes,
    badge_owners,
    guest_list,
    older_badges,
    places_left,
    results,
)
from eventapp.door.access import current_pass, device, door_event
from eventapp.door.forms import BadgeOwnerForm, WalkInForm
from eventapp.door.guest_list import Entry
from eventapp.door.models import DoorPass, Staff
from eventapp.door.offline import conflicts
from eventapp.door.page import PAGE, guest_of, page, without_https
from eventapp.door.reseating import status
from eventapp.door.results import Reply
from eventapp.errors import Refused
from eventapp.events.access import may_at
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans

bp = Blueprint("door", __name__)


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """Who is looked for, what the last check-in said, who came last."""
    found, by = door_event(community, event)
    now = clock.now()
    entries = guest_list.guest_entries(found)
    plan = plans.published(found)
    routes = plans.routes(plan)
    asked = next((e for e in entries if e.id == web.number_in(request.args.get("who"))), None)
    route = routes.get(asked.id, ()) if asked else ()
    reply = _reply(found, asked, route, me=by, now=now)
    older = ""
    if asked and asked.going and "badge" in request.args:
        printed = web.number_in(request.args["badge"])
        older = older_badges.changes(found, asked.id, route, printed=printed, now=now)
    text = " ".join(request.args.get("q", "").split())[:60]
    hits = guest_list.found(entries, text)
    return page(
        "door/show.html",
        found,
        entries,
        now=now,
        tables=results.tables_now(found, routes, now=now),
        reply=reply,
        older_badge=older,
        asked=asked if asked and not reply else None,
        q=text,
        hits=hits[: guest_list.MOST],
        more=max(0, len(hits) - guest_list.MOST),
        last=guest_list.inside(entries)[:5],
        here=guest_list.roles_inside(entries, found.community.roles),
        conflicts=conflicts.listed(found),
        marked=guest_list.marked,
        alert=status.alert(plan, entries, routes, now=now),
        without_https=without_https(),
    )


@bp.get(f"{PAGE}/missing")
def missing(community: str, event: str) -> ResponseReturnValue:
    """Who has a place and isn't here yet."""
    found, _by = door_event(community, event)
    now = clock.now()
    entries = guest_list.guest_entries(found)
    routes = plans.routes(plans.published(found))
    return page(
        "door/missing.html",
        found,
        entries,
        now=now,
        tables=results.tables_now(found, routes, now=now),
        absent=guest_list.missing(entries),
    )


@bp.post(f"{PAGE}/arrivals")
def arrive(community: str, event: str) -> ResponseReturnValue:
    """Check somebody in, found by name or by the code on a badge."""
    found, by = door_event(community, event)
    where, printed = {"community": community, "event": event}, None
    text = request.form.get("code")
    if text is None:
        rsvp = guest_of(found, request.form.get("rsvp")) or abort(404)
    else:
        code = badge_codes.scanned(text)
        owner = actions.rsvp_of_code(code)
        if owner is None or owner.event.community_id != found.community_id:
            return web.to(".show", **where, unknown=1)
        if owner.event_id != found.id:
            # What else the community plans is nothing that a device was lent.
            told = {"unknown": "1"} if isinstance(by, DoorPass) else {"other": owner.event.slug}
            return web.to(".show", **where, **told)
        rsvp = owner
        printed = badge_codes.plan_on(code)
    if not rsvp.going:
        return web.to(".show", **where, who=rsvp.id)
    first = actions.arrive(rsvp, by=by, now=clock.now())
    db.session.commit()
    if request.form.get("then") == "tables":
        return web.to("reseating.show", **where, who=rsvp.id)
    again = {} if first else {"again": 1}
    return web.to(".show", **where, who=rsvp.id, **again, badge=printed)


@bp.post(f"{PAGE}/undoings")
def undo(community: str, event: str) -> ResponseReturnValue:
    """Take a check-in back."""
    found, by = door_event(community, event)
    rsvp = guest_of(found, request.form.get("rsvp")) or abort(404)
    actions.undo(found, rsvp.id, by=by, now=clock.now())
    db.session.commit()
    flash(_("%(name)s is not checked in any more.", name=rsvp.name), "good")
    return web.to(".show", community=community, event=event)


@bp.route(f"{PAGE}/walk-ins", methods=["GET", "POST"])
def walk_in(community: str, event: str) -> ResponseReturnValue:
    """Let someone in who isn't on the list: one short form."""
    (found, by), now = door_event(community, event), clock.now()
    form = WalkInForm()
    form.offer_roles(found.roles)
    back, full = guest_of(found, form.rsvp.data or request.args.get("rsvp")), ""
    if form.validate_on_submit():
        try:
            rsvp = actions.walk_in(
                found,
                first_name=form.first_name.data or "",
                last_name=form.last_name.data or "",
                role_id=form.role.data,
                email=form.email.data or "",
                once=form.once.data or secrets.token_urlsafe(16),
                by=by,
                now=now,
                returning=back,
                anyway="anyway" in request.form,
            )
        except actions.NoPlace as no:
            db.session.rollback()
            full = str(no)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            return web.to(".show", community=community, event=event, who=rsvp.id)
    if not form.is_submitted():
        form.once.data = secrets.token_urlsafe(16)
        if back:
            form.first_name.data, form.last_name.data = back.first_name, back.last_name
            form.role.data, form.rsvp.data = back.role_id, str(back.id)
    free = places_left.free_places(found, now=now)
    shown = page(
        "door/walk_in.html",
        found,
        guest_list.guest_entries(found),
        now=now,
        form=form,
        back=back,
        full=full,
        why=places_left.none_left(found, now=now) if free == 0 and not full else "",
        free=free,
        in_line=rsvps.count(found, "waitlisted"),
    )
    return shown, 422 if form.is_submitted() else 200


# Badges printed before have the longer address, which stands first so that it is never built anew.
@bp.get("/badge/<code>")
@bp.get("/B/<code>")
@web.limiter.limit("300/minute", key_func=device)
def scan(code: str) -> ResponseReturnValue:
    """What a badge's code opens: the guest at the door for its staff, a friendly page for others."""
    web.private()
    rsvp = actions.rsvp_of_code(code) or abort(404)
    person, held_pass = web.current_person(), current_pass()
    if held_pass and held_pass.event_id == rsvp.event_id and held_pass.kind == "door":
        return _at_door(rsvp, code)
    if person and may_at(rsvp.event, person, "door"):
        return _at_door(rsvp, code)
    # In another guest's own browser they may say hello; a badge that waits for its owner is theirs.
    greeting: str | None = current_app.extensions["greeting"](rsvp, code)
    if greeting and not badge_owners.open_to_all(rsvp, now=clock.now()):
        return redirect(greeting)
    return _badge_page(rsvp, code, BadgeOwnerForm(formdata=None))


@bp.post("/badge/<code>/addresses")
@web.limiter.limit("60/minute")
def give_address(code: str) -> ResponseReturnValue:
    """The wearer of a badge leaves an address; the answer is the same for everybody."""
    web.private()
    rsvp, form = actions.rsvp_of_code(code) or abort(404), BadgeOwnerForm()
    if not form.validate():
        return _badge_page(rsvp, code, form), 422
    email = form.email.data or ""
    letter_limits.begin(web.client(), email)
    badge_owners.ask(rsvp, email, now=clock.now())
    db.session.commit()
    return web.to(".scan", code=code, asked=1)


def _badge_page(rsvp: Rsvp, code: str, form: BadgeOwnerForm) -> str:
    return render_template(
        "door/badge.html",
        community=rsvp.event.community,
        code=code,
        form=form,
        asked="asked" in request.args,
        open_to_all=badge_owners.open_to_all(rsvp, now=clock.now()),
    )


def _at_door(rsvp: Rsvp, code: str) -> ResponseReturnValue:
    host, slug, printed = rsvp.event.community.slug, rsvp.event.slug, badge_codes.plan_on(code)
    return redirect(
        url_for(".show", community=host, event=slug, who=rsvp.id, again=1, badge=printed)
    )


def _reply(
    event: Event, entry: Entry | None, route: tuple[int, ...], *, me: Staff, now: datetime
) -> Reply | None:
    """What the address asks the page to say; None for a guest who is still to be checked in."""
    if entry is None:
        slug = request.args.get("other")
        if slug and isinstance(me, DoorPass):
            return results.unknown_code()
        if slug:
            other = db.session.scalar(
                db.select(Event).where(Event.community_id == event.community_id, Event.slug == slug)
            )
            if other and other.id != event.id:
                return results.another_event(other)
        return results.unknown_code() if "unknown" in request.args else None
    if not entry.going:
        free = places_left.free_places(event, now=now)
        return results.no_place(event, entry, free=free, now=now)
    if not entry.inside:
        return None
    if "again" in request.args:
        return results.already_in(event, entry, route, me=me, now=now)
    return results.come_in(event, entry, route, me=me, now=now)
