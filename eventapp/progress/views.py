"""How far I am in a program, and what I take with me: behind the link of a letter."""

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, web
from eventapp.communities.face import host_page
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.people.actions import link_for
from eventapp.programs import actions as programs
from eventapp.programs import waitlist
from eventapp.programs.models import Enrolment, Program
from eventapp.progress import actions, mine
from eventapp.progress.forms import ReflectionForm

bp = Blueprint("progress", __name__)


@bp.get("/e/<token>/reflection")
def show(token: str) -> ResponseReturnValue:
    """My progress, with the form for what I take with me."""
    return _page(_mine(token), token)


@bp.post("/e/<token>/reflection")
@web.limiter.limit("60/minute")
def reflect(token: str) -> ResponseReturnValue:
    """Keep what I take with me."""
    enrolment, form = _mine(token), ReflectionForm()
    if not form.validate_on_submit():
        return _page(enrolment, token, form), 422
    letter_limits.begin(web.client(), enrolment.person.letterbox or "")
    waitlist.lock(enrolment.program)
    programs.claim(enrolment)
    db.session.refresh(enrolment)
    before = enrolment.reflection
    actions.reflect(enrolment, form.reflection.data or "", now=clock.now())
    db.session.commit()
    if enrolment.reflection:
        flash(_("Thank you. You can change it until the certificates are given."), "good")
    elif before:
        flash(_("Taken back: nobody reads it any more."), "good")
    return web.to("programs.mine", token=token)


def _mine(token: str) -> Enrolment:
    web.private()
    link = link_for(token, "enrolment", now=clock.now()) or abort(404)
    web.note_opened(link)
    found: Enrolment = db.session.scalar(
        db.select(Enrolment)
        .where(Enrolment.link_id == link.id)
        .options(
            db.joinedload(Enrolment.link),
            db.joinedload(Enrolment.program).joinedload(Program.community),
        )
    ) or abort(404)
    if not mine.may_see(found) or not found.program.published_at:
        abort(404)
    host_page.about(found.program.community)
    languages.held_in(*found.languages)
    return found


def _page(enrolment: Enrolment, token: str, form: ReflectionForm | None = None) -> str:
    return render_template(
        "progress/reflection.html",
        enrolment=enrolment,
        program=enrolment.program,
        progress=mine.shown(enrolment, now=clock.now(), form=form) or abort(404),
        token=token,
    )
