"""Longer searches at the organizer's desk: begin one, look how far it is, stop it."""

import secrets

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.mail import jobs
from eventapp.programs.access import desk_program
from eventapp.programs.models import Program
from eventapp.seating.board import page
from eventapp.seating.board.forms import SearchForm
from eventapp.seating.models import Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.searches import progress

bp = Blueprint("searches", __name__)
bp.register_error_handler(Refused, page.refused)


@bp.post(f"{page.PAGE}/searches")
def create(community: str, event: str) -> ResponseReturnValue:
    """Have the worker search for better tables; twice is once."""
    found, _laid = page.current_board(community, event)
    form, now = SearchForm(), clock.now()
    if not form.validate_on_submit():
        raise Refused(_("Choose how long to search."))
    search = searches.start(
        event=found,
        kind=form.kind.data or "",
        seconds=form.seconds.data or 0,
        seed=secrets.randbelow(2**31),
        seen=form.seen.data or "",
        by=web.current_person(),
        now=now,
    )
    if search.state == "waiting":
        # What can't be searched for is said now, not by the worker later.
        searches.task_of(search, now=now)
    db.session.commit()
    jobs.ask("search")
    return page.back(found, anchor="searching")


@bp.get("/desk/<community>/searches/<int:number>")
def show(community: str, number: int) -> ResponseReturnValue:
    """How far a search is: whether it is over, and the part of its page that changes."""
    search = _search(community, number)
    view = progress.view(search, now=clock.now())
    return {
        "over": view.over,
        "html": "" if view.over else render_template("seating/_progress.html", view=view),
    }


@bp.post("/desk/<community>/searches/<int:number>/stop")
def stop(community: str, number: int) -> ResponseReturnValue:
    """Let a search end with the best so far; twice is once."""
    search = _search(community, number)
    searches.stop(search, now=clock.now())
    db.session.commit()
    flash(_("Stopping: the best so far is kept."), "good")
    if search.program:
        return web.to("series.tables", community=community, program=search.program.slug)
    assert search.event
    return web.to("seating.board", community=community, event=search.event.slug)


def _search(community: str, number: int) -> Search:
    """A search for whoever may change the tables that it is for; 404 for everybody else."""
    web.require_person()
    web.private()
    host = db.select(Community.id).where(Community.slug == community).scalar_subquery()
    search: Search | None = db.session.scalar(
        db.select(Search)
        .outerjoin(Search.event)
        .outerjoin(Search.program)
        .options(db.contains_eager(Search.event), db.contains_eager(Search.program))
        .where(
            Search.id == number,
            db.or_(Event.community_id == host, Program.community_id == host),
        )
    )
    found = search or abort(404)
    if found.event:
        desk_event(community, found.event.slug, "trainer")
    elif found.program:
        desk_program(community, found.program.slug)
    return found


@bp.app_template_global("searched")
def searched(event: Event) -> progress.View | None:
    """The search that the page of an event tells of, if any."""
    now = clock.now()
    search = searches.to_show(event=event, now=now)
    return progress.view(search, now=now) if search else None
