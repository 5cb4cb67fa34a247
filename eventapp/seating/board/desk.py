"""The board: make tables, look at the plan, change it by hand step by step, publish it."""

import secrets
from collections.abc import Callable

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, measuring, web
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps.actions import lock
from eventapp.seating import actions, engine, wording
from eventapp.seating.board import display, edits, locks, mixing, page, refusals, undo
from eventapp.seating.board.forms import AimsForm, LockForm, MoveForm, RuleForm
from eventapp.seating.board.page import PAGE, PLAN, bp
from eventapp.seating.board.snapshot import Board, read
from eventapp.seating.models import Step

SECONDS = 1.0


@bp.get(f"{PAGE}/tables")
def board(community: str, event: str) -> ResponseReturnValue:
    """Who sits where: one round, or all of them; or how to make the tables."""
    return page.shown_page(desk_event(community, event, "trainer"))


@bp.post(f"{PAGE}/plans")
def make(community: str, event: str) -> ResponseReturnValue:
    """Make the tables, or mix anew; the search itself holds no transaction."""
    seed = secrets.randbelow(2**31)
    try:
        found, laid = page.current_board(community, event)
        if _aim(found):
            found, laid = page.current_board(community, event)
        asked = mixing.problem_for_new_mix(found, laid)
        release()
        with measuring.work("mix"):
            solved = engine.solve(asked, seconds=SECONDS, seed=seed)
        found, laid = page.current_board(community, event)
        _same_rounds(laid, asked)
    except (engine.Clash, engine.BadProblem) as no:
        raise Refused(refusals.conflict_message(no, found)) from no
    except page.Stale:
        # Pressed twice: the first plan is made once, and both get to see it.
        if request.form.get("seen") != page.stamp(None):
            raise
        return page.back(desk_event(community, event, "trainer"))
    mixing.save_mix(found, laid, asked, solved, seed=seed, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(_("Mixed. Have a look, move whom you like, then publish."), "good")
    return page.back(found)


@bp.post(f"{PLAN}/improvement")
def improve(community: str, event: str, version: int) -> ResponseReturnValue:
    """Search on from the plan as it is; it never gets worse."""
    try:
        found, laid = page.current_plan(community, event, version)
        if _aim(found):
            found, laid = page.current_plan(community, event, version)
        asked, start = mixing.problem_for_improvement(laid)
        release()
        seed = secrets.randbelow(2**31)
        with measuring.work("mix"):
            solved = engine.solve(asked, seconds=SECONDS, seed=seed, start=start)
        found, laid = page.current_plan(community, event, version)
        _same_rounds(laid, asked)
    except (engine.Clash, engine.BadProblem) as no:
        raise Refused(refusals.conflict_message(no, found)) from no
    before = laid.figures
    if mixing.save_if_better(laid, solved, now=clock.now(), by=web.current_person()):
        db.session.commit()
        after = read(found)
        assert after
        flash(
            wording.change_sentence(
                before, after.figures, wording.figures_that_count(asked.weights)
            ),
            "good",
        )
    else:
        flash(_("Nothing better was found: everybody stays where they are."), "good")
    return page.back(found)


@bp.post(f"{PLAN}/publication")
def publish(community: str, event: str, version: int) -> ResponseReturnValue:
    """Tell everybody whose route is new; twice is once."""
    found = desk_event(community, event, "trainer")
    lock(found)
    laid = read(found, now=clock.now())
    if laid and laid.plan.version == version and not laid.draft:
        return page.back(found)
    laid = page.not_stale(laid, version)
    if edits.update_before_publishing(laid, now=clock.now(), by=web.current_person()):
        laid = read(found, now=clock.now()) or laid
    people = len(laid.to_tell)
    told = actions.publish_after(laid.published, laid.plan, told=people, now=clock.now())
    db.session.commit()
    mails = ngettext("One person gets a mail.", "%(num)s people get a mail.", told)
    flash(_("The tables are out.") + " " + (mails if told else _("Nobody needed a mail.")), "good")
    return page.back(found)


@bp.post(f"{PLAN}/removal")
def discard(community: str, event: str, version: int) -> ResponseReturnValue:
    """Throw the draft away."""
    found, laid = page.current_plan(community, event, version)
    edits.discard(laid)
    db.session.commit()
    flash(_("The draft is gone."), "good")
    return page.back(found)


@bp.post(f"{PLAN}/moves")
def move(community: str, event: str, version: int) -> ResponseReturnValue:
    """Move somebody to a table, or let two swap."""
    found, laid = page.current_plan(community, event, version)
    form = MoveForm()
    if not form.validate_on_submit():
        raise Refused(_("Choose who moves, and where to."))
    kind, place = form.target
    who, number = form.rsvp.data or 0, form.round.data or 0
    if number > laid.plan.rounds:
        raise Refused(_("There is no such round in this plan."))
    action = edits.move if kind == "table" else edits.swap
    said = action(laid, who, number, place, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(said, "good")
    return page.back(found, anchor=f"seat-{who}")


@bp.post(f"{PLAN}/seats")
def seat(community: str, event: str, version: int) -> ResponseReturnValue:
    """Find chairs for those who have none; nobody else moves."""
    found, laid = page.current_plan(community, event, version)
    standing = edits.seat_everybody(laid, now=clock.now(), by=web.current_person())
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
    return page.back(found)


@bp.post(f"{PLAN}/locks", endpoint="lock")
def lock_seats(community: str, event: str, version: int) -> ResponseReturnValue:
    """Let seats stay as they are, or let them move again: one, a person's, a table's, a round's."""
    found, laid = page.current_plan(community, event, version)
    form = LockForm()
    if not form.validate_on_submit() or not form.target:
        raise Refused(_("Choose what stays where it is."))
    kind, number = form.target
    open_round = form.round.data or 0
    seats = locks.seats_meant(laid, kind, number, open_round)
    about = {
        "seat": {"who": number, "round": open_round},
        "person": {"who": number},
        "table": {"table": number, "round": open_round},
        "round": {"round": number},
    }[kind]
    action = locks.lock if form.lock.data else locks.unlock
    action(laid, seats, about=about, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(
        _("It stays as it is in every mix.") if form.lock.data else _("It may move again."), "good"
    )
    return page.back(found, anchor=f"seat-{number}" if "who" in about else None)


@bp.post(f"{PLAN}/undo", endpoint="undo")
def undo_step(community: str, event: str, version: int) -> ResponseReturnValue:
    """Take the last step back."""
    found, what = _turned(community, event, version, undo.undo)
    flash(_("Undone: %(what)s.", what=what), "good")
    return page.back(found)


@bp.post(f"{PLAN}/redo", endpoint="redo")
def redo_step(community: str, event: str, version: int) -> ResponseReturnValue:
    """Do again what was undone last."""
    found, what = _turned(community, event, version, undo.redo)
    flash(_("Done again: %(what)s.", what=what), "good")
    return page.back(found)


def _turned(
    community: str, event: str, version: int, turn: Callable[[Board], Step]
) -> tuple[Event, str]:
    found, laid = page.current_plan(community, event, version)
    step = turn(laid)
    db.session.commit()
    return found, display.step(laid, step)


@bp.post(f"{PAGE}/rules")
def rule(community: str, event: str) -> ResponseReturnValue:
    """Keep two together or apart, or let somebody host a table; the plan follows at once."""
    found, laid = page.current_board(community, event)
    form = RuleForm()
    other = form.number if form.kind.data == "host" else form.other
    if not form.validate_on_submit() or not other.data:
        raise Refused(_("Choose whom the rule is about."))
    who, now, by = form.rsvp.data or 0, clock.now(), web.current_person()
    if form.kind.data == "host":
        moved = edits.add_host_rule(found, laid, who, other.data, now=now, by=by)
    else:
        moved = edits.add_pair_rule(found, laid, form.kind.data, who, other.data, now=now, by=by)
    db.session.commit()
    seats = ngettext("One seat changed for it.", "%(num)s seats changed for it.", moved)
    flash(_("The rule is kept.") + (f" {seats}" if moved else ""), "good")
    return page.back(found)


@bp.post(f"{PAGE}/rules/<int:number>/removal")
def forget(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a rule back; nobody moves."""
    found, laid = page.current_board(community, event)
    edits.remove_rule(found, laid, number, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(_("The rule is gone. Nobody moved."), "good")
    return page.back(found)


def _same_rounds(laid: Board | None, asked: engine.Problem) -> None:
    """A round that has begun while the search went on must not change any more."""
    if laid and laid.begun != asked.frozen_rounds:
        raise page.Stale


def _aim(event: Event) -> bool:
    """Keep what the form says to mix, when it comes with one, for the search to follow: whether
    anything is new. Then everything is to be read again.
    """
    form = AimsForm()
    if not form.sent:
        return False
    if not form.validate_on_submit():
        raise Refused(_("Choose for each aim how much it counts."))
    changed = mixing.set_aims(event, form.levels)
    if changed:
        db.session.commit()
    return changed
