"""Asking to hear of the next run of a program, and the page of that wish."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, web
from eventapp.db import db
from eventapp.events.access import public_community
from eventapp.mail import letter_limits
from eventapp.programs.interest import actions
from eventapp.programs.interest.forms import InterestForm
from eventapp.programs.models import Program

bp = Blueprint("interest", __name__)


@bp.route("/<community>/programs/<program>/interests", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def ask(community: str, program: str) -> ResponseReturnValue:
    """Leave an address; the answer is the same whoever it belongs to."""
    host = public_community(community)
    found: Program | None = db.session.scalar(
        db.select(Program).where(
            Program.community_id == host.id,
            Program.slug == program,
            Program.published_at.is_not(None),
        )
    )
    asked, form = found or abort(404), InterestForm()
    languages.held_in(*asked.languages)
    if form.validate_on_submit():
        email = form.email.data or ""
        letter_limits.begin(web.client(), email)
        actions.ask(asked, email, now=clock.now())
        db.session.commit()
        said = _("Look into your mail: one press there, and we write once it runs again.")
        flash(said, "good")
        return web.to("programs.show", community=community, program=program)
    page = render_template("programs/tell_me.html", program=asked, community=host, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/interests/<token>", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def mine(token: str) -> ResponseReturnValue:
    """A page with buttons: mail scanners follow links, so opening one changes nothing."""
    web.private()
    found = actions.opened(token) or abort(404)
    languages.held_in(*found.languages)
    if request.method == "POST":
        actions.confirm(found, now=clock.now())
        db.session.commit()
        return web.to(".mine", token=token)
    return render_template(
        "programs/my_interest.html",
        interest=found,
        program=found.program,
        community=found.program.community,
        token=token,
    )


@bp.post("/interests/<token>/removal")
@web.limiter.limit("60/minute")
def stop(token: str) -> ResponseReturnValue:
    """Hear nothing of it, and have the address forgotten."""
    found = actions.opened(token) or abort(404)
    languages.held_in(*found.languages)
    program, community = found.program.slug, found.program.community.slug
    published = found.program.published_at
    actions.stop(found)
    db.session.commit()
    flash(_("Done: we don’t write to you about it."), "good")
    if published:
        return web.to("programs.show", community=community, program=program)
    return web.to("front.home")
