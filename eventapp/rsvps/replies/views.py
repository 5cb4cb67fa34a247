"""What a guest does about what their calendar said."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.replies import calendar_answers

bp = Blueprint("replies", __name__)


@bp.post("/r/<token>/keeping")
@web.limiter.limit("60/minute")
def keep(token: str) -> ResponseReturnValue:
    """Keep the place that one's calendar gave back."""
    rsvp, repeat = opened(token)
    if repeat is None:
        calendar_answers.keep_place(rsvp, now=clock.now())
    db.session.commit()
    flash(_("Good. Your place is yours, and the event comes back into your calendar."), "good")
    return web.to("front.mine", token=token)
