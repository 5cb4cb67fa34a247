"""The organizer's side of a program's sessions: made, added, and changed together."""

from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events import sent_twice
from eventapp.events.forms import values
from eventapp.programs import desk as programs_desk
from eventapp.programs import waitlist
from eventapp.programs.access import desk_program
from eventapp.programs.models import Program, Session
from eventapp.programs.sessions import actions, together
from eventapp.programs.sessions.forms import AddForm, ProgramForm, SessionForm, SharedForm
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.page import Pages

bp = Blueprint("sessions_desk", __name__)

PAGE = "/desk/<community>/programs/<program>/sessions"


@programs_desk.bp.route("/desk/<community>/programs/new", methods=["GET", "POST"])
def new(community: str) -> ResponseReturnValue:
    """A program with its sessions as drafts: their dates are shown, then made."""
    host, form = desk_community(community), ProgramForm()
    sound = form.validate_on_submit()
    if sound and form.looked_at:
        titles = form.named(str(form.title.data))
        mark = sent_twice.mark(request.form)
        program = actions.begin(
            host, form.about(), values(form), form.times, titles, mark=mark, now=clock.now()
        )
        db.session.commit()
        flash(_("Saved as a draft. Look at the sessions, then publish."), "good")
        return web.to(".show", community=host.slug, program=program.slug)
    if not form.is_submitted():
        form.zone.data = host.zone
    page = render_template(
        "programs/desk_new.html", community=host, form=form, times=form.times if sound else []
    )
    return page, 422 if form.is_submitted() and not sound else 200


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
def add(community: str, program: str) -> ResponseReturnValue:
    """More sessions of a program, made like its last one: their dates are shown, then made."""
    found = desk_program(community, program)
    like = actions.last(found)
    form = AddForm(like.event)
    sound = form.validate_on_submit()
    if sound and form.looked_at:
        try:
            return _added(found, form)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
            sound = False
    if not form.is_submitted():
        form.fill(like.event)
    page = render_template(
        "programs/sessions/add.html",
        community=found.community,
        program=found,
        like=like.event,
        form=form,
        times=form.times if sound else [],
        enrolled=waitlist.count(found, "enrolled"),
    )
    return page, 422 if form.is_submitted() and not sound else 200


def _added(program: Program, form: AddForm) -> ResponseReturnValue:
    titles = form.named(program.title, after=len(program.sessions))
    public = bool(form.publish.data)
    beside = web.number_in(form.beside.data) if form.beside.data else None
    made = actions.add(program, form.times, titles, public=public, beside=beside, now=clock.now())
    for one in made:
        events_desk.warn_of_clashes(one.event)
    db.session.commit()
    said = ngettext("One session is added.", "%(num)s sessions are added.", len(made))
    going = waitlist.count(program, "enrolled")
    if public and program.published_at and going:
        said += " " + ngettext(
            "One person who is enrolled is told.",
            "%(num)s people who are enrolled are told.",
            going,
        )
    flash(said, "good")
    return web.to("programs_desk.show", community=program.community.slug, program=program.slug)


@bp.route(f"{PAGE}/<int:number>", methods=["GET", "POST"])
def settings(community: str, program: str, number: int) -> ResponseReturnValue:
    """What a program needs to know of one session: compulsory, who may drop in, materials."""
    found = desk_program(community, program, "trainer")
    session, form = _session(found, number), SessionForm()
    if not g.membership.may("organizer"):
        form.materials_only()
    if form.validate_on_submit():
        try:
            return _kept(session, form)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
    if not form.is_submitted():
        form.fill(session)
    page = render_template(
        "programs/sessions/settings.html",
        community=found.community,
        program=found,
        session=session,
        number=found.sessions.index(session) + 1,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


def _kept(session: Session, form: SessionForm) -> ResponseReturnValue:
    program = session.program
    number = actions.keep(
        session,
        form.scope.data,
        **form.rules(session),
        read=form.kept,
        now=clock.now(),
    )
    db.session.commit()
    flash(ngettext("Saved.", "Saved in %(num)s sessions.", number), "good")
    to = "programs_desk.show" if g.membership.may("organizer") else "attendance_desk.today"
    return web.to(to, community=program.community.slug, program=program.slug)


def _session(program: Program, number: int) -> Session:
    return next((one for one in program.sessions if one.id == number), None) or abort(404)


@bp.get(f"{PAGE}/changes")
def edit(community: str, program: str) -> ResponseReturnValue:
    """What sessions share, as one of them has it."""
    found, now = desk_program(community, program), clock.now()
    form = SharedForm(formdata=None)
    return _together(found).edit(form, request.args.get("session", ""), now=now)


@bp.post(f"{PAGE}/changes/review")
def review(community: str, program: str) -> ResponseReturnValue:
    """What would change in which session, and who is mailed; nothing is saved yet."""
    found, now = desk_program(community, program), clock.now()
    return _together(found).review(SharedForm(), now=now)


@bp.post(f"{PAGE}/changes")
def change(community: str, program: str) -> ResponseReturnValue:
    """Change the sessions as it was looked at: all of them, or none."""
    found, form, now = desk_program(community, program), SharedForm(), clock.now()
    pages = _together(found)
    try:
        if refused := pages.refused(form, now=now):
            return refused
        told = together.change(found, form, now=now)
    except Refused as no:
        db.session.rollback()
        return pages.looked_at(form, now=now, no=no)
    for one in changes.picked(pages.ones, form, now=now):
        events_desk.warn_of_clashes(one.event)
    db.session.commit()
    pages.say_saved(told)
    return web.to("programs_desk.show", community=community, program=program)


def _together(program: Program) -> Pages:
    at: dict[str, Any] = {"community": program.community.slug, "program": program.slug}
    return Pages(
        together.ones(program),
        "programs/sessions",
        {
            "community": program.community,
            "program": program,
            "review_url": url_for(".review", **at),
            "save_url": url_for(".change", **at),
            "back": url_for("programs_desk.show", **at),
        },
        together.letter(program),
    )
