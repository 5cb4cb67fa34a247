"""Asking to hear of a program's next run, or a series' next date, and the page of that wish."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, web
from eventapp.communities.face import host_page
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.access import public_community
from eventapp.events.series.access import public_series
from eventapp.events.series.models import EventSeries
from eventapp.mail import letter_limits
from eventapp.programs.interest import actions
from eventapp.programs.interest.forms import InterestForm
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Program

bp = Blueprint("interest", __name__)


@bp.route("/<community>/programs/<program>/interests", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def ask(community: str, program: str) -> ResponseReturnValue:
    """Leave an address, to hear when a program runs again."""
    host = public_community(community)
    found: Program | None = db.session.scalar(
        db.select(Program).where(
            Program.community_id == host.id,
            Program.slug == program,
            Program.published_at.is_not(None),
        )
    )
    back = url_for("programs.show", community=community, program=program)
    return _asked(found or abort(404), host, back=back)


@bp.route("/<community>/series/<series>/interests", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def ask_of_series(community: str, series: str) -> ResponseReturnValue:
    """Leave an address, to hear of the next date of a series."""
    found = public_series(community, series)
    back = url_for("event_series.show", community=community, series=series)
    return _asked(found, found.community, back=back)


def _asked(of: Program | EventSeries, host: Community, *, back: str) -> ResponseReturnValue:
    """The form, or what follows from it: the same whoever the address belongs to."""
    form, series = InterestForm(), isinstance(of, EventSeries)
    languages.held_in(*of.languages)
    if form.validate_on_submit():
        email = form.email.data or ""
        letter_limits.begin(web.client(), email)
        actions.ask(of, email, now=clock.now())
        db.session.commit()
        said = (
            _("Look into your mail: one press there, and we write once there is a new date.")
            if series
            else _("Look into your mail: one press there, and we write once it runs again.")
        )
        flash(said, "good")
        return redirect(back, code=303)
    page = render_template(
        "programs/tell_me.html", of=of, series=series, community=host, form=form, back=back
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/interests/<token>", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def mine(token: str) -> ResponseReturnValue:
    """A page with buttons: mail scanners follow links, so opening one changes nothing."""
    web.private()
    found = actions.opened(token) or abort(404)
    host_page.there(found.community)
    languages.held_in(*found.languages)
    if request.method == "POST":
        actions.confirm(found, now=clock.now())
        db.session.commit()
        return web.to(".mine", token=token)
    return _page(found, token)


def _page(found: Interest, token: str) -> str:
    host_page.about(found.community)
    return render_template(
        "programs/my_interest.html",
        interest=found,
        of=found.of,
        series=found.series is not None,
        community=found.community,
        token=token,
    )


@bp.route("/interests/<token>/removal", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
@web.csrf.exempt
def stop(token: str) -> ResponseReturnValue:
    """Hear nothing of it, and have the address forgotten: one press, also by a mail program (RFC 8058)."""
    web.private()
    found = actions.opened(token)
    if found:
        languages.held_in(*found.languages)
    if found is None and request.method == "POST":
        return _gone()
    wish = found or abort(404)
    if request.method != "POST":
        return _page(wish, token)
    actions.stop(wish)
    db.session.commit()
    return _gone()


# The check of where a form comes from knows a page by its endpoint.
web.csrf.exempt("interest.stop")


def _gone() -> str:
    """Pressed twice is pressed once: the page says the same."""
    return render_template("programs/interest_gone.html")
