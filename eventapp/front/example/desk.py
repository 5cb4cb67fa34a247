"""An example evening at the desk, made by one press; it is thrown away as any other draft."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.db import db
from eventapp.front.example import actions

bp = Blueprint("example", __name__)


@bp.post("/desk/<community>/example")
def create(community: str) -> ResponseReturnValue:
    """Make the example, or lead to the one that is there; twice is once."""
    event = actions.make(desk_community(community), now=clock.now())
    db.session.commit()
    return web.to("seating.board", community=community, event=event.slug)
