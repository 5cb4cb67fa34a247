"""The organizer's page to run a program again: the dates first, then the draft."""

from datetime import date

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.programs.access import desk_program
from eventapp.programs.cohorts import actions, dates
from eventapp.programs.cohorts.forms import CohortForm, DayForm
from eventapp.programs.models import Program

bp = Blueprint("cohorts", __name__)

PAGE = "/desk/<community>/programs/<program>/runs"


@bp.route(PAGE, methods=["GET", "POST"])
def run_again(community: str, program: str) -> ResponseReturnValue:
    """Choose the first day, look at all of them, then make the draft."""
    found, now = desk_program(community, program), clock.now()
    sessions = actions.to_run_again(found)
    if not sessions:
        raise Refused(_("It has no session that could be held again."))
    day = DayForm(request.args if "first" in request.args else None)
    cohort = CohortForm()
    first = dates.next_first_day(actions.times(sessions), now=now)
    if "first" in request.args and day.validate() and _sound(day):
        first = day.first.data
    elif "first" not in request.args:
        day.first.data = first
    if day.errors or not cohort.is_submitted():
        return _page(found, day, cohort, first), 422 if day.errors else 200
    if not cohort.validate():
        return _page(found, day, cohort, first), 422
    try:
        made, then = actions.run_again(found, first=first, cohort=cohort.cohort.data or "", now=now)
    except Refused as no:
        db.session.rollback()
        cohort.form_errors.append(str(no))
        return _page(found, day, cohort, first), 409
    for one, session in zip(then, made.sessions, strict=True):
        events_desk.warn_of_oddities(one, session.event.zone)
    db.session.commit()
    flash(_("Saved as a draft. Look at the sessions, then publish."), "good")
    return web.to("programs_desk.show", community=community, program=made.slug)


def _sound(day: DayForm) -> bool:
    if 2000 <= day.first.data.year <= 2200:
        return True
    day.first.errors = [_("Check the year.")]
    return False


def _page(program: Program, day: DayForm, cohort: CohortForm, first: date) -> str:
    sessions = actions.to_run_again(program)
    then = dates.run_again(actions.times(sessions), first)
    return render_template(
        "programs/desk_run_again.html",
        community=program.community,
        program=program,
        day=day,
        cohort=cohort,
        first=first,
        lines=[(one.event, when) for one, when in zip(sessions, then, strict=True)],
    )
