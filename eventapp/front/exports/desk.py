"""The lists of an event as files: people, seats, arrivals, for a spreadsheet."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.communities.activity import notes as activity
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.front.exports.lists import LISTS
from eventapp.rsvps.exports import MIME
from eventapp.seating import plans

bp = Blueprint("exports", __name__)

PAGE = "/desk/<community>/events/<event>"


@bp.get(f"{PAGE}/export")
def show(community: str, event: str) -> ResponseReturnValue:
    """What can be taken out, and as which file."""
    found = desk_event(community, event)
    return render_template(
        "front/export.html", plan=plans.published(found), **events_desk.about(found)
    )


@bp.get(f"{PAGE}/<export>.<kind>")
def file(community: str, event: str, export: str, kind: str) -> ResponseReturnValue:
    """One of the lists as a file."""
    found = desk_event(community, event)
    if export not in LISTS or kind not in MIME:
        abort(404)
    if export == "seats" and plans.published(found) is None:
        raise Refused(_("No tables are published yet, so there is no list of seats."))
    name = f"{found.slug}-{export}.{kind}"
    made = LISTS[export](found)
    # A long list takes a second to write: meanwhile nobody waits for the database.
    release()
    body = made.csv() if kind == "csv" else made.xlsx()
    activity.taken_out(f"exports.{export}")
    db.session.commit()
    response = Response(body, mimetype=MIME[kind])
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
