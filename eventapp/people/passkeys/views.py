"""My passkeys, signing in with one, and the step after the letter."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.mail.outbox import one_line
from eventapp.people import browser
from eventapp.people.models import Person
from eventapp.people.passkeys import actions, ceremonies, second_step
from eventapp.people.passkeys.forms import AddForm, AnswerForm, CodeForm

bp = Blueprint("passkeys", __name__)


@bp.get("/me/passkeys")
def show() -> ResponseReturnValue:
    """My passkeys; what can be changed only soon after signing in."""
    person = web.require_person()
    web.private()
    now = clock.now()
    fresh = browser.fresh(now=now)
    holder = actions.holder_of(person)
    return render_template(
        "people/passkeys/mine.html",
        form=AddForm(formdata=None),
        keys=actions.passkeys_of(person),
        fresh=fresh,
        required=holder is not None and holder.required_at is not None,
        codes=actions.codes_left(person),
        passkey=ceremonies.to_add(person, now=now) if fresh else None,
        site=ceremonies.site(),
        offered=ceremonies.offered(),
        goes_on=web.safe_next(request.args.get("next"), ""),
    )


@bp.post("/me/passkeys")
@web.limiter.limit("20/minute")
def add() -> ResponseReturnValue:
    """Keep a passkey that my browser made."""
    person, form = _fresh_person(), AddForm()
    form.validate()
    name = one_line(form.name.data or "")[:80]
    actions.add(person, form.answer.data or "", name=name, now=clock.now())
    db.session.commit()
    flash(_("The passkey is added."), "good")
    return web.to(".show")


@bp.post("/me/passkeys/<int:number>/removal")
@web.limiter.limit("20/minute")
def remove(number: int) -> ResponseReturnValue:
    """Take one of my passkeys away."""
    actions.remove(_fresh_person(), number, now=clock.now())
    db.session.commit()
    flash(_("The passkey is removed. Delete it on the device, too."), "good")
    return web.to(".show")


@bp.post("/me/passkeys/requirement")
@web.limiter.limit("20/minute")
def require() -> ResponseReturnValue:
    """Ask me for a passkey after the letter, and give me codes for when I have none."""
    person, now = _fresh_person(), clock.now()
    kept = tokens.digest(session["sign_in"])
    actions.require(person, except_for=kept, now=now)
    return _codes_page(person)


@bp.post("/me/passkeys/requirement/end")
@web.limiter.limit("20/minute")
def release() -> ResponseReturnValue:
    """Let the letter alone sign me in again."""
    actions.release(_fresh_person(), now=clock.now())
    db.session.commit()
    flash(_("The letter alone signs you in again."), "good")
    return web.to(".show")


@bp.post("/me/passkeys/recovery-codes")
@web.limiter.limit("20/minute")
def make_codes() -> ResponseReturnValue:
    """New codes instead of those I had."""
    return _codes_page(_fresh_person())


def _codes_page(person: Person) -> ResponseReturnValue:
    # Shown in the answer itself: they rest nowhere that a next page could read them from.
    codes = actions.new_codes(person, now=clock.now())
    db.session.commit()
    return render_template("people/passkeys/codes.html", codes=codes, person=person)


@bp.post("/sign-in/passkey")
@web.limiter.limit("20/minute")
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey instead of the letter."""
    web.private()
    form, now = AnswerForm(), clock.now()
    form.validate()
    browser.sign_in(actions.signed_in(form.answer.data or "", now=now), now=now)
    db.session.commit()
    return _go_on(form.next.data)


@bp.get("/sign-in/second-step")
def ask_second_step() -> ResponseReturnValue:
    """A passkey after the letter, or a recovery code."""
    web.private()
    form = CodeForm(request.args)
    form.code.data = ""
    return _second_step_page(second_step.waiting(now=clock.now()), form)


@bp.post("/sign-in/second-step")
@web.limiter.limit("20/minute")
def confirm() -> ResponseReturnValue:
    """Show a passkey after the letter."""
    web.private()
    form, now = AnswerForm(), clock.now()
    form.validate()
    person = second_step.waiting(now=now)
    actions.confirm(person, form.answer.data or "", now=now)
    browser.sign_in(person, now=now)
    db.session.commit()
    return _go_on(form.next.data)


@bp.post("/sign-in/recovery")
@web.limiter.limit("10/minute")
def recover() -> ResponseReturnValue:
    """Use a recovery code up instead of a passkey."""
    web.private()
    form, now = CodeForm(), clock.now()
    person = second_step.waiting(now=now)
    right = form.validate() and actions.use_code(person, form.code.data or "", now=now)
    if not right:
        if not form.errors:
            form.code.errors = [_("This isn’t one of your codes, or it was used already.")]
        return _second_step_page(person, form), 422
    browser.sign_in(person, now=now)
    db.session.commit()
    flash(_("You are in. Is a device lost? Then remove its passkey here."), "good")
    return web.to(".show", next=web.safe_next(form.next.data, "") or None)


def _second_step_page(person: Person, form: CodeForm) -> str:
    passkey = ceremonies.to_confirm(person, now=clock.now())
    return render_template("people/passkeys/second_step.html", form=form, passkey=passkey)


def _go_on(path: str | None) -> ResponseReturnValue:
    return redirect(web.safe_next(path, url_for("desk.home")), code=303)


def _fresh_person() -> Person:
    """Who signed in just now: a browser that was left open changes nothing of how somebody signs in."""
    web.private()
    person = web.require_person()
    if not browser.fresh(now=clock.now()):
        flash(_("Sign in once more to change this."))
        abort(redirect(url_for("people.sign_in", next=url_for(".show")), code=303))
    return person
