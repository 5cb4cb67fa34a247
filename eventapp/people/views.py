"""Sign in by a mailed link, and sign out."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock, languages, web
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.people import actions
from eventapp.people.forms import SignInForm
from eventapp.people.language.actions import chosen_by

bp = Blueprint("people", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for the address."""
    form = SignInForm(request.args)
    form.email.data = ""
    return render_template("people/sign_in.html", form=form)


@bp.post("/sign-in")
@web.limiter.limit("20/minute")
def request_link() -> ResponseReturnValue:
    """Mail a link to whoever is known by the address; the answer is the same for everybody."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    letter_limits.begin(web.client(), form.email.data or "")
    browser = session.setdefault("browser", secrets.token_urlsafe(16))
    actions.ask_to_sign_in(
        form.email.data or "",
        browser=browser,
        next_path=web.safe_next(form.next.data, url_for("desk.home")),
        now=clock.now(),
    )
    db.session.commit()
    return web.to(".link_sent")


@bp.get("/sign-in/sent")
def link_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("people/link_sent.html")


@bp.get("/sign-in/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """A page with a button: mail scanners follow links, so opening one changes nothing."""
    web.private()
    usable = actions.link_for(token, "sign-in", now=clock.now())
    if usable:
        languages.held_in(*usable.person.languages)
    return render_template("people/open_link.html", token=token, usable=usable)


@bp.post("/sign-in/<token>")
@web.limiter.limit("20/minute")
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign this browser in, with a new session."""
    web.private()
    key = actions.open_sign_in(
        token,
        browser=session.get("browser", ""),
        agent=request.user_agent.string,
        now=clock.now(),
    )
    db.session.commit()
    session.clear()
    session["sign_in"] = key
    session.permanent = True
    answer = redirect(web.safe_next(request.args.get("next"), url_for("desk.home")), code=303)
    if tag := languages.known(chosen_by(key)):
        languages.keep(answer, tag)
    return answer


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in."""
    if token := session.get("sign_in"):
        actions.sign_out(token, now=clock.now())
        db.session.commit()
    session.clear()
    answer = web.to("front.home")
    # The lists that a door keeps on this device, and its service worker, go with the sign-in.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
