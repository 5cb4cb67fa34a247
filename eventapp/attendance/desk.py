"""Who was at which session, and the session a trainer gets ready for."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.attendance import actions, reading, words
from eventapp.attendance.exports import attendance
from eventapp.attendance.forms import CHECKED_IN, ManyForm, PersonForm, SayForm
from eventapp.attendance.grid import Grid
from eventapp.attendance.next_session import next_session
from eventapp.communities.activity import notes as activity
from eventapp.db import db, release
from eventapp.paging import Page, search_text
from eventapp.programs.access import desk_program
from eventapp.programs.models import Program, Session
from eventapp.rsvps.exports import MIME
from eventapp.rsvps.topics import fold

bp = Blueprint("attendance_desk", __name__)

PAGE = "/desk/<community>/programs/<program>"
PART = 100


@bp.get(f"{PAGE}/attendance")
def show(community: str, program: str) -> ResponseReturnValue:
    """Everybody beside the sessions, in pages; searched by name."""
    found = desk_program(community, program, "trainer")
    grid = reading.read(found, now=clock.now())
    return render_template("attendance/grid.html", **_about(found, grid), **_part(grid))


@bp.get(f"{PAGE}/attendance.<kind>")
def file(community: str, program: str, kind: str) -> ResponseReturnValue:
    """The same as a file."""
    found = desk_program(community, program, "trainer")
    if kind not in MIME:
        abort(404)
    made, name = attendance(reading.read(found, now=clock.now())), f"{found.slug}-attendance.{kind}"
    release()
    body = made.csv() if kind == "csv" else made.xlsx()
    activity.taken_out()
    db.session.commit()
    response = Response(body, mimetype=MIME[kind])
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@bp.route(f"{PAGE}/attendance/people/<int:number>", methods=["GET", "POST"])
def person(community: str, program: str, number: int) -> ResponseReturnValue:
    """Every session of one person; one of them is corrected."""
    found, now = desk_program(community, program, "trainer"), clock.now()
    grid, form = reading.read(found, now=now), PersonForm()
    line = grid.line(number) or abort(404)
    form.session.choices = [(one.id, f"{one.number}. {one.title}") for one in grid.meetings]
    if form.validate_on_submit():
        _say(_session(found, form.session.data), [number], form)
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(".person", community=community, program=program, number=number)
    if not form.is_submitted():
        asked = web.number_in(request.args.get("session"))
        newest = grid.meetings[grid.last].id if grid.last is not None else None
        form.session.data = asked if grid.place(asked) is not None else newest
    page = render_template("attendance/person.html", **_about(found, grid), line=line, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{PAGE}/attendance/sessions/<int:number>", methods=["GET", "POST"])
def session(community: str, program: str, number: int) -> ResponseReturnValue:
    """Everybody at one session; some of them are corrected at once."""
    found, now = desk_program(community, program, "trainer"), clock.now()
    grid, form = reading.read(found, now=now), ManyForm()
    place = grid.place(number)
    if place is None:
        abort(404)
    form.people.choices = [(line.person, line.name) for line in grid.lines]
    if form.validate_on_submit():
        people = form.people.data or []
        _say(_session(found, number), people, form)
        db.session.commit()
        flash(ngettext("One person changed.", "%(num)s people changed.", len(people)), "good")
        part = {name: request.args.get(name) for name in ("q", "page")}
        return web.to(".session", community=community, program=program, number=number, **part)
    page = render_template(
        "attendance/session.html",
        **_about(found, grid),
        **_part(grid),
        column=place,
        meeting=grid.meetings[place],
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{PAGE}/today")
def today(community: str, program: str) -> ResponseReturnValue:
    """Today's session, or the next one, for its trainer; organizers have it on the program's page."""
    found, now = desk_program(community, program, "trainer"), clock.now()
    if g.membership.may("organizer"):
        return web.to("programs_desk.show", community=community, program=found.slug)
    grid = reading.read(found, now=now)
    coming = next_session(found, now=now, grid=grid)
    return render_template("attendance/today.html", **_about(found, grid), coming=coming, now=now)


def _session(program: Program, number: int) -> Session:
    return next(one for one in program.sessions if one.id == number)


def _say(session: Session, people: list[int], form: SayForm) -> None:
    if form.state.data == CHECKED_IN:
        actions.take_back(session, people)
        return
    actions.say(
        session,
        people,
        form.state.data or "",
        reason=form.reason.data or "",
        by=web.require_person(),
        now=clock.now(),
    )


def _about(program: Program, grid: Grid) -> dict[str, Any]:
    """What all pages of a program's attendance show."""
    return {
        "community": program.community,
        "program": program,
        "grid": grid,
        "words": words.marks(),
        "kinds": words.kinds(),
        "place": {"community": program.community.slug, "program": program.slug},
    }


def _part(grid: Grid) -> dict[str, Any]:
    """The lines that an address asks for."""
    text = search_text(request.args)
    lines = [line for line in grid.lines if fold(text) in fold(line.name)]
    page = Page.asked(request.args, total=len(lines), size=PART)
    return {"text": text, "page": page, "lines": lines[page.start : page.end]}
