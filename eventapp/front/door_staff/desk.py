"""Door staff, for organizers: passes are made, their codes shown, and taken back."""

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.badges import qr
from eventapp.db import db
from eventapp.door import passes
from eventapp.door.models import DoorPass
from eventapp.door.page import PAGE
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.front.door_staff.forms import PassForm
from eventapp.mail.outbox import address_of

bp = Blueprint("door_staff", __name__)

PASSES = f"{PAGE}/passes"


@bp.get(PASSES)
def show(community: str, event: str) -> ResponseReturnValue:
    """Who helps, since when, when last seen; and a form for one more."""
    found = desk_event(community, event)
    return _show(found, PassForm(found.community))


@bp.post(PASSES)
def create(community: str, event: str) -> ResponseReturnValue:
    """A pass for one more device."""
    found = desk_event(community, event)
    form = PassForm(found.community)
    if not form.validate():
        return _show(found, form), 422
    made = passes.new_pass(
        found,
        form.name.data or "",
        kind=form.kind.data,
        stock=form.stock.data,
        by=web.require_person(),
        now=clock.now(),
    )
    db.session.commit()
    return _to_code(made)


@bp.get(f"{PASSES}/<int:number>")
def code(community: str, event: str, number: int) -> ResponseReturnValue:
    """The code that a helper's device reads, while it opens something."""
    one, now = _pass(desk_event(community, event), number), clock.now()
    opens = one.link_opens(now)
    link = address_of("door_link.show", token=passes.token_of(one)) if opens else ""
    return render_template(
        "door/pass.html",
        one=one,
        link=link,
        drawn=qr.shape(link) if link else None,
        until=clock.hour(one.link_until, one.event.zone),
        lasts=one.lasts(now),
        where={"community": community, "event": event},
        **about(one.event),
    )


@bp.post(f"{PASSES}/<int:number>/codes")
def renew(community: str, event: str, number: int) -> ResponseReturnValue:
    """A code that opens now: for the same device, or for one more of the same name."""
    one = _pass(desk_event(community, event), number)
    shown = passes.show_again(one, by=web.require_person(), now=clock.now())
    db.session.commit()
    return _to_code(shown)


@bp.post(f"{PASSES}/<int:number>/endings")
def end(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a pass back."""
    one = _pass(desk_event(community, event), number)
    passes.end(one, now=clock.now())
    db.session.commit()
    flash(_("%(name)s’s device opens nothing here any more.", name=one.name), "good")
    return web.to(".show", community=community, event=event)


def _show(event: Event, form: PassForm) -> str:
    now = clock.now()
    every = passes.passes_of(event)
    return render_template(
        "door/passes.html",
        form=form,
        lent=[one for one in every if one.lasts(now)],
        ended=[one for one in every if not one.lasts(now)],
        checked_in=passes.checked_in_by(event),
        open=event.open_at_door(now),
        now=now,
        where={"community": event.community.slug, "event": event.slug},
        **about(event),
    )


def _pass(event: Event, number: int) -> DoorPass:
    mine = db.select(DoorPass).where(DoorPass.event_id == event.id, DoorPass.id == number)
    found: DoorPass = db.session.scalar(mine) or abort(404)
    return found


def _to_code(one: DoorPass) -> ResponseReturnValue:
    where = {"community": one.event.community.slug, "event": one.event.slug}
    return web.to(".code", number=one.id, **where)
