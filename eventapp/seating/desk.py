"""Make tables, look at the plan, change it by hand, publish it."""

import secrets

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Reply

from eventapp import clock, web
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps.actions import lock
from eventapp.seating import actions, edits, problem, shown, solver
from eventapp.seating.board import Board, read
from eventapp.seating.forms import MoveForm, RuleForm

bp = Blueprint("seating", __name__)

PAGE = "/desk/<community>/events/<event>"
PLAN = f"{PAGE}/plans/<int:version>"
SECONDS = 1.0


@bp.get(f"{PAGE}/tables")
def board(community: str, event: str) -> ResponseReturnValue:
    """Who sits where: one round, or all of them; or how to make the tables."""
    return _page(desk_event(community, event))


@bp.get(f"{PAGE}/tables/print")
def paper(community: str, event: str) -> ResponseReturnValue:
    """A poster for each round, and the list by name."""
    found = desk_event(community, event)
    laid = read(found)
    if laid is None:
        return web.to(".board", community=community, event=event)
    return render_template(
        "seating/print.html",
        board=laid,
        rounds=[(number, shown.cards(laid, number)) for number in sorted(laid.seats)],
        people=shown.everybody(laid),
        times=_times(found),
        **events_desk.about(found),
    )


@bp.post(f"{PAGE}/plans")
def make(community: str, event: str) -> ResponseReturnValue:
    """Make the tables, or mix anew; the search itself holds no transaction."""
    try:
        found, _laid = _current(community, event)
        asked = actions.problem_of(found)
        seed = secrets.randbelow(2**31)
        release()
        solved = solver.solve(asked, seconds=SECONDS, seed=seed)
        found, _laid = _current(community, event)
    except (problem.Clash, problem.BadProblem) as no:
        raise Refused(str(no)) from no
    except Stale:
        # Pressed twice: the first plan is made once, and both get to see it.
        if request.form.get("seen") != _stamp(None):
            raise
        return _back(desk_event(community, event))
    actions.keep(found, asked, solved, seed=seed, now=clock.now())
    db.session.commit()
    flash(_("Mixed. Have a look, move whom you like, then publish."), "good")
    return _back(found)


@bp.post(f"{PLAN}/publication")
def publish(community: str, event: str, version: int) -> ResponseReturnValue:
    """Tell everybody whose route is new; twice is once."""
    found = desk_event(community, event)
    lock(found)
    laid = read(found)
    if laid and laid.plan.version == version and not laid.draft:
        return _back(found)
    laid = _checked(laid, version)
    told = actions.publish(laid.plan, now=clock.now())
    db.session.commit()
    mails = ngettext("One person gets a mail.", "%(num)s people get a mail.", told)
    flash(_("The tables are out.") + " " + (mails if told else _("Nobody needed a mail.")), "good")
    return _back(found)


@bp.post(f"{PLAN}/moves")
def move(community: str, event: str, version: int) -> ResponseReturnValue:
    """Move somebody to a table, or let two swap."""
    found, laid = _plan(community, event, version)
    form = MoveForm()
    if not form.validate_on_submit():
        raise Refused(_("Choose who moves, and where to."))
    kind, place = form.target
    who, number = form.rsvp.data or 0, form.round.data or 0
    if number > laid.plan.rounds:
        raise Refused(_("There is no such round in this plan."))
    action = edits.move if kind == "table" else edits.swap
    done = action(laid, who, number, place, now=clock.now())
    db.session.commit()
    flash(done.said, "good")
    undo = f"{who}:{done.undo}" if done.undo and not request.form.get("undo") else None
    return _back(found, undo=undo, anchor=f"seat-{who}")


@bp.post(f"{PLAN}/seats")
def seat(community: str, event: str, version: int) -> ResponseReturnValue:
    """Find chairs for those who have none; nobody else moves."""
    found, laid = _plan(community, event, version)
    standing = edits.seat_all(laid, now=clock.now())
    db.session.commit()
    if standing:
        flash(
            ngettext(
                "One person found no chair in some round. Add a table, or mix again.",
                "%(num)s people found no chair in some round. Add a table, or mix again.",
                standing,
            ),
            "warn",
        )
    else:
        flash(_("Everybody has a chair."), "good")
    return _back(found)


@bp.post(f"{PLAN}/removal")
def discard(community: str, event: str, version: int) -> ResponseReturnValue:
    """Throw the draft away."""
    found, laid = _plan(community, event, version)
    edits.discard(laid)
    db.session.commit()
    flash(_("The draft is gone."), "good")
    return _back(found)


