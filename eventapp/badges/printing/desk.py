"""Badges printed at the desk and at the door: begun, watched, fetched, taken back; and the log."""

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.badges import desk as badges_desk
from eventapp.badges.forms import SheetForm
from eventapp.badges.printing import actions, choosing, log
from eventapp.badges.printing.models import PrintFile, PrintRun
from eventapp.db import db, release
from eventapp.door.access import door_event
from eventapp.door.models import DoorPass
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.mail import jobs
from eventapp.seating.models import Plan

bp = Blueprint("prints", __name__)

PAGE = "/desk/<community>/events/<event>/badges/prints"


@bp.get(PAGE)
def index(community: str, event: str) -> ResponseReturnValue:
    """What was printed when, by whom; newest first."""
    found = desk_event(community, event, right="door")
    runs, now = log.runs(found), clock.now()
    said = {run.id: actions.said(run, now=now) for run in runs}
    return render_template("badges/prints.html", runs=runs, said=said, **about(found))


@bp.post(PAGE)
@web.limiter.limit("60/minute")
def create(community: str, event: str) -> ResponseReturnValue:
    """Print: a few while one waits, many by the worker. What is printed already is asked about."""
    found, by = door_event(community, event)
    standing = choosing.standing(found)
    form = badges_desk.read_choices(found, request.form, standing)
    if isinstance(by, DoorPass):
        _one_at_a_time(form)
    if not form.validate():
        return badges_desk.choices_page(found, form, standing), 422
    try:
        wanted = choosing.wanted(standing, form)
    except Refused as no:
        if isinstance(by, DoorPass):
            # The page of all badges is none of theirs: the sentence alone.
            raise
        form.form_errors.append(str(no))
        return badges_desk.choices_page(found, form, standing), 409
    before = choosing.printed_before(standing, wanted)
    if before and not form.again.data:
        others = [who for who, _badge in wanted if who not in before]
        page = render_template(
            "badges/again.html",
            form=form,
            others=others,
            # A device with a pass is shown no way to anything but its door.
            at_door=isinstance(by, DoorPass),
            number=len(wanted),
            before=[(standing.badges[who], standing.out[who]) for who in before],
            when={one.run_id: one.when(found.zone) for one in standing.out.values()},
            **about(found),
        )
        return page, 409
    order = badges_desk.order(found, form, wanted)
    where = {"community": community, "event": event}
    if len(wanted) > actions.AT_ONCE:
        run = actions.print_later(found, order, by=by, now=clock.now())
        db.session.commit()
        jobs.ask("prints")
        return web.to(".show", number=run.id, **where)
    release()
    body = actions.drawn(order)
    found, by = door_event(community, event)
    run = actions.write_down(found, order, body, by=by, now=clock.now())
    db.session.commit()
    # One badge is printed at once; of a stack one wants to know how many sheets to put in.
    return web.to(".file" if len(wanted) == 1 else ".show", number=run.id, **where)


@bp.get(f"{PAGE}/<int:number>")
def show(community: str, event: str, number: int) -> ResponseReturnValue:
    """One run: how far it is, or where its file is."""
    found, run = _run(community, event, number)
    return render_template(
        "badges/run.html",
        run=run,
        said=actions.said(run, now=clock.now()),
        over=run.state not in actions.OPEN,
        **about(found),
    )


@bp.get(f"{PAGE}/<int:number>/progress")
def progress(community: str, event: str, number: int) -> ResponseReturnValue:
    """How far a run is: whether it is over, and the part of its page that changes."""
    _found, run = _run(community, event, number)
    over = run.state not in actions.OPEN
    said = actions.said(run, now=clock.now())
    html = "" if over else render_template("badges/_run_progress.html", run=run, said=said)
    return {"over": over, "html": html}


@bp.get(f"{PAGE}/<int:number>.pdf")
def file(community: str, event: str, number: int) -> ResponseReturnValue:
    """The PDF of a run, for a day."""
    found, by = door_event(community, event)
    run = _run_of(found, number)
    if isinstance(by, DoorPass) and run.by_pass_id != by.id:
        abort(404)
    kept = db.session.get(PrintFile, run.id) if run.state in {"done", "withdrawn"} else None
    if kept is None:
        abort(404)
    response = Response(kept.body, mimetype="application/pdf")
    name = f"{found.slug}-badges-{run.id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.post(f"{PAGE}/<int:number>/stop")
def stop(community: str, event: str, number: int) -> ResponseReturnValue:
    """Let a run end without a file; twice is once."""
    _found, run = _run(community, event, number)
    actions.stop(run, now=clock.now())
    db.session.commit()
    return web.to(".show", community=community, event=event, number=number)


@bp.post(f"{PAGE}/<int:number>/withdrawal")
def withdraw(community: str, event: str, number: int) -> ResponseReturnValue:
    """It never came out of the printer: its badges count as not printed."""
    _found, run = _run(community, event, number)
    actions.withdraw(run, now=clock.now())
    db.session.commit()
    flash(_("These badges count as not printed."), "good")
    return web.to(".show", community=community, event=event, number=number)


def _one_at_a_time(form: SheetForm) -> None:
    """A device with a pass prints single badges, and sees no page about all of them."""
    if not form.validate() or form.what.data != "some" or len(form.people) != 1:
        raise Refused(_("This device prints one badge at a time."))


def _run(community: str, event: str, number: int) -> tuple[Event, PrintRun]:
    found = desk_event(community, event, right="door")
    return found, _run_of(found, number)


def _run_of(event: Event, number: int) -> PrintRun:
    whom = (db.joinedload(PrintRun.by), db.joinedload(PrintRun.by_pass))
    of = db.select(PrintRun).options(*whom).filter_by(id=number, event_id=event.id)
    run: PrintRun | None = db.session.scalar(of)
    return run or abort(404)


@bp.app_template_global("badge_out")
def badge_out(event: Event, rsvp_id: int) -> str:
    """Where a guest's badge is, for whoever stands before them."""
    out = log.printed(event, rsvp_id=rsvp_id).get(rsvp_id)
    if out is None:
        return _("Their badge is not printed yet.")
    where = {"when": out.when(event.zone), "sheet": out.sheet, "label": out.label}
    return _("Badge printed %(when)s: sheet %(sheet)s, label %(label)s.", **where)


@bp.app_template_global("printed_before")
def printed_before(plan: Plan) -> bool:
    """Whether printed badges may show other tables than a published plan."""
    return plan.published_at is not None and log.any_before(plan)
