"""What belongs to a guest's own page: consents, who comes, the link once more, or a lost one."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import letter_limits
from eventapp.rsvps import own_page
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.personal import lost_links
from eventapp.rsvps.personal.forms import LostLinkForm
from eventapp.rsvps.personal.who_comes import who_comes

bp = Blueprint("personal", __name__)


@bp.post("/r/<token>/consents")
@web.limiter.limit("60/minute")
def consent(token: str) -> ResponseReturnValue:
    """Give one consent, or take it back."""
    rsvp, repeat = opened(token)
    what, given = request.form.get("what", ""), request.form.get("given", "")
    if what not in own_page.CONSENTS or given not in {"yes", "no"}:
        raise Refused(_("Say yes or no to one of them, on your own page."))
    own_page.consent(rsvp, repeat, what, given=given, now=clock.now())
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to("front.mine", token=token, _anchor="consents")


@bp.get("/r/<token>/people")
def people(token: str) -> ResponseReturnValue:
    """Who comes, for those who have a place themselves."""
    rsvp, _repeat = opened(token)
    if not rsvp.going or rsvp.event.cancelled_at:
        abort(404)
    return render_template(
        "rsvps/who_comes.html", token=token, event=rsvp.event, who=who_comes(rsvp.event)
    )


@bp.post("/r/<token>/letters")
@web.limiter.limit("20/minute")
def send_again(token: str) -> ResponseReturnValue:
    """Mail the link once more, to the address that was given and to no other."""
    rsvp, _repeat = opened(token)
    _send(rsvp.person.letterbox or abort(404))
    flash(_("It is on its way, to the address that was given."), "good")
    return web.to("front.mine", token=token)


@bp.get("/lost-link")
def lost() -> ResponseReturnValue:
    """Ask for the address."""
    return render_template("rsvps/lost_link.html", form=LostLinkForm(formdata=None))


@bp.post("/lost-link")
@web.limiter.limit("20/minute")
def find() -> ResponseReturnValue:
    """Mail the links to whoever has the address; the answer is the same for everybody."""
    form = LostLinkForm()
    if not form.validate():
        return render_template("rsvps/lost_link.html", form=form), 422
    _send(form.email.data or "")
    return web.to(".sent")


@bp.get("/lost-link/sent")
def sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("rsvps/link_sent.html")


def _send(email: str) -> None:
    letter_limits.begin(web.client(), email)
    lost_links.send(email, now=clock.now())
    db.session.commit()
