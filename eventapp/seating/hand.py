"""What an organizer changes by hand on the board: each is a step that can be undone."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.seating import edits, locks, page, shown, steps
from eventapp.seating.forms import LockForm, MoveForm, RuleForm
from eventapp.seating.page import PAGE, PLAN, bp


@bp.post(f"{PLAN}/moves")
def move(community: str, event: str, version: int) -> ResponseReturnValue:
    """Move somebody to a table, or let two swap."""
    found, laid = page.plan(community, event, version)
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
    found, laid = page.plan(community, event, version)
    standing = edits.seat_all(laid, now=clock.now(), by=web.current_person())
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


@bp.post(f"{PLAN}/locks")
def lock(community: str, event: str, version: int) -> ResponseReturnValue:
    """Let seats stay as they are, or let them move again: one, a person's, a table's, a round's."""
    found, laid = page.plan(community, event, version)
    form = LockForm()
    if not form.validate_on_submit() or not form.target:
        raise Refused(_("Choose what stays where it is."))
    kind, number = form.target
    open_round = form.round.data or 0
    seats = locks.meant(laid, kind, number, open_round)
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


@bp.post(f"{PLAN}/undo")
def undo(community: str, event: str, version: int) -> ResponseReturnValue:
    """Take the last step back."""
    found, laid = page.plan(community, event, version)
    step = steps.undo(laid)
    db.session.commit()
    flash(_("Undone: %(what)s.", what=shown.step(laid, step)), "good")
    return page.back(found)


@bp.post(f"{PLAN}/redo")
def redo(community: str, event: str, version: int) -> ResponseReturnValue:
    """Do again what was undone last."""
    found, laid = page.plan(community, event, version)
    step = steps.redo(laid)
    db.session.commit()
    flash(_("Done again: %(what)s.", what=shown.step(laid, step)), "good")
    return page.back(found)


@bp.post(f"{PAGE}/rules")
def rule(community: str, event: str) -> ResponseReturnValue:
    """Keep two together or apart, or let somebody host a table; the plan follows at once."""
    found, laid = page.current(community, event)
    form = RuleForm()
    other = form.number if form.kind.data == "host" else form.other
    if not form.validate_on_submit() or not other.data:
        raise Refused(_("Choose whom the rule is about."))
    who, now, by = form.rsvp.data or 0, clock.now(), web.current_person()
    if form.kind.data == "host":
        moved = edits.host(found, laid, who, other.data, now=now, by=by)
    else:
        moved = edits.pair(found, laid, form.kind.data, who, other.data, now=now, by=by)
    db.session.commit()
    seats = ngettext("One seat changed for it.", "%(num)s seats changed for it.", moved)
    flash(_("The rule is kept.") + (f" {seats}" if moved else ""), "good")
    return page.back(found)


@bp.post(f"{PAGE}/rules/<int:number>/removal")
def forget(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a rule back; nobody moves."""
    found, laid = page.current(community, event)
    edits.forget(found, laid, number, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(_("The rule is gone. Nobody moved."), "good")
    return page.back(found)
