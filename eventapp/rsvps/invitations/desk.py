"""The organizer's page of invitations: by letter, by one link for many, and what was answered."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of
from eventapp.rsvps.invitations import actions, invitees, letters
from eventapp.rsvps.invitations.forms import InviteForm, SharedLinkForm
from eventapp.rsvps.invitations.models import Invitation

bp = Blueprint("invitations_desk", __name__)

PAGE = "/desk/<community>/events/<event>/invitees"


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """Who is invited, and what they answered; the link for many; inviting more."""
    return _page(desk_event(community, event), InviteForm())


@bp.post(PAGE)
def invite(community: str, event: str) -> ResponseReturnValue:
    """Invite everybody in the pasted text, with a letter each."""
    found, form = desk_event(community, event), InviteForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        done = actions.invite(found, list(form.found.people.values()), now=clock.now())
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _page(found, form), 409
    db.session.commit()
    said = ngettext(
        "One invitation is on its way.", "%(num)s invitations are on their way.", done.new
    )
    before = ngettext("One was invited before.", "%(num)s were invited before.", done.known)
    flash(" ".join([*([said] if done.new else []), *([before] if done.known else [])]), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/<int:number>/letters")
def again(community: str, event: str, number: int) -> ResponseReturnValue:
    """Write once more to somebody who hasn't answered."""
    found = _invitation(desk_event(community, event), number)
    actions.again(found, now=clock.now())
    db.session.commit()
    flash(_("%(name)s is written to once more.", name=found.name or found.email), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/<int:number>/revocation")
def take_back(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take an invitation back: its link opens nothing any more."""
    found = _invitation(desk_event(community, event), number)
    actions.take_back(found, now=clock.now())
    db.session.commit()
    said = _("The invitation of %(name)s is taken back.", name=found.name or found.email)
    flash(said, "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/link")
def share(community: str, event: str) -> ResponseReturnValue:
    """Turn the link for many on, or change for how many it is."""
    found, form = desk_event(community, event), SharedLinkForm()
    if not form.validate_on_submit():
        return _page(found, InviteForm(formdata=None), form), 422
    actions.share(found, most=form.most.data, now=clock.now())
    db.session.commit()
    flash(_("The link is on. Whoever has it can answer."), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/link/closing")
def close(community: str, event: str) -> ResponseReturnValue:
    """Turn the link for many off, for good: the next one has another address."""
    found = desk_event(community, event)
    if link := actions.shared(found):
        actions.take_back(link, now=clock.now())
    db.session.commit()
    flash(_("The link is off. Whoever answered keeps their answer."), "good")
    return web.to(".show", community=community, event=event)


def _invitation(event: Event, number: int) -> Invitation:
    found: Invitation | None = db.session.scalar(
        db.select(Invitation).where(
            Invitation.id == number,
            Invitation.event_id == event.id,
            Invitation.email.is_not(None),
        )
    )
    return found or abort(404)


def _page(event: Event, form: InviteForm, link_form: SharedLinkForm | None = None) -> str:
    now, link = clock.now(), actions.shared(event)
    on = link if link and not link.ended_at else None
    found = invitees.rows(event, now=now)
    chosen = request.args.get("state", "")
    shown = [row for row in found if chosen not in invitees.ANSWERS or row.answer == chosen]
    pages = max(1, -(-len(shown) // invitees.PAGE))
    page = min(max(1, web.number_in(request.args.get("page"))), pages)
    start = (page - 1) * invitees.PAGE
    return render_template(
        "rsvps/invitations.html",
        form=form,
        link_form=link_form or SharedLinkForm(formdata=None, most=on.most if on else None),
        link=on,
        link_address=address_of(
            "invitations.show", of=event.community.slug, token=letters.token_of(on)
        )
        if on
        else "",
        link_used=actions.used(on) if on else 0,
        takes=event.before_closing(now),
        number=len(found),
        shown=shown[start : start + invitees.PAGE],
        page=page,
        pages=pages,
        chosen=chosen if chosen in invitees.ANSWERS else "",
        counts=invitees.counts(found),
        words=invitees.words(),
        **events_desk.about(event),
    )
