"""The tables of a whole program at the organizer's desk."""

import secrets

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import jobs
from eventapp.programs.actions import lock
from eventapp.programs.models import Program, Session
from eventapp.seating import progress, searches, series
from eventapp.seating.forms import LENGTHS, LengthForm

bp = Blueprint("series", __name__)

PAGE = "/desk/<community>/programs/<program>"


@bp.get(f"{PAGE}/tables")
def tables(community: str, program: str) -> ResponseReturnValue:
    """Whom everybody has met, will meet and could meet; and every session's tables."""
    host = desk_community(community)
    found, now = _program(host, program), clock.now()
    search = searches.to_show(program=found, now=now)
    row = series.read(found, now=now)
    return render_template(
        "seating/series.html",
        community=host,
        program=found,
        series=row,
        view=progress.view(search, now=now) if search else None,
        lengths=LENGTHS,
        most=max((one.most for one in row.reach), default=0),
        now=now,
    )


@bp.post(f"{PAGE}/searches")
def create(community: str, program: str) -> ResponseReturnValue:
    """Have the worker plan all sessions to come together; twice is once."""
    host = desk_community(community)
    found, form, now = _program(host, program), LengthForm(), clock.now()
    lock(found)
    if not form.validate_on_submit():
        raise Refused(_("Choose how long to search."))
    if not series.read(found, now=now).to_plan:
        raise Refused(series.nothing_to_plan([]))
    searches.begin(
        program=found,
        kind="series",
        seconds=form.seconds.data or 0,
        seed=secrets.randbelow(2**31),
        seen="",
        by=web.current_person(),
        now=now,
    )
    db.session.commit()
    jobs.ask("search")
    return web.to(".tables", community=community, program=program)


def _program(host: Community, slug: str) -> Program:
    found = db.session.scalar(
        db.select(Program)
        .where(Program.community_id == host.id, Program.slug == slug)
        .options(db.selectinload(Program.sessions).joinedload(Session.event))
    )
    return found or abort(404)
