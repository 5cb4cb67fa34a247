"""The guest's page of those whom they bring."""

import secrets

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import letter_limits
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps import actions, repeated_answers
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.parties.forms import ChoicesForm, GuestForm
from eventapp.rsvps.parties.party import Party

bp = Blueprint("parties", __name__)


@bp.route("/r/<token>/guests", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def show(token: str) -> ResponseReturnValue:
    """Whom I bring: add one, name one, take one off, hand over a link."""
    rsvp, repeat = opened(token)
    form = GuestForm()
    if form.validate_on_submit():
        try:
            _bring(rsvp, repeat, form)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            flash(_("Added. Their link is below."), "good")
            return web.to(".show", token=token)
    return _page(token, rsvp, repeat, form), 422 if form.is_submitted() else 200


@bp.post("/r/<token>/guests/choices")
@web.limiter.limit("60/minute")
def choose(token: str) -> ResponseReturnValue:
    """How all of us wait, and how we sit."""
    rsvp, repeat = opened(token)
    form = ChoicesForm()
    if not form.validate():
        return _page(token, rsvp, repeat, GuestForm(formdata=None), form), 422
    waits, sits = form.chosen
    if repeat:
        repeated.choose(repeat, waits_together=waits, sits_together=sits)
        actions.lock(rsvp.event)
        repeated.seem_served(repeat, now=clock.now())
    else:
        letter_limits.begin(web.client(), rsvp.person.letterbox or "")
        parties.choose(rsvp, waits_together=waits, sits_together=sits, now=clock.now())
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", token=token)


@bp.post("/r/<token>/guests/<guest>/name")
@web.limiter.limit("60/minute")
def call(token: str, guest: str) -> ResponseReturnValue:
    """Say who one of them is."""
    rsvp, repeat = opened(token)
    one = _one(rsvp, repeat, guest)
    form = GuestForm()
    if not form.validate():
        raise Refused(_("A name may be up to 60 letters long."))
    if isinstance(one, Repeat):
        repeated.call(one, *form.name)
    else:
        parties.call(one, *form.name, now=clock.now())
    db.session.commit()
    flash(_("Saved. Their badge follows."), "good")
    return web.to(".show", token=token)


@bp.post("/r/<token>/guests/<guest>/cancellation")
@web.limiter.limit("60/minute")
def take_off(token: str, guest: str) -> ResponseReturnValue:
    """One of them doesn't come: their place goes to the next in line."""
    rsvp, repeat = opened(token)
    one = _one(rsvp, repeat, guest)
    letter_limits.begin(web.client(), rsvp.person.letterbox or "")
    if isinstance(one, Repeat):
        repeated_answers.take_back(one)
    else:
        actions.cancel(one, now=clock.now())
    db.session.commit()
    flash(_("Taken off the list."), "good")
    return web.to(".show", token=token)


def _bring(rsvp: Rsvp, repeat: Repeat | None, form: GuestForm) -> None:
    """One more, by a form that was sent once or twice."""
    now, mark = clock.now(), tokens.digest(form.once.data or secrets.token_urlsafe(16))
    actions.lock(rsvp.event)
    mine = repeated.guests_of(repeat) if repeat else parties.guests_of(rsvp)
    if any(one.once == mark for one in mine):
        return
    party = Party((form.name,), rsvp.waits_together, rsvp.sits_together)
    if not rsvp.event.open_for_rsvps(now):
        raise Refused(_("This event doesn't take answers any more."))
    if not actions.takes(rsvp.event, *party.together, now=now):
        raise Refused(_("Every seat is taken, and the waitlist has closed."))
    if repeat:
        repeated.bring(repeat, party, now=now)[0].once = mark
    else:
        parties.bring(rsvp, party, now=now)[0].once = mark


def _one(rsvp: Rsvp, repeat: Repeat | None, guest: str) -> Rsvp | Repeat:
    """One whom this guest brings, by their own link; anybody else isn't found."""
    mine = repeated.guests_of(repeat) if repeat else parties.guests_of(rsvp)
    return next((one for one in mine if _token(one, rsvp) == guest), None) or abort(404)


def _token(guest: Rsvp | Repeat, host: Rsvp) -> str:
    """The token of one who is brought: the page after a form shows none that a letter would carry."""
    return page_token_of(guest.link) if host.link.from_page else token_of(guest.link)


def _page(
    token: str,
    rsvp: Rsvp,
    repeat: Repeat | None,
    form: GuestForm,
    choices: ChoicesForm | None = None,
) -> str:
    if rsvp.brought_by:
        abort(404)
    guests = parties.shown_guests(rsvp, repeat)
    form.once.data = form.once.data or secrets.token_urlsafe(16)
    if choices is None:
        choices = ChoicesForm(formdata=None)
        choices.waits.data = "together" if rsvp.waits_together else "split"
        choices.sits.data = "together" if rsvp.sits_together else "apart"
    return render_template(
        "rsvps/guests.html",
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
        guests=[(one, _token(one, rsvp), parties.unnamed(one)) for one in guests],
        form=form,
        choices=choices,
        left=max(0, rsvp.event.most_guests - len(guests)),
        open=rsvp.event.open_for_rsvps(clock.now()),
    )
