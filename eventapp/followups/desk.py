"""The organizer's side of follow-up: how many cards went out, never who ticked whom."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.events.access import desk_event
from eventapp.followups import actions, jobs
from eventapp.followups.recap import FEWEST, recap

bp = Blueprint("followups_desk", __name__, url_prefix="/desk")


@bp.get("/<community>/events/<event>/cards")
def show(community: str, event: str) -> ResponseReturnValue:
    """What becomes of the cards of an evening."""
    found = desk_event(community, event)
    now = clock.now()
    return render_template(
        "followups/cards.html",
        event=found,
        community=found.community,
        recap=recap(found),
        over=found.over(now),
        open=now < found.ends_at + actions.OPEN_FOR,
        fewest=FEWEST,
    )


@bp.post("/<community>/events/<event>/cards")
@web.limiter.limit("20/minute")
def send(community: str, event: str) -> ResponseReturnValue:
    """Send the cards now; whoever has one gets no second."""
    found = desk_event(community, event)
    written = jobs.write_cards(found.id)
    if written:
        said = ngettext("%(num)s card is on its way.", "%(num)s cards are on their way.", written)
        flash(said, "good")
    else:
        flash(_("Nobody gets a card that hasn’t got one already."), "warn")
    return web.to(".show", community=community, event=event)
