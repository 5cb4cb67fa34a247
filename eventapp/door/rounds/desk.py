"""The host's remote on a phone, and the screen for a projector."""

from flask import Blueprint, Response, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.door.rounds import actions, hall, words
from eventapp.events.access import desk_event

bp = Blueprint("rounds", __name__)

EVENT = "/desk/<community>/events/<event>"


@bp.get(f"{EVENT}/hall")
def screen(community: str, event: str) -> ResponseReturnValue:
    """The tables of the round and the clock, large enough for the back of a room."""
    found, now = desk_event(community, event, right="door"), clock.now()
    stands = found.evening(now)
    pages = hall.pages(hall.tables(found, hall.round_shown(stands)))
    number = max(1, min(web.number_in(request.args.get("page")), len(pages)))
    return render_template(
        "door/hall.html",
        event=found,
        community=found.community,
        where={"community": community, "event": event},
        stands=stands,
        version=hall.version(found, now=now),
        clock_face=words.clock_of(found, stands),
        pages=pages,
        number=number,
        stays=bool(request.args.get("stay")),
    )


@bp.get(f"{EVENT}/hall/version")
def version(community: str, event: str) -> ResponseReturnValue:
    """What the screen and the remote show now, as one short mark: 304 for whoever has seen it."""
    found = desk_event(community, event, right="door")
    answer = Response(hall.version(found, now=clock.now()), mimetype="text/plain")
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get(f"{EVENT}/remote")
def remote(community: str, event: str) -> ResponseReturnValue:
    """How the evening stands, and what can be done about it with one thumb."""
    found, now = desk_event(community, event, right="door"), clock.now()
    stands = found.evening(now)
    return render_template(
        "door/remote.html",
        event=found,
        community=found.community,
        where={"community": community, "event": event},
        stands=stands,
        version=hall.version(found, now=now),
        clock_face=words.clock_of(found, stands),
        main=words.main_command(stands),
        others=words.other_commands(stands),
        undo=words.undo_word(stands),
        lines=words.lines(found, stands),
        beside_plan=words.beside_plan(stands),
        can_run=actions.can_run(found, now),
        over=found.over(now),
        organizes=g.membership.may("organizer"),
    )


@bp.post(f"{EVENT}/remote/commands")
def command(community: str, event: str) -> ResponseReturnValue:
    """Do what the host pressed, if it is still so what they saw."""
    found = desk_event(community, event, right="door")
    name, seen = request.form.get("command", ""), request.form.get("seen", "")
    done = actions.command(found, name, seen=seen, now=clock.now())
    db.session.commit()
    if not done:
        flash(_("Nothing was changed: the evening had gone on already. This is how it stands."))
    return web.to(".remote", community=community, event=event)
