"""Sign in by a mailed link, and sign out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock, languages, web
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.people import actions, browser
from eventapp.people.forms import SignInForm
from eventapp.people.passkeys import ceremonies, second_step

bp = Blueprint("people", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for the address, under the site's own name: cookies and passkeys of another one are no use there."""
    if elsewhere := ceremonies.elsewhere():
        return redirect(elsewhere + request.full_path.rstrip("?"))
    form = SignInForm(request.args)
    form.email.data = ""
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm) -> str:
    passkey = ceremonies.to_sign_in(now=clock.now())
    return render_template("people/sign_in.html", form=form, passkey=passkey)


@bp.post("/sign-in")
@web.limiter.limit("20/minute")
def request_link() -> ResponseReturnValue:
    """Mail a link to whoever is known by the address; the answer is the same for everybody."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    letter_limits.begin(web.client(), form.email.data or "")
    actions.ask_to_sign_in(
        form.email.data or "",
        browser=browser.mark(),
        next_path=web.safe_next(form.next.data, url_for("desk.home")),
        now=clock.now(),
    )
    db.session.commit()
    return web.to(".link_sent", next=form.next.data or None)


@bp.get("/sign-in/sent")
def link_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("people/link_sent.html", next=request.args.get("next"))


@bp.get("/sign-in/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """A page with a button: mail scanners follow links, so opening one changes nothing."""
    web.private()
    usable = actions.link_for(token, "sign-in", now=clock.now())
    if usable:
        languages.held_in(*usable.person.languages)
    goes_on = request.args.get("next")
    return render_template("people/open_link.html", token=token, usable=usable, next=goes_on)


@bp.post("/sign-in/<token>")
@web.limiter.limit("20/minute")
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign this browser in, with a new session; a second step may come first."""
    web.private()
    now = clock.now()
    link = actions.use_sign_in_link(token, browser=session.get("browser", ""), now=now)
    goes_on = web.safe_next(request.args.get("next"), url_for("desk.home"))
    if second_step.required(link.person):
        second_step.begin(link)
        answer = web.to("passkeys.ask_second_step", next=goes_on)
    else:
        browser.sign_in(link.person, now=now)
        answer = redirect(goes_on, code=303)
    db.session.commit()
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
