"""Who did what at a community's desk: for its organizers to look at, search and take along."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.activity import notes as activity
from eventapp.db import db
from eventapp.front.activity import reading
from eventapp.paging import Page
from eventapp.rsvps import csv_file

bp = Blueprint("activity_desk", __name__)

PAGE = "/desk/<community>/activity"
PART = 50
# As many rows as a file has at most: the newest.
MOST = 50_000


@bp.get(PAGE)
def show(community: str) -> ResponseReturnValue:
    """The newest first, in pages; by one person, or of one kind."""
    host = desk_community(community)
    who, what = _asked()
    wanted = reading.asked(host, who=who, what=what)
    page = Page.asked(request.args, total=reading.total(wanted), size=PART)
    part = reading.newest(wanted).offset(page.start).limit(page.size)
    return render_template(
        "front/activity/show.html",
        community=host,
        lines=reading.lines(host, db.session.scalars(part).all()),
        page=page,
        people=reading.people(host),
        things=reading.things(host),
        who=who,
        what=what,
    )


@bp.get(f"{PAGE}.csv")
@web.limiter.limit("30/minute")
def file(community: str) -> ResponseReturnValue:
    """All that fits, as a file."""
    host = desk_community(community)
    who, what = _asked()
    wanted = reading.asked(host, who=who, what=what)
    found = db.session.scalars(reading.newest(wanted).limit(MOST)).all()
    rows = [
        (
            clock.wall(line.activity.at, host.zone),
            line.who,
            line.what,
            line.about,
            line.activity.number,
        )
        for line in reading.lines(host, found)
    ]
    headings = (_("When"), _("Who"), _("What"), _("About"), _("Number"))
    response = Response(csv_file.write(headings, rows), mimetype="text/csv")
    name = f"{host.slug}-activity.csv"
    activity.taken_out()
    db.session.commit()
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _asked() -> tuple[int, str]:
    who = web.number_in(request.args.get("who"))
    what = request.args.get("what", "").replace("\0", "")[:80]
    return (who if who < 2**31 else 0), what
