"""Who of a program is how far: for its organizers, and the way to write to those at risk."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.paging import Page
from eventapp.programs.access import desk_program
from eventapp.programs.models import Enrolment, Program
from eventapp.progress import actions, picture, reading, words
from eventapp.progress.completion import GROUPS, Standing

bp = Blueprint("progress_desk", __name__)

PATH = "/desk/<community>/programs/<program>/progress"
SIZE = 100


@dataclass(frozen=True)
class Line:
    """One person, as the list shows them."""

    enrolment: Enrolment
    standing: Standing
    said: str
    why: str
    lacking: list[str]
    strip: Markup


@bp.get(PATH)
def show(community: str, program: str) -> ResponseReturnValue:
    """Everybody enrolled with how far they are, those at risk first; or one group of them."""
    found, now = desk_program(community, program), clock.now()
    lines = _lines(found, reading.figures(found, now=now))
    group = request.args.get("show", "")
    group = group if group in GROUPS else ""
    shown = [line for line in lines if not group or line.standing.group == group]
    page = Page.asked(request.args, total=len(shown), size=SIZE)
    event = actions.session_to_write_from(found, now=now)
    return render_template(
        "progress/desk.html",
        community=found.community,
        program=found,
        groups=words.groups(),
        counts={name: sum(line.standing.group == name for line in lines) for name in GROUPS},
        total=len(lines),
        group=group,
        lines=shown[page.start : page.end],
        page=page,
        to=event,
        once=tokens.new_nonce(),
    )


@bp.post(f"{PATH}/letters")
def write(community: str, program: str) -> ResponseReturnValue:
    """Begin a letter to those who were ticked; nothing leaves before it is looked at and sent."""
    found, now = desk_program(community, program), clock.now()
    ticked = {web.number_in(value) for value in request.form.getlist("person")}
    chosen = {number for number in ticked if 0 < number < 2**31}
    if not chosen:
        raise Refused(_("Tick those whom the letter is for."))
    once = request.form.get("once", "")[:64] or tokens.new_nonce()
    by = web.require_person()
    begun, missed = actions.draft(found, chosen, once=once, by=by, now=now)
    db.session.commit()
    if missed > 0:
        said = ngettext(
            "One of those you ticked gave that seat back, or gets no such letters.",
            "%(num)s of those you ticked gave that seat back, or get no such letters.",
            missed,
        )
        flash(said)
    where = {"community": community, "event": begun.event.slug}
    return web.to("audience_desk.write", **where, draft=begun.id)


def _lines(program: Program, figures: dict[int, reading.Figures]) -> list[Line]:
    enrolled = db.session.scalars(
        db.select(Enrolment).where(
            Enrolment.program_id == program.id, Enrolment.state == "enrolled"
        )
    )
    # Who joined in between is there at the next look.
    lines = [_line(one, figures[one.id]) for one in enrolled if one.id in figures]
    by_name = sorted(lines, key=lambda line: line.enrolment.name.casefold())
    return sorted(by_name, key=lambda line: GROUPS.index(line.standing.group))


def _line(enrolment: Enrolment, found: reading.Figures) -> Line:
    standing = found.standing
    return Line(
        enrolment,
        standing,
        words.summary(standing.facts),
        words.why(standing),
        words.lacking(standing),
        Markup(picture.strip(found.sessions, words.discs(found.sessions))),
    )
