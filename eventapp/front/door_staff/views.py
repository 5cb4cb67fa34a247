"""The link in a pass's code: looking changes nothing, one press begins."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock, web
from eventapp.db import db
from eventapp.door import access, passes
from eventapp.door.models import DoorPass

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
    access.keep(key)
    db.session.commit()
    where = {"community": one.event.community.slug, "event": one.event.slug}
    return web.to("kiosk.show" if one.kind == "kiosk" else "door.show", **where)


def _show(one: DoorPass | None) -> ResponseReturnValue:
    page = render_template("door/begin.html", one=one, signed_in=web.current_person())
    return page, 200 if one else 404
