"""The tables at the door: what could be changed, done with one tap; early leavers, closed tables."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.door import guest_list
from eventapp.door.page import PAGE, guest_of, page
from eventapp.door.reseating import actions as reseating
from eventapp.door.reseating import current_tables, options, question, status
from eventapp.door.reseating.current_tables import Live
from eventapp.door.reseating.opening import tables_can_change
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import plain

bp = Blueprint("reseating", __name__)

TABLES = f"{PAGE}/tables"
OPTIONS = ("fewest", "mixed", "leave", "wait")
# So many names of those who aren't here; the whole list has a page of its own.
LISTED = 12


@dataclass(frozen=True)
class Done:
    """The change that was just made: when and what in a sentence, whom to tell, whether to undo."""

    version: int
    said: str
    tell: list[tuple[Rsvp, int, str]]
    tables: set[int]
    can_undo: bool


@bp.get(TABLES)
def show(community: str, event: str) -> ResponseReturnValue:
    """How the tables stand, and what could be done."""
    return _show(desk_event(community, event, right="door"))


@bp.post(f"{TABLES}/changes")
def change(community: str, event: str) -> ResponseReturnValue:
    """Make the change that was chosen."""
    found, where = _event(community, event)
    option = request.form.get("option", "")
    if option not in OPTIONS:
        return _show(found, said=_("Choose what to do.")), 422
    try:
        plan = reseating.apply(
            found,
            option,
            request.form.get("stamp", ""),
            by=web.require_person(),
            now=clock.now(),
        )
    except reseating.Stale:
        db.session.rollback()
        said = _("Something has changed since you looked. This is how it is now: choose again.")
        return _show(_event(community, event)[0], said=said), 409
    db.session.commit()
    if plan is None:
        return web.to("door.show", **where)
    return web.to(".show", **where, done=plan.version)


@bp.post(f"{TABLES}/undoings")
def undo(community: str, event: str) -> ResponseReturnValue:
    """Take the last change back."""
    found, where = _event(community, event)
    version = web.number_in(request.form.get("version"))
    plan = reseating.undo(found, version, by=web.require_person(), now=clock.now())
    db.session.commit()
    return web.to(".show", **where, done=plan.version)


@bp.post(f"{TABLES}/closings")
def close(community: str, event: str) -> ResponseReturnValue:
    """Close a table from the next round on, or open it again."""
    found, where = _event(community, event)
    reseating.close(
        found,
        web.number_in(request.form.get("table")),
        again="again" in request.form,
        now=clock.now(),
    )
    db.session.commit()
    return web.to(".show", **where)


@bp.post(f"{TABLES}/leavings")
def leave(community: str, event: str) -> ResponseReturnValue:
    """Note that somebody leaves early, or stays after all."""
    found, where = _event(community, event)
    rsvp = guest_of(found, request.form.get("rsvp")) or abort(404)
    last = request.form.get("last_round")
    reseating.leave(rsvp, web.number_in(last) if last else None, now=clock.now())
    db.session.commit()
    return web.to(".show", **where)


@bp.post(f"{TABLES}/questions")
def ask(community: str, event: str) -> ResponseReturnValue:
    """Set from when the door is asked about its tables."""
    found, where = desk_event(community, event), {"community": community, "event": event}
    given = request.form.get("minutes", "")
    if given not in dict(question.choices(found)):
        return _show(found, said=_("Choose one of the times.")), 422
    question.set_time(found, int(given) if given else None)
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", **where)


@bp.errorhandler(Refused)
def refused(no: Refused) -> ResponseReturnValue:
    """The page as it is, with why what was asked can't be."""
    db.session.rollback()
    return _show(_event(**(request.view_args or {}))[0], said=str(no)), 409


def _event(community: str, event: str) -> tuple[Event, dict[str, str]]:
    where = {"community": community, "event": event}
    return desk_event(community, event, right="door"), where


def _show(event: Event, *, said: str = "") -> str:
    now, entries = clock.now(), guest_list.guest_entries(event)
    now_live = (
        current_tables.read(event, entries, now=now) if tables_can_change(event, now) else None
    )
    kept = now_live.question if now_live else question.kept_of(event)
    given: dict[str, object] = {
        "live": now_live,
        "on": tables_can_change(event, now),
        "said": said,
        "times": question.choices(event),
        "set_to": kept.minutes if kept else None,
    }
    if now_live:
        given |= _tables(now_live, now)
    return page("door/reseat.html", event, entries, now=now, **given)


def _tables(now_live: Live, now: datetime) -> dict[str, object]:
    """Everything that the page says of tables that can be changed."""
    done = _done(now_live)
    version = web.number_in(request.args.get("done"))
    fresh = done if done and done.version == version else None
    number = min(now_live.next, now_live.plan.rounds)
    shut, rounds = now_live.room.shut(number - 1), now_live.plan.rounds
    seats = {who: at for who, at in now_live.seats[number].items() if str(at) not in shut}
    inside = sorted((e for e in now_live.entries if e.inside), key=lambda e: plain(e.name))
    absent = guest_list.missing(now_live.entries)
    who = web.number_in(request.args.get("who"))
    return {
        "headline": status.headline(now_live, asked=status.to_ask(now_live, now=now)),
        "when": status.when(now_live, now),
        "options": options.options(now_live),
        "without": options.without_chairs(now_live),
        "minis": status.table_minis(now_live, number, fresh.tables if fresh else ()),
        "number": number,
        "done": fresh,
        "last": done if not fresh else None,
        "seats": seats,
        "came": next((e for e in inside if e.id == who), None),
        "absent": absent[:LISTED],
        "more": max(0, len(absent) - LISTED),
        "staying": [e for e in inside if e.last_round is None],
        "leaving": [e for e in inside if e.last_round is not None and e.last_round < rounds],
        "rounds": range(now_live.begun, rounds),
        "closed": [t for t in now_live.plan.tables if t.closed_from],
        "open": [t for t in now_live.plan.tables if not t.closed_from],
    }


def _done(now_live: Live) -> Done | None:
    """The last change at the door, if the tables are as it left them."""
    step = current_tables.step_of(now_live.plan)
    if step is None:
        return None
    ways = current_tables.moved_by(step, now_live)
    hour = clock.hour(step.done_at, now_live.event.zone)
    moves = ngettext("One person moves.", "%(num)s people move.", len(ways))
    back = ngettext("One person goes back.", "%(num)s people go back.", len(ways))
    return Done(
        version=now_live.plan.version,
        said=_("Done at %(time)s.", time=hour) + " " + moves
        if step.kind == "door"
        else _("Taken back at %(time)s.", time=hour) + " " + back,
        tell=status.who_moves_where(now_live, ways),
        tables={table for way in ways.values() for number, table in way if number == now_live.next},
        can_undo=step.kind == "door"
        and any(number >= now_live.next for number, *_rest in step.changes["seats"]),
    )
