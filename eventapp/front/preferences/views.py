"""Which letters I get: by one press out of a letter, on a guest's own page, and for whoever signed in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, web
from eventapp.communities.access import memberships
from eventapp.db import db
from eventapp.door import badge_owners
from eventapp.errors import Refused
from eventapp.front.preferences import actions
from eventapp.front.preferences.forms import AddressForm
from eventapp.mail import letter_limits
from eventapp.people import preferences
from eventapp.people.actions import link_for, token_of
from eventapp.people.models import Person
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.personal import address_changes
from eventapp.rsvps.personal_feed import actions as personal_feed

bp = Blueprint("preferences", __name__)


# An address without a topic stands in letters of cards that left long ago. It is no default of the
# rule: then the whole address would be redirected to the short one, which mail programs don't follow.
@bp.route("/u/<token>", methods=["GET", "POST"])
@bp.route("/u/<token>/<topic>", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
@web.csrf.exempt
def unsubscribe(token: str, topic: str = "card") -> ResponseReturnValue:
    """No more of these: one press, also by a mail program without cookie or token (RFC 8058)."""
    person = _person(token, topic)
    if request.method == "POST":
        actions.switch_off(person, topic, now=clock.now())
        db.session.commit()
    return render_template(
        "front/unsubscribe.html",
        off=topic in preferences.off(person),
        words=actions.words()[topic],
        token=token,
        topic=topic,
    )


# The check of where a form comes from knows a page by its endpoint.
web.csrf.exempt("preferences.unsubscribe")


@bp.post("/u/<token>/<topic>/subscription")
@web.limiter.limit("60/minute")
def subscribe(token: str, topic: str) -> ResponseReturnValue:
    """Have them again."""
    person = _person(token, topic)
    actions.switch_on(person, topic)
    db.session.commit()
    flash(_("Done. They come again."), "good")
    return web.to(".unsubscribe", token=token, topic=topic)


def _person(token: str, topic: str) -> Person:
    web.private()
    link = link_for(token, "unsubscribe", now=clock.now())
    if link is None or topic not in preferences.TOPICS:
        abort(404)
    languages.held_in(*link.person.languages)
    return link.person


@bp.route("/r/<token>/mails", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def guest(token: str) -> ResponseReturnValue:
    """The same out of a guest's own page, for whoever came by their letter."""
    person = _guest(token)
    return _page(person, AddressForm(formdata=None), back=url_for("front.mine", token=token))


@bp.post("/r/<token>/address-changes")
@web.limiter.limit("20/minute")
def ask_address(token: str) -> ResponseReturnValue:
    """Have another address, where the one that is known doesn't work: nobody can sign in by that."""
    person = _guest(token)
    if not _may_change(person):
        raise Refused(
            _(
                "Your page may have been passed on, so please sign in first: the letter comes to the "
                "address that you have. Then change it under My mail."
            )
        )
    return _ask(person, back=url_for("front.mine", token=token))


def _may_change(person: Person) -> bool:
    """Whether a link is enough: an invite that is passed on holds it, and an address opens all of a person."""
    return person.unreachable is not None and not memberships(person)


def _guest(token: str) -> Person:
    rsvp, repeat = opened(token)
    # What its owner gets from anybody is said by the link of a letter to them, and by no other.
    if not personal_feed.may_subscribe(rsvp, repeat) or rsvp.person.email is None:
        abort(404)
    return rsvp.person


@bp.route("/me/mails", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def me() -> ResponseReturnValue:
    """The same for whoever signed in."""
    person = web.require_person()
    web.private()
    return _page(person, AddressForm(formdata=None), back=url_for("front.me"))


@bp.post("/me/address-changes")
@web.limiter.limit("20/minute")
def ask_my_address() -> ResponseReturnValue:
    """Have another address, signed in."""
    person = web.require_person()
    web.private()
    return _ask(person, back=url_for("front.me"))


def _ask(person: Person, *, back: str) -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return _shown(person, form, back=back), 422
    # Whoever is signed in may be anybody, and has as many accounts as addresses.
    letter_limits.begin(web.client(), form.email.data or "")
    address_changes.ask(person, form.email.data or "", now=clock.now())
    db.session.commit()
    flash(_("Look into the mail of that address: one press there, and it is yours."), "good")
    return redirect(back, code=303)


@bp.route("/address/<token>", methods=["GET", "POST"])
@web.limiter.limit("20/minute", methods=["POST"])
def confirm(token: str) -> ResponseReturnValue:
    """A page with a button: mail scanners follow links, so opening one changes nothing."""
    web.private()
    change = address_changes.opened(token) or abort(404)
    badge = badge_owners.of_change(change)
    languages.held_in(*(badge.languages if badge else change.person.languages))
    if request.method == "POST" and badge:
        badge_owners.take(badge, change, now=clock.now())
        own = token_of(badge.link)
        db.session.commit()
        return web.to("front.mine", token=own)
    if request.method == "POST":
        address_changes.make(change, now=clock.now())
        db.session.commit()
        return web.to(".confirm", token=token)
    usable = address_changes.usable(change, now=clock.now())
    return render_template("front/address.html", change=change, usable=usable, badge=badge)


def _page(person: Person, form: AddressForm, *, back: str) -> ResponseReturnValue:
    if request.method == "POST":
        if request.form.get("on") == "yes":
            actions.switch_on(person, request.form.get("topic", ""))
        else:
            actions.switch_off(person, request.form.get("topic", ""), now=clock.now())
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(request.endpoint or "", **(request.view_args or {}))
    return _shown(person, form, back=back)


def _shown(person: Person, form: AddressForm, *, back: str) -> str:
    return render_template(
        "front/mails.html",
        person=person,
        form=form,
        topics=actions.topics(person),
        signs_in_first="token" in (request.view_args or {}) and not _may_change(person),
        here=request.path.rpartition("/")[0],
        back=back,
    )
