"""The organizer's page of the tables: what it shows, and which page a change may come from."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps.actions import lock
from eventapp.rsvps.questions.event_questions import mixed
from eventapp.seating import problems, stale_pages
from eventapp.seating.board import display, mixing
from eventapp.seating.board.forms import AimsForm
from eventapp.seating.board.guest_panel import guest_panel
from eventapp.seating.board.snapshot import Board, read
from eventapp.seating.problems import aims_of, weights_of

bp = Blueprint("seating", __name__)

PAGE = "/desk/<community>/events/<event>"
PLAN = f"{PAGE}/plans/<int:version>"


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
    found = desk_event(given["community"], given["event"], "trainer")
    return shown_page(found, trouble=str(no), stale=isinstance(no, Stale)), 409


def current_board(community: str, event: str) -> tuple[Event, Board | None]:
    """The event and its newest plan, for one change at a time; the page must not be stale."""
    found = desk_event(community, event, "trainer")
    lock(found)
    if found.cancelled_at:
        raise Refused(_("This event is called off."))
    laid = read(found, now=clock.now())
    if request.form.get("seen", "") != stamp(laid):
        raise Stale
    return found, laid


def current_plan(community: str, event: str, version: int) -> tuple[Event, Board]:
    """The same, where the newest plan is of this version."""
    found, laid = current_board(community, event)
    return found, not_stale(laid, version)


def not_stale(laid: Board | None, version: int) -> Board:
    """The board, if it is the one that the page showed."""
    if laid is None or laid.plan.version != version or request.form.get("seen") != laid.stamp:
        raise Stale
    return laid


def stamp(laid: Board | None) -> str:
    """The mark of a board, by which a stale page is known."""
    return laid.stamp if laid else stale_pages.NONE


def back(event: Event, *, anchor: str | None = None) -> Reply:
    """Back to the board, to the round that was open."""
    where = url_for(
        "seating.board",
        community=g.event.community.slug,
        event=event.slug,
        round=request.form.get("round"),
        compare=request.form.get("compare") or None,
        why=request.form.get("why", type=int),
        _anchor=anchor,
    )
    return redirect(where, code=303)


def shown_page(event: Event, *, trouble: str = "", stale: bool = False) -> str:
    """The board of an event, or how to make the tables."""
    now = clock.now()
    laid = read(event, now=now)
    given = request.values
    about = {
        "trouble": trouble,
        "stale": stale,
        "aims": _aims(event, laid),
        **events_desk.about(event),
    }
    if laid is None:
        return render_template("seating/none.html", stamp=stamp(None), **_before(event), **about)
    every = given.get("round") == "all"
    number = given.get("round", 1, type=int)
    number = number if number in laid.seats else 1
    who = given.get("why", type=int) or given.get("rsvp", type=int)
    comparing = given.get("compare") == "yes" and laid.draft and laid.published is not None
    return render_template(
        "seating/board.html",
        board=laid,
        number=number,
        every=every,
        comparing=comparing,
        figures=display.figures(laid, compared=laid.published_figures if comparing else None),
        compared=display.comparison_sentence(laid, None if every else number) if comparing else "",
        cards=[] if every else display.cards(laid, number),
        people=display.everybody_by_name(laid) if every else [],
        tray=[display.person(laid, rsvp, number) for rsvp in laid.unseated(number)],
        closer=guest_panel(laid, who, number) if who else None,
        rules=display.rules(laid),
        standing=display.publication_status(laid),
        undo=display.step(laid, laid.undo),
        redo=display.step(laid, laid.redo),
        times=times(event),
        states=[_state(event, laid, n) for n in sorted(laid.seats)],
        **about,
    )


def times(event: Event) -> list[str]:
    """When each round begins, on the clock of the place."""
    return [clock.hour(start, event.zone) for start in event.evening(clock.now()).begins]


def _state(event: Event, laid: Board, number: int) -> str:
    """Whether a round is still to come (empty), running, or over."""
    if number > laid.begun:
        return ""
    return _("over") if number <= event.evening(clock.now()).ended else _("running")


def _aims(event: Event, laid: Board | None) -> AimsForm:
    """How much each aim counts; answers only where some are to be mixed."""
    form, asked = AimsForm(request.form or None, data=_levels(event, laid)), mixed(event)
    if not asked:
        del form.answers
    elif len(asked) == 1:
        form.answers.label.text = _("Mix “%(question)s”", question=asked[0].label)
    return form


def _levels(event: Event, laid: Board | None) -> dict[str, int]:
    return mixing.aim_levels(laid.asked.weights if laid else weights_of(aims_of(event)))


def _before(event: Event) -> dict[str, Any]:
    """What the page says before there are tables: who comes, and why it can't be done yet."""
    guests = problems.going(event)
    try:
        problems.tables_for(event, guests, problems.rules_of(event))
        why_not = ""
    except Refused as no:
        why_not = str(no)
    used = problems.tables_used(event, len(guests))
    marks = [rsvp.mark for rsvp in guests]
    return {"guests": guests, "tables": len(used), "marks": marks, "why_not": why_not}
