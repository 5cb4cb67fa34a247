"""Did you meet again? One tap on a page behind the guest's own link."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.followups.consent import agrees
from eventapp.followups.nudges import actions
from eventapp.rsvps.opened_links import opened

bp = Blueprint("nudges", __name__)


@bp.route("/r/<token>/meetings/<number>", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def show(token: str, number: str) -> ResponseReturnValue:
    """Yes, not yet, or no more please; the other is never told."""
    rsvp, repeat = opened(token)
    nudge = None if repeat else actions.nudge_of(rsvp, web.number_in(number) % 2**31)
    if nudge is None or rsvp.link.from_page:
        abort(404)
    if request.method == "POST":
        said = request.form.get("answer", "")
        if said not in actions.ANSWERS:
            raise Refused(_("Choose one of the three answers on the page."))
        actions.answer(nudge, said, now=clock.now())
        db.session.commit()
        flash(_("Thank you. Only you know what you answered."), "good")
        return web.to(".show", token=token, number=number)
    others = [one for one in actions.pair(nudge.connection) if one.id != rsvp.id and agrees(one)]
    return render_template(
        "followups/nudge.html",
        nudge=nudge,
        other=others[0] if others else None,
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
    )
