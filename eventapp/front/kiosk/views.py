"""The kiosk: a guest types a name or holds up a code, is in, sees the table, prints the badge.

Its device opens these pages alone, and whoever plays with it finds nobody's name.
"""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.badges.printing import actions as prints
from eventapp.db import db, release
from eventapp.door import access, actions, passes, results
from eventapp.door.access import current_pass, door_event, kiosk_event
from eventapp.door.models import Arrival, DoorPass
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.front.door_staff.forms import StockForm
from eventapp.front.kiosk import badge_print, lookup
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans

bp = Blueprint("kiosk", __name__)

PAGE = "/desk/<community>/events/<event>/kiosk"
# Whoever checked in last, in the cookie: their page opens so long, also for the printer.
GUEST = "kiosk_guest"
SECONDS = 90


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """Type or scan; for staff, how this device becomes the kiosk."""
    held = current_pass()
    if held and held.kind == "kiosk":
        here = kiosk_event(community, event)[0]
        # Whoever is back at the start is done: the way back shows the next guest nothing.
        session.pop(GUEST, None)
        return _page("door/kiosk.html", here, see_staff="staff" in request.args)
    found = door_event(community, event)[0]
    return _set_up(found, StockForm(found.community))


@bp.post(f"{PAGE}/openings")
def begin(community: str, event: str) -> ResponseReturnValue:
    """Make this device the kiosk: it is signed out, and opens nothing else any more."""
    (found, by), now = door_event(community, event), clock.now()
    form = StockForm(found.community)
    if not form.validate():
        return _set_up(found, form), 422
    maker = by.made_by if isinstance(by, DoorPass) else by
    one = passes.new_pass(found, _("Kiosk"), kind="kiosk", stock=form.stock.data, by=maker, now=now)
    if isinstance(by, DoorPass):
        passes.end(by, now=now)
    begun = access.keep(one, passes.begin(one, now=now) or abort(409))
    db.session.commit()
    return begun


@bp.post(f"{PAGE}/arrivals")
@web.limiter.limit("20/minute", key_func=access.device)
def arrive(community: str, event: str) -> ResponseReturnValue:
    """Check in whoever the name or the code means, or send them to the staff without a word why."""
    found, here = kiosk_event(community, event)
    where, now = {"community": community, "event": event}, clock.now()
    number = lookup.guest_of(found, request.form.get("who", "")[:300])
    session.pop(GUEST, None)
    if number is None:
        return web.to(".show", **where, staff=1)
    try:
        first = actions.arrive(db.session.get_one(Rsvp, number), by=here, now=now)
    except Refused:
        db.session.rollback()
        return web.to(".show", **where, staff=1)
    db.session.commit()
    session[GUEST] = [number, int(now.timestamp()), first]
    return web.to(".welcome", **where)


@bp.get(f"{PAGE}/welcome")
def welcome(community: str, event: str) -> ResponseReturnValue:
    """Come in: where to sit, and the badge."""
    found, _by = kiosk_event(community, event)
    rsvp = _guest(found)
    route = plans.routes(plans.published(found)).get(rsvp.id, ())
    table, when = results.table_now(found, route, now=clock.now())
    return _page(
        "door/kiosk_welcome.html",
        found,
        shown_name=lookup.short_name(rsvp),
        route=route,
        table=table,
        when=when,
        first=session[GUEST][2],
    )


@bp.post(f"{PAGE}/badge")
@web.limiter.limit("20/minute", key_func=access.device)
def print_badge(community: str, event: str) -> ResponseReturnValue:
    """Print the badge: written down, then shown at its size."""
    found, here = kiosk_event(community, event)
    one = badge_print.order(_guest(found), badge_print.fed_with(here))
    release()
    body = prints.drawn(one)
    found, here = kiosk_event(community, event)
    prints.write_down(found, one, body, by=here, now=clock.now())
    db.session.commit()
    return web.to(".badge", community=community, event=event)


@bp.get(f"{PAGE}/badge")
def badge(community: str, event: str) -> ResponseReturnValue:
    """The badge at its size, on a page of that size, for the browser's print."""
    found, _here = kiosk_event(community, event)
    _guest(found)
    return _page("door/kiosk_badge.html", found)


@bp.get(f"{PAGE}/badge/size.css")
def size(community: str, event: str) -> ResponseReturnValue:
    """How large the page above and its badge are on paper: a sheet, as no page has styles within."""
    return badge_print.paper_size(badge_print.fed_with(kiosk_event(community, event)[1]))


@bp.get(f"{PAGE}/badge/label")
def label(community: str, event: str) -> ResponseReturnValue:
    """The badge alone, as a picture on the page above."""
    found, here = kiosk_event(community, event)
    return badge_print.picture(badge_print.order(_guest(found), badge_print.fed_with(here)))


@bp.get(f"{PAGE}/badge.pdf")
@web.limiter.limit("20/minute", key_func=access.device)
def document(community: str, event: str) -> ResponseReturnValue:
    """The badge as a PDF."""
    found, here = kiosk_event(community, event)
    return badge_print.document(badge_print.order(_guest(found), badge_print.fed_with(here)))


def _guest(event: Event) -> Rsvp:
    """Who checked in at this device just now; back to the start when that was a while ago."""
    number, at, _first = session.get(GUEST, (0, 0, False))
    here = db.select(Rsvp).join(Arrival, Arrival.rsvp_id == Rsvp.id)
    found: Rsvp | None = db.session.scalar(
        here.where(Rsvp.event_id == event.id, Rsvp.id == number, Rsvp.state == "going")
    )
    if found is None or clock.now().timestamp() - at >= SECONDS:
        start = url_for(".show", community=event.community.slug, event=event.slug)
        abort(redirect(start, code=303))
    return found


def _set_up(event: Event, form: StockForm) -> str:
    return _page("door/kiosk_open.html", event, form=form)


def _page(template: str, event: Event, **given: object) -> str:
    where = {"community": event.community.slug, "event": event.slug}
    return render_template(
        template, event=event, community=event.community, where=where, seconds=20, **given
    )
