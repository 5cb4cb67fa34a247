"""The organizer's page of who really sat where, round by round, also long after the event."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities import access
from eventapp.db import db
from eventapp.door.corrections import actions, page
from eventapp.door.corrections.seats import Correction
from eventapp.errors import Refused
from eventapp.events.access import desk_event

bp = Blueprint("corrections", __name__)

EVENT = "/desk/<community>/events/<event>/who-sat"


@bp.get(EVENT)
def show(community: str, event: str) -> ResponseReturnValue:
    """The tables of a round as people really sat; what a correction would change, before it is made."""
    found, now = desk_event(community, event), clock.now()
    rounds = actions.rounds_to_correct(found, now=now)
    asked, trouble, meant = web.number_in(request.args.get("round")), "", None
    number = asked if asked in rounds else rounds[0] if rounds else 0
    if "kind" in request.args:
        try:
            made = _made(rounds, number)
            meant = page.Meant(made, actions.difference(found, made, now=now))
        except Refused as no:
            trouble = str(no)
    shown = render_template(
        "door/who_sat.html",
        event=found,
        community=found.community,
        where={"community": community, "event": event},
        rounds=rounds,
        number=number,
        sat=page.who_sat(found, number, now=now) if rounds else None,
        meant=meant,
        trouble=trouble,
        sentence=page.meant_words,
        names=access.names(found.community),
    )
    return shown, 422 if trouble else 200


@bp.post(f"{EVENT}/corrections")
def correct(community: str, event: str) -> ResponseReturnValue:
    """Keep a correction; who met follows at once."""
    found, now = desk_event(community, event), clock.now()
    number = web.number_in(request.form.get("round"))
    made = _made(actions.rounds_to_correct(found, now=now), number)
    actions.correct(found, made, by=web.require_person(), now=now)
    db.session.commit()
    flash(_("Corrected. Who met, the cards and the pictures follow."), "good")
    return web.to(".show", community=community, event=event, round=number)


@bp.post(f"{EVENT}/corrections/<int:number>/undoing")
def undo(community: str, event: str, number: int) -> ResponseReturnValue:
    """Take a correction back."""
    found = desk_event(community, event)
    actions.undo(found, number, by=web.require_person(), now=clock.now())
    db.session.commit()
    flash(_("It counts as it was noted again."), "good")
    shown = web.number_in(request.form.get("round")) or None
    return web.to(".show", community=community, event=event, round=shown)


def _made(rounds: list[int], number: int) -> list[Correction]:
    """What the form says: about one round, or about every one."""
    given = request.values
    kind, table = given.get("kind", ""), web.number_in(given.get("table")) or None
    other, who = (web.number_in(given.get(name)) or None for name in ("other", "who"))
    if kind == "joined":
        made = Correction("joined", number, None, *sorted((table or 0, other or 0)))
    elif kind == "guest" and who:
        made = Correction("sat" if table else "absent", number, who, table)
    else:
        raise Refused(_("Choose somebody, or two tables."))
    if given.get("every") != "yes":
        return [made]
    return [Correction(made.kind, n, made.who, made.table, made.other) for n in rounds]
