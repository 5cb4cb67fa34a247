"""The organizer's side of follow-up: how many cards went out, never who ticked whom."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.events.access import desk_event
from eventapp.followups.feedback import actions as feedback
from eventapp.followups.recap import FEWEST, recap
from eventapp.followups.sending.times import OPEN_FOR

bp = Blueprint("followups_desk", __name__, url_prefix="/desk")


@bp.get("/<community>/events/<event>/lookback")
def show(community: str, event: str) -> ResponseReturnValue:
    """How the evening went, in numbers, and what becomes of the cards."""
    found = desk_event(community, event)
    now = clock.now()
    return render_template(
        "followups/lookback.html",
        event=found,
        community=found.community,
        recap=recap(found),
        heard=feedback.heard(found),
        over=found.over(now),
        open=now < found.ends_at + OPEN_FOR,
        fewest=FEWEST,
    )
