"""How was it? One small page behind the guest's own link."""

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.followups.feedback import actions
from eventapp.followups.feedback.forms import FeedbackForm
from eventapp.followups.fives import FEWEST
from eventapp.rsvps.opened_links import opened

bp = Blueprint("feedback", __name__)


@bp.route("/r/<token>/feedback", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def show(token: str) -> ResponseReturnValue:
    """Two taps and a line, which may be changed as long as the page takes them."""
    rsvp, repeat = opened(token)
    if repeat or not actions.may_answer(rsvp, now=clock.now()):
        abort(404)
    before = actions.answer_of(rsvp)
    form = FeedbackForm(obj=before)
    if form.validate_on_submit():
        actions.answer(
            rsvp,
            met=form.met.data or "",
            again=form.again.data or "",
            words=form.words.data or "",
            now=clock.now(),
        )
        db.session.commit()
        flash(_("Thank you. The organizers see it without your name."), "good")
        return web.to(".show", token=token)
    page = render_template(
        "followups/feedback.html",
        form=form,
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
        fewest=FEWEST,
        told=before is not None and before.told_in is not None,
    )
    return page, 422 if form.is_submitted() else 200
