"""What an invitation opens: the event's page with its form, and a no with one tap."""

import secrets
from functools import partial

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock, languages, web
from eventapp.communities.face import host_page
from eventapp.db import db
from eventapp.rsvps.invitations import actions
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.views import Invited, answered, blank, event_page

bp = Blueprint("invitations", __name__)


@bp.get("/i/<token>")
def show(token: str) -> ResponseReturnValue:
    """The event, with the form to say yes and, for one person's invitation, to say no."""
    found = _opened(token)
    form = blank(secrets.token_urlsafe(16))
    form.email.data = found.email
    form.first_name.data, _space, form.last_name.data = found.name.partition(" ")
    return event_page(found.event, form, invited=_shown(found, token))


@bp.post("/i/<token>/rsvps")
@web.limiter.limit("300/minute")
def create(token: str) -> ResponseReturnValue:
    """Answer yes by an invitation."""
    found = _opened(token)
    return answered(found.event, invited=_shown(found, token), taken=partial(actions.take, found))


@bp.post("/i/<token>/refusal")
@web.limiter.limit("60/minute")
def refuse(token: str) -> ResponseReturnValue:
    """Say that one can't come; nothing more is asked."""
    found = _opened(token)
    actions.decline(found, now=clock.now())
    db.session.commit()
    return web.to(".show", token=token)


def _opened(token: str) -> Invitation:
    web.private()
    found = actions.opened(token) or abort(404)
    host_page.there(found.event.community)
    languages.held_in(*found.languages)
    return found


def _shown(found: Invitation, token: str) -> Invited:
    return Invited(
        answers_to=url_for(".create", token=token),
        refusal=url_for(".refuse", token=token) if found.email else "",
        refused=found.declined_at is not None,
        used=actions.used_up(found),
        personal=found.email is not None,
    )
