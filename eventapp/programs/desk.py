"""The organizer's side of a program."""

from datetime import datetime

from flask import Blueprint, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.paging import Page, search_text
from eventapp.programs import actions, clashes, page
from eventapp.programs.access import desk_program
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.cohorts import actions as cohorts
from eventapp.programs.enrolling.forms import JoinForm
from eventapp.programs.forms import CertificateForm, PlacesForm
from eventapp.programs.interest import actions as interest
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.programs.states import actions as states
from eventapp.rsvps.attendees.folding import holds, together
from eventapp.rsvps.role_counts import tallies

bp = Blueprint("programs_desk", __name__)

PART = 12
# How many of the enrolled are named before the rest is folded away.
SHOWN = 8


@bp.get("/desk/<community>/programs")
def index(community: str) -> ResponseReturnValue:
    """The community's programs, newest first, in pages; searched."""
    host, text = desk_community(community), search_text(request.args)
    wanted = [Program.community_id == host.id]
    if text:
        wanted.append(holds(together(Program.title, Program.summary), text))
    number = db.session.scalar(db.select(db.func.count(Program.id)).where(*wanted)) or 0
    part = Page.asked(request.args, total=number, size=PART)
    programs = db.session.execute(
        db.select(
            Program.id, Program.slug, Program.title, Program.cohort,
            Program.published_at, Program.cancelled_at,
        )
        .where(*wanted)
        .order_by(Program.created_at.desc(), Program.id.desc())
        .offset(part.start)
        .limit(part.size)
    ).all()  # fmt: skip
    return render_template(
        "programs/desk_index.html",
        community=host,
        programs=programs,
        times=_times([program.id for program in programs]),
        text=text,
        page=part,
    )


def _times(programs: list[int]) -> dict[int, list[tuple[datetime, str]]]:
    """When the sessions of some programs begin, in order, each with its zone."""
    rows = db.session.execute(
        db.select(Session.program_id, Event.starts_at, Event.zone)
        .join(Session.event)
        .where(Session.program_id.in_(programs))
        .order_by(Event.starts_at, Session.position)
    )
    found: dict[int, list[tuple[datetime, str]]] = {number: [] for number in programs}
    for number, starts_at, zone in rows:
        found[number].append((starts_at, zone))
    return found


@bp.get("/desk/<community>/programs/<program>")
def show(community: str, program: str) -> ResponseReturnValue:
    """One program: its sessions, who is enrolled, publish."""
    found = desk_program(community, program)
    return _page(found, PlacesForm(capacity=found.capacity))


@bp.get("/desk/<community>/programs/<program>/preview")
def preview(community: str, program: str) -> ResponseReturnValue:
    """A draft as its visitors will see it."""
    found = desk_program(community, program)
    if found.published_at:
        return web.to("programs.show", community=community, program=program)
    return page.page(found, JoinForm(formdata=None))


@bp.post("/desk/<community>/programs/<program>/places")
def resize(community: str, program: str) -> ResponseReturnValue:
    """Change how many may enrol; who waits joins while there are places."""
    found, form = desk_program(community, program), PlacesForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    joined = actions.resize(found, form.capacity.data, now=clock.now())
    db.session.commit()
    said = ngettext("One who waited has joined.", "%(num)s who waited have joined.", joined)
    flash(_("Saved.") + (" " + said if joined else ""), "good")
    return web.to(".show", community=community, program=found.slug)


@bp.post("/desk/<community>/programs/<program>/certificate")
def certify(community: str, program: str) -> ResponseReturnValue:
    """Say what completes it: who gets a certificate after the last session."""
    found, form = desk_program(community, program), CertificateForm()
    if found.certified_at:
        raise Refused(_("The certificates were given already."))
    if not form.validate_on_submit() or not form.within_reach(found):
        return _page(found, PlacesForm(formdata=None, obj=found), form), 422
    form.populate_obj(found)
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", community=community, program=found.slug)


def _page(found: Program, form: PlacesForm, certificate: CertificateForm | None = None) -> str:
    now = clock.now()
    enrolments = db.session.scalars(
        db.select(Enrolment)
        .where(Enrolment.program_id == found.id, Enrolment.state != "cancelled")
        .options(db.joinedload(Enrolment.person))
        .order_by(Enrolment.turn)
    ).all()
    standing = [one.event for one in found.sessions if not one.event.cancelled_at]
    return render_template(
        "programs/desk_show.html",
        community=found.community,
        form=form,
        certificate=certificate or CertificateForm(formdata=None, obj=found),
        program=found,
        enrolments=enrolments,
        tallies=tallies(session.event for session in found.sessions),
        clashes=clashes.clashes(found, now=now),
        shown=SHOWN,
        enrolled=sum(one.state == "enrolled" for one in enrolments),
        waiting=sum(one.state == "waitlisted" for one in enrolments),
        takes_place=len(standing),
        over=sum(event.ends_at <= now for event in standing),
        state=(state := found.state(now)),
        to_call_off=states.to_call_off(found, now=now),
        to_bring_back=found.cancelled_at and states.to_bring_back(found, now=now),
        # Said before the next run can be made, or this one put out.
        interested=interest.waiting(found) if state in {"draft", "finished"} else 0,
        under_way=announcing.under_way(found, now=now),
        runs=[(one, one.state(now)) for one in cohorts.other_runs(found)],
        now=now,
        **_next_session(found, now=now),
    )


def _next_session(found: Program, *, now: datetime) -> dict[str, object]:
    """Today's session or the next one, as later features know it; nothing for a draft."""
    if not found.published_at or found.cancelled_at:
        return {}
    told: dict[str, object] = current_app.extensions["program_desk"](found, now=now)
    return told


@bp.post("/desk/<community>/programs/<program>/publication")
def publish(community: str, program: str) -> ResponseReturnValue:
    """List the program and every session of it; who asked for it is told."""
    found = desk_program(community, program)
    told = states.publish(found, now=clock.now())
    db.session.commit()
    flash(_("Published. It’s on the home page and in the calendar."), "good")
    if told:
        flash(
            ngettext(
                "One person who asked to be told is told.",
                "%(num)s people who asked to be told are told.",
                told,
            ),
            "good",
        )
    return web.to(".show", community=community, program=found.slug)
