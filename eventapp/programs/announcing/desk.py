"""How far the letters to everybody of a program are."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.programs.access import desk_program
from eventapp.programs.announcing import actions

bp = Blueprint("program_letters", __name__)


@bp.get("/desk/<community>/programs/<program>/announcements")
def under_way(community: str, program: str) -> ResponseReturnValue:
    """Whether all are written, and the part of the page that changes."""
    found = actions.under_way(desk_program(community, program), now=clock.now())
    return {"over": not found, "html": render_template("rsvps/_announced.html", under_way=found)}
