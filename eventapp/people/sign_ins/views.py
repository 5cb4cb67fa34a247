"""The page of one's sign-ins."""

from flask import Blueprint, abort, flash, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.people.models import SignIn
from eventapp.people.sign_ins import actions, agents

bp = Blueprint("sign_ins", __name__)

PAGE = "/me/sign-ins"


@bp.get(PAGE)
def show() -> ResponseReturnValue:
    """Every browser that is signed in, this one first."""
    person, now = web.require_person(), clock.now()
    web.private()
    here = session.get("sign_in", "")
    found = [(one, actions.is_here(one, here)) for one in actions.standing(person, now=now)]
    return render_template(
        "people/sign_ins/show.html",
        sign_ins=sorted(found, key=lambda pair: not pair[1]),
        others=len(found) > 1
        or actions.lent().count(person, now)
        or actions.tokens_made().count(person, now),
        days=SignIn.UNUSED.days,
        in_words=in_words,
    )


@bp.post(f"{PAGE}/<int:number>/ending")
def end(number: int) -> ResponseReturnValue:
    """Sign one browser out."""
    person = web.require_person()
    if not actions.end(person, number, now=clock.now()):
        abort(404)
    db.session.commit()
    flash(_("That browser is signed out."), "good")
    return web.to(".show")


@bp.route(f"{PAGE}/everywhere", methods=["GET", "POST"])
def everywhere() -> ResponseReturnValue:
    """Sign all others out, once it is said what ends."""
    person, now = web.require_person(), clock.now()
    web.private()
    if request.method == "POST":
        ended = actions.end_others(person, session.get("sign_in", ""), now=now)
        if request.form.get("tokens"):
            actions.tokens_made().end(person, now)
        db.session.commit()
        flash(
            ngettext("One browser is signed out.", "%(num)s browsers are signed out.", ended)
            if ended
            else _("No other browser was signed in."),
            "good",
        )
        return web.to(".show")
    others = len(actions.standing(person, now=now)) - 1
    return render_template(
        "people/sign_ins/everywhere.html",
        others=others,
        lent=actions.lent().count(person, now),
        tokens=actions.tokens_made().count(person, now),
    )


def in_words(one: SignIn) -> str:
    """A browser as its owner would name it."""
    browser, system = agents.browser_of(one.agent)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("A browser that doesn’t say its name")