@bp.post(f"{PAGE}/rules")
def rule(community: str, event: str) -> ResponseReturnValue:
    """Keep two together or apart, or let somebody host a table; the plan follows at once."""
    found, laid = _current(community, event)
    form = RuleForm()
    other = form.number if form.kind.data == "host" else form.other
    if not form.validate_on_submit() or not other.data:
        raise Refused(_("Choose whom the rule is about."))
    now, who = clock.now(), form.rsvp.data or 0
    if form.kind.data == "host":
        moved = edits.host(found, laid, who, other.data, now=now)
    else:
        moved = edits.pair(found, laid, form.kind.data, who, other.data, now=now)
    db.session.commit()
    seats = ngettext("One seat changed for it.", "%(num)s seats changed for it.", moved)
    flash(_("The rule is kept.") + (f" {seats}" if moved else ""), "good")
    return _back(found)


@bp.post(f"{PAGE}/rules/<int:number>/removal")
def forget(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a rule back; nobody moves."""
    found, _laid = _current(community, event)
    edits.forget(found, number)
    db.session.commit()
    flash(_("The rule is gone. Nobody moved."), "good")
    return _back(found)


class Stale(Refused):
    """Somebody else changed the tables since this page was opened."""

    def __str__(self) -> str:
        return _(
            "Somebody changed the tables since you opened this page. "
            "This is how they are now; your last step was not done."
        )


@bp.errorhandler(Refused)
def refused(no: Refused) -> ResponseReturnValue:
    """The board as it is now, with what was refused on top: nothing else is lost."""
    db.session.rollback()
    given = request.view_args or {}
    found = desk_event(given["community"], given["event"])
    return _page(found, trouble=str(no), stale=isinstance(no, Stale)), 409


def _current(community: str, event: str) -> tuple[Event, Board | None]:
    """The event and its newest plan, for one change at a time; the page must not be stale."""
    found = desk_event(community, event)
    lock(found)
    if found.cancelled_at:
        raise Refused(_("This event is called off."))
    laid = read(found)
    if request.form.get("seen", "") != _stamp(laid):
        raise Stale
    return found, laid


def _plan(community: str, event: str, version: int) -> tuple[Event, Board]:
    found, laid = _current(community, event)
    return found, _checked(laid, version)


def _checked(laid: Board | None, version: int) -> Board:
    if laid is None or laid.plan.version != version or request.form.get("seen") != laid.stamp:
        raise Stale
    return laid


def _stamp(laid: Board | None) -> str:
    return laid.stamp if laid else "none"


def _page(event: Event, *, trouble: str = "", stale: bool = False) -> str:
    laid = read(event)
    given = request.values
    about = {"trouble": trouble, "stale": stale, **events_desk.about(event)}
    if laid is None:
        return render_template("seating/none.html", stamp=_stamp(None), **_before(event), **about)
    every = given.get("round") == "all"
    number = given.get("round", 1, type=int)
    number = number if number in laid.seats else 1
    who = given.get("why", type=int) or given.get("rsvp", type=int)
    return render_template(
        "seating/board.html",
        board=laid,
        number=number,
        every=every,
        figures=shown.figures(laid),
        cards=[] if every else shown.cards(laid, number),
        people=shown.everybody(laid) if every else [],
        tray=[shown.person(laid, rsvp, number) for rsvp in laid.unseated(number)],
        closer=shown.closer(laid, who, number) if who else None,
        rules=shown.rules(laid),
        standing=shown.standing(laid),
        undo=_undo(laid),
        times=_times(event),
        **about,
    )


def _undo(laid: Board) -> dict[str, str]:
    """What the form that undoes the last move sends; empty when nothing was moved just now."""
    who, _colon, to = request.args.get("undo", "").partition(":")
    known = who.isascii() and who.isdigit() and int(who) in laid.guests
    return {"rsvp": who, "to": to, "undo": "yes"} if known and to else {}


def _before(event: Event) -> dict:
    """What the page says before there are tables: who comes, and why it can't be done yet."""
    guests = actions.going(event)
    try:
        actions.problem_of(event)
        why_not = ""
    except Refused as no:
        why_not = str(no)
    used = actions.tables_used(event, len(guests))
    marks = [rsvp.role.mark if rsvp.role else shown.GUEST for rsvp in guests]
    return {"guests": guests, "tables": len(used), "marks": marks, "why_not": why_not}


def _times(event: Event) -> list[str]:
    return [clock.hour(start, event.zone) for start in event.round_times()]


def _back(event: Event, *, undo: str | None = None, anchor: str | None = None) -> Reply:
    """Back to the board, to the round that was open."""
    where = url_for(
        ".board",
        community=g.event.community.slug,
        event=event.slug,
        round=request.form.get("round"),
        undo=undo,
        _anchor=anchor,
    )
    return web.redirect(where, code=303)
