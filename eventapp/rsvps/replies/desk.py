"""Mail to look at, what came back, and letters to an address once more: the organizer's side."""

from flask import Blueprint, abort, flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.mail import bounces
from eventapp.rsvps.attendees.actions import first_letter
from eventapp.rsvps.attendees.desk import me, rsvp_of
from eventapp.rsvps.desk import PAGE
from eventapp.rsvps.replies import held
from eventapp.rsvps.replies.forms import SenderForm
from eventapp.rsvps.replies.models import GuestMail

bp = Blueprint("replies_desk", __name__)

MAIL = "/desk/<community>/mail"


@bp.app_template_global()
def mail_to_look_at(community: Community) -> int:
    """How many letters wait on a community's desk for a member to look at them."""
    membership = g.get("membership")
    mine = membership is not None and membership.community_id == community.id
    return held.number(membership) if mine and membership.may("organizer") else 0


@bp.app_template_global()
def bounce_words(status: str) -> str:
    """Why mail to somebody came back."""
    return bounces.words(status)


@bp.get(MAIL)
def show(community: str) -> ResponseReturnValue:
    """What came in and could not be told for sure."""
    return _page(desk_community(community))


@bp.post(f"{MAIL}/<int:number>/dismissal")
def dismiss(community: str, number: int) -> ResponseReturnValue:
    """Done with it."""
    desk_community(community)
    held.dismiss(_found(number), by=me(), now=clock.now())
    db.session.commit()
    flash(_("Done with it."), "good")
    return web.to(".show", community=community)


@bp.post(f"{MAIL}/<int:number>/sender")
def attribute(community: str, number: int) -> ResponseReturnValue:
    """Say whose it is."""
    host = desk_community(community)
    mail, form = _found(number), SenderForm()
    if not form.validate():
        return _page(host, of=mail.id, form=form), 422
    try:
        rsvp = held.attribute(
            mail, form.email.data or "", membership=g.membership, by=me(), now=clock.now()
        )
    except Refused as no:
        db.session.rollback()
        form.email.errors = [str(no)]
        return _page(host, of=number, form=form), 422
    db.session.commit()
    flash(_("It stands on the page of %(name)s now.", name=rsvp.name), "good")
    return web.to(".show", community=community)


@bp.post(f"{PAGE}/people/<int:number>/address/tries")
def try_address(community: str, event: str, number: int) -> ResponseReturnValue:
    """Write to an address again that mail came back from, first with what stands."""
    rsvp = rsvp_of(desk_event(community, event), number)
    if rsvp.person.unreachable:
        bounces.mend(rsvp.person.letterbox)
        first_letter(rsvp, now=clock.now())
    db.session.commit()
    flash(_("Letters go to this address again."), "good")
    return web.to("person_desk.show", community=community, event=event, number=number)


def _found(number: int) -> GuestMail:
    return held.find(g.membership, number % 2**31) or abort(404)


def _page(host: Community, *, of: int = 0, form: SenderForm | None = None) -> str:
    """The list; `of` is the letter whose form is shown as it was sent."""
    mails = held.listed(g.membership)
    forms = {mail.id: SenderForm(formdata=None) for mail in mails}
    if form and of:
        forms[of] = form
    for number, one in forms.items():
        one.email.id = f"email-{number}"
    return render_template(
        "rsvps/mail.html",
        community=host,
        mails=mails,
        forms=forms,
        number=held.number(g.membership),
    )
