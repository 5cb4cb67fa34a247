"""Did you meet again? One tap on a page behind the guest's own link."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.meetings.pairs import address_of, pair
from eventapp.followups.nudges import actions, letters
from eventapp.followups.tablemates import step_towards
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
    now, connection = clock.now(), nudge.connection
    found = pair(connection)
    other = found.other(rsvp) if found else None
    planned = meetings.held([connection.id], now).get(connection.id)
    return render_template(
        "followups/nudge.html",
        nudge=nudge,
        other=other,
        half_hour=letters.half_hour(planned, rsvp),
        # What to do next: a step of twenty minutes, a line, or three times to choose from.
        step=step_towards(rsvp, other) if other else "",
        address=address_of(connection, other) if other else None,
        times=other is not None and meetings.open_now(connection, now),
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
    )
