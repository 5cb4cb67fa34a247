"""The organizer's steps with a program as a whole; whom they mail is shown first."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.programs.access import desk_program
from eventapp.programs.states import actions

bp = Blueprint("program_states", __name__)

PROGRAM = "/desk/<community>/programs/<program>"


@bp.route(f"{PROGRAM}/cancellation", methods=["GET", "POST"])
def call_off(community: str, program: str) -> ResponseReturnValue:
    """Call a program off, after one page that says who is mailed; a draft is thrown away."""
    found, now = desk_program(community, program), clock.now()
    if request.method == "POST" and (request.form.get("draft") or not found.published_at):
        actions.throw_away(found)
        db.session.commit()
        flash(_("The draft is gone."), "good")
        return web.to("programs_desk.index", community=community)
    if request.method == "POST":
        told = actions.call_off(found, now=now)
        db.session.commit()
        flash(_("Called off.") + " " + _told(told), "good")
        return web.to("programs_desk.show", community=community, program=program)
    return render_template(
        "programs/desk_call_off.html",
        community=found.community,
        program=found,
        state=found.state(now),
        reach=actions.reach(found, actions.to_call_off(found, now=now)),
        kept_by="" if found.published_at else actions.kept_by(found),
    )


@bp.route(f"{PROGRAM}/reopening", methods=["GET", "POST"])
def bring_back(community: str, program: str) -> ResponseReturnValue:
    """Let a program take place after all, after one page that says who is mailed."""
    found, now = desk_program(community, program), clock.now()
    if request.method == "POST":
        told = actions.bring_back(found, now=now)
        db.session.commit()
        flash(_("It takes place after all.") + " " + _told(told), "good")
        return web.to("programs_desk.show", community=community, program=program)
    return render_template(
        "programs/desk_bring_back.html",
        community=found.community,
        program=found,
        reach=actions.reach(found, actions.to_bring_back(found, now=now)),
    )


def _told(number: int) -> str:
    return ngettext("One person is told.", "%(num)s people are told.", number)
