"""The link in a pass's code: looking changes nothing, one press begins; and one ends it."""

from flask import Blueprint, abort, flash, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.door import access, passes
from eventapp.door.models import DoorPass
from eventapp.door.page import PAGE

bp = Blueprint("door_link", __name__)


@bp.get("/d/<token>")
@web.limiter.limit("60/minute")
def show(token: str) -> ResponseReturnValue:
    """What this device would open, and a button: previews of links look at them, too."""
    web.private()
    return _show(passes.pass_of_link(token, now=clock.now()))


@bp.post("/d/<token>")
@web.limiter.limit("20/minute")
def begin(token: str) -> ResponseReturnValue:
    """From now on this device opens that door, or is its kiosk, and nothing else."""
    web.private()
    now = clock.now()
    one = passes.pass_of_link(token, now=now)
    key = passes.begin(one, now=now) if one else None
    if one is None or key is None:
        return _show(None)
    begun = access.keep(one, key)
    db.session.commit()
    return begun


@bp.post(f"{PAGE}/departures")
def leave(community: str, event: str) -> ResponseReturnValue:
    """A helper is done: their device opens nothing here any more."""
    _found, by = access.door_event(community, event)
    if not isinstance(by, DoorPass):
        abort(404)
    passes.end(by, now=clock.now())
    db.session.commit()
    session.clear()
    flash(_("Thank you for helping. This device opens the door no more."), "good")
    answer = web.to("front.home")
    # What the door kept on the device goes with the pass.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def _show(one: DoorPass | None) -> ResponseReturnValue:
    page = render_template("door/begin.html", one=one, signed_in=web.current_person())
    return page, 200 if one else 404
