"""Which letters I get: by one press out of a letter, on a guest's own page, and for whoever signed in."""

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.front.preferences import actions
from eventapp.people import preferences
from eventapp.people.actions import link_for
from eventapp.people.models import Person
from eventapp.rsvps.opened_links import opened

bp = Blueprint("preferences", __name__)


# An address without a topic stands in letters of cards that left long ago.
@bp.route("/u/<token>", methods=["GET", "POST"], defaults={"topic": "card"})
@bp.route("/u/<token>/<topic>", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
@web.csrf.exempt
def unsubscribe(token: str, topic: str) -> ResponseReturnValue:
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
    return link.person


@bp.route("/r/<token>/mails", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def guest(token: str) -> ResponseReturnValue:
    """The same out of a guest's own page, for whoever came by their letter."""
    rsvp, repeat = opened(token)
    # Whoever typed an address says nothing of what its owner gets.
    if repeat or rsvp.link.from_page or rsvp.person.email is None:
        abort(404)
    return _page(rsvp.person, back=url_for("front.mine", token=token))


@bp.route("/me/mails", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def me() -> ResponseReturnValue:
    """The same for whoever signed in."""
    person = web.require_person()
    web.private()
    return _page(person, back=url_for("front.me"))


def _page(person: Person, *, back: str) -> ResponseReturnValue:
    if request.method == "POST":
        if request.form.get("on") == "yes":
            actions.switch_on(person, request.form.get("topic", ""))
        else:
            actions.switch_off(person, request.form.get("topic", ""), now=clock.now())
        db.session.commit()
        flash(_("Saved."), "good")
        return web.to(request.endpoint or "", **(request.view_args or {}))
    return render_template(
        "front/mails.html", person=person, topics=actions.topics(person), back=back
    )
