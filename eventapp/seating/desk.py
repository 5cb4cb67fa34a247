"""Make tables, look at the plan, publish it; what is changed by hand is in `hand`."""

import secrets

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps.actions import lock
from eventapp.seating import (
    actions,
    edits,
    hand,
    mixes,
    page,
    problem,
    refusals,
    solver,
    words,
)
from eventapp.seating.board import Board, read
from eventapp.seating.forms import AimsForm
from eventapp.seating.page import PAGE, PLAN

# With the routes of what is changed by hand.
bp = hand.bp

SECONDS = 1.0


@bp.get(f"{PAGE}/tables")
def board(community: str, event: str) -> ResponseReturnValue:
    """Who sits where: one round, or all of them; or how to make the tables."""
    return page.shown_page(desk_event(community, event))


@bp.post(f"{PAGE}/plans")
def make(community: str, event: str) -> ResponseReturnValue:
    """Make the tables, or mix anew; the search itself holds no transaction."""
    seed = secrets.randbelow(2**31)
    try:
        found, laid = page.current(community, event)
        _aim(found)
        asked = mixes.anew(found, laid)
        release()
        solved = solver.solve(asked, seconds=SECONDS, seed=seed)
        found, laid = page.current(community, event)
        _same_rounds(laid, asked)
    except (problem.Clash, problem.BadProblem) as no:
        raise Refused(refusals.clash(no, found)) from no
    except page.Stale:
        # Pressed twice: the first plan is made once, and both get to see it.
        if request.form.get("seen") != page.stamp(None):
            raise
        return page.back(desk_event(community, event))
    mixes.keep(found, laid, asked, solved, seed=seed, now=clock.now(), by=web.current_person())
    db.session.commit()
    flash(_("Mixed. Have a look, move whom you like, then publish."), "good")
    return page.back(found)


@bp.post(f"{PLAN}/improvement")
def improve(community: str, event: str, version: int) -> ResponseReturnValue:
    """Search on from the plan as it is; it never gets worse."""
    try:
        found, laid = page.plan(community, event, version)
        _aim(found)
        asked, start = mixes.further(laid)
        release()
        solved = solver.solve(asked, seconds=SECONDS, seed=secrets.randbelow(2**31), start=start)
        found, laid = page.plan(community, event, version)
        _same_rounds(laid, asked)
    except (problem.Clash, problem.BadProblem) as no:
        raise Refused(refusals.clash(no, found)) from no
    before = laid.figures
    if mixes.better(laid, solved, now=clock.now(), by=web.current_person()):
        db.session.commit()
        after = read(found)
        assert after
        flash(words.gained(before, after.figures, words.shown(asked.weights)), "good")
    else:
        flash(_("Nothing better was found: everybody stays where they are."), "good")
    return page.back(found)


@bp.post(f"{PLAN}/publication")
def publish(community: str, event: str, version: int) -> ResponseReturnValue:
    """Tell everybody whose route is new; twice is once."""
    found = desk_event(community, event)
    lock(found)
    laid = read(found, now=clock.now())
    if laid and laid.plan.version == version and not laid.draft:
        return page.back(found)
    laid = page.checked(laid, version)
    edits.catch_up(laid, now=clock.now(), by=web.current_person())
    told = actions.publish(laid.plan, now=clock.now())
    db.session.commit()
    mails = ngettext("One person gets a mail.", "%(num)s people get a mail.", told)
    flash(_("The tables are out.") + " " + (mails if told else _("Nobody needed a mail.")), "good")
    return page.back(found)


@bp.post(f"{PLAN}/removal")
def discard(community: str, event: str, version: int) -> ResponseReturnValue:
    """Throw the draft away."""
    found, laid = page.plan(community, event, version)
    edits.discard(laid)
    db.session.commit()
    flash(_("The draft is gone."), "good")
    return page.back(found)


def _same_rounds(laid: Board | None, asked: problem.Problem) -> None:
    """A round that has begun while the search went on must not change any more."""
    if laid and laid.begun != asked.frozen_rounds:
        raise page.Stale


def _aim(event: Event) -> None:
    """Keep what the form says to mix, when it comes with one; the search then follows it."""
    form = AimsForm()
    if not form.sent:
        return
    if not form.validate_on_submit():
        raise Refused(_("Choose for each aim how much it counts."))
    mixes.aim(event, form.levels)
    db.session.commit()
