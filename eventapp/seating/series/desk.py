"""The tables of a whole program at the organizer's desk."""

import secrets

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import jobs
from eventapp.programs.access import desk_program
from eventapp.programs.waitlist import lock
from eventapp.seating.board.forms import LENGTHS, SeriesForm
from eventapp.seating.searches import actions as searches
from eventapp.seating.searches import progress
from eventapp.seating.series import overview, planning

bp = Blueprint("series", __name__)

PAGE = "/desk/<community>/programs/<program>"


@bp.get(f"{PAGE}/tables")
def tables(community: str, program: str) -> ResponseReturnValue:
    """Whom everybody has met, will meet and could meet; and every session's tables."""
    found, now = desk_program(community, program), clock.now()
    search = searches.to_show(program=found, now=now)
    row = overview.read(found, now=now)
    return render_template(
        "seating/series.html",
        community=found.community,
        program=found,
        series=row,
        can_plan=bool(row.to_plan(anew=True)),
        view=progress.view(search, now=now) if search else None,
        lengths=LENGTHS,
        most=max((one.most for one in row.reach), default=0),
        now=now,
    )


@bp.post(f"{PAGE}/searches")
def create(community: str, program: str) -> ResponseReturnValue:
    """Have the worker plan all sessions to come together; twice is once."""
    found, form, now = desk_program(community, program), SeriesForm(), clock.now()
    lock(found)
    if not form.validate_on_submit():
        raise Refused(_("Choose how long to search."))
    if not overview.read(found, now=now).to_plan(anew=form.anew.data):
        raise Refused(planning.nothing_to_plan([]))
    searches.start(
        program=found,
        kind="series",
        seconds=form.seconds.data or 0,
        seed=secrets.randbelow(2**31),
        seen="",
        anew=form.anew.data,
        by=web.current_person(),
        now=now,
    )
    db.session.commit()
    jobs.ask("search")
    return web.to(".tables", community=community, program=program)
