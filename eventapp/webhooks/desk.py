"""Webhooks at the desk, for owners: which programs of others hear of what, and what became of it."""

import socket

from flask import Blueprint, abort, current_app, flash, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.webhooks import actions, client, outbox, words
from eventapp.webhooks.addresses import target
from eventapp.webhooks.forms import EndpointForm, RotateForm
from eventapp.webhooks.kinds import KINDS
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

bp = Blueprint("webhooks", __name__)

PAGE = "/desk/<community>/webhooks"
ONE = f"{PAGE}/<int:number>"
SHOWN = 100
# Whose secret the next look at its page shows, once: which, never the secret itself.
FRESH = "webhook_secret"


@bp.route(PAGE, methods=["GET", "POST"])
def index(community: str) -> ResponseReturnValue:
    """All endpoints, and one more."""
    host = desk_community(community, "owner")
    form = EndpointForm()
    if form.validate_on_submit() and _reachable(form):
        try:
            host = desk_community(community, "owner")
            made = actions.add(
                host, form.address.data or "", form.kinds.data or [], now=clock.now()
            )
        except Refused as no:
            db.session.rollback()
            form.address.errors = [str(no)]
        else:
            db.session.commit()
            session[FRESH] = [made.id, actions.mark(made)]
            return web.to(".show", community=community, number=made.id)
    page = render_template(
        "webhooks/index.html",
        community=host,
        endpoints=actions.endpoints(host),
        form=form,
        off=words.OFF,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(ONE, methods=["GET", "POST"])
def show(community: str, number: int) -> ResponseReturnValue:
    """One endpoint: what it hears of, its secret, and the log of what was sent."""
    found = _endpoint(community, number)
    form = EndpointForm(obj=found)
    if form.validate_on_submit() and _reachable(form):
        try:
            found = _endpoint(community, number)
            actions.change(found, form.address.data or "", form.kinds.data or [], now=clock.now())
        except Refused as no:
            db.session.rollback()
            form.address.errors = [str(no)]
        else:
            db.session.commit()
            flash(_("Saved."), "good")
            return web.to(".show", community=community, number=number)
    page = render_template(
        "webhooks/endpoint.html",
        community=found.community,
        endpoint=found,
        form=form,
        seen=actions.mark(found),
        secret=_fresh_secret(found),
        old_until=found.old_until if found.old_until and found.old_until > clock.now() else None,
        deliveries=_latest(found),
        failed=_failed(found),
        kinds=KINDS,
        words=words,
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{ONE}/secret")
def rotate(community: str, number: int) -> ResponseReturnValue:
    """Another secret; the old one is valid for a day."""
    found = _endpoint(community, number)
    if actions.rotate(found, seen=RotateForm().seen.data or "", now=clock.now()):
        session[FRESH] = [found.id, actions.mark(found)]
    db.session.commit()
    return web.to(".show", community=community, number=number, _anchor="secret")


@bp.post(f"{ONE}/test")
def test(community: str, number: int) -> ResponseReturnValue:
    """Send something that tells of nothing."""
    found = _endpoint(community, number)
    if found.state != "on":
        raise Refused(_("Let it go on first: nothing is sent to it now."))
    outbox.test(found, now=clock.now())
    db.session.commit()
    flash(_("On its way. What came back stands below in a moment: load this page again."), "good")
    return web.to(".show", community=community, number=number, _anchor="log")


@bp.post(f"{ONE}/pause")
def pause(community: str, number: int) -> ResponseReturnValue:
    """Send nothing for now; what happens meanwhile waits."""
    return _set_state(community, number, "paused", _("Paused. What happens meanwhile waits."))


@bp.post(f"{ONE}/pause/end")
def go_on(community: str, number: int) -> ResponseReturnValue:
    """Send again, what waited first."""
    return _set_state(community, number, "on", _("It hears of things again."))


def _set_state(community: str, number: int, state: str, said: str) -> ResponseReturnValue:
    found = _endpoint(community, number)
    actions.set_state(found, state)
    db.session.commit()
    flash(said, "good")
    return web.to(".show", community=community, number=number)


@bp.post(f"{ONE}/removal")
def remove(community: str, number: int) -> ResponseReturnValue:
    """Send nothing there any more, and forget what was sent."""
    actions.remove(_endpoint(community, number))
    db.session.commit()
    flash(_("Removed, with its log."), "good")
    return web.to(".index", community=community)


@bp.post(f"{ONE}/replays")
def replay_failed(community: str, number: int) -> ResponseReturnValue:
    """Send all that failed once more."""
    sent = actions.replay_failed(_endpoint(community, number), now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s is on its way again.", "%(num)s are on their way again.", sent), "good")
    return web.to(".show", community=community, number=number, _anchor="log")


@bp.post(f"{ONE}/deliveries/<int:delivery>/replay")
def replay(community: str, number: int, delivery: int) -> ResponseReturnValue:
    """Send one once more."""
    found = _endpoint(community, number)
    sent = db.select(WebhookDelivery.id).filter_by(id=delivery, endpoint_id=found.id)
    if db.session.scalar(sent) is None:
        abort(404)
    if not actions.replay(found, delivery, now=clock.now()):
        raise Refused(_("It is being sent at this moment. Look again in a minute."))
    db.session.commit()
    flash(_("On its way again, under the same webhook-id."), "good")
    return web.to(".show", community=community, number=number, _anchor="log")


def _endpoint(community: str, number: int) -> WebhookEndpoint:
    host: Community = desk_community(community, "owner")
    found = db.select(WebhookEndpoint).filter_by(id=number, community_id=host.id)
    endpoint: WebhookEndpoint = db.session.scalar(found) or abort(404)
    return endpoint


def _reachable(form: EndpointForm) -> bool:
    """Whether the name leads to public addresses. Nobody waits for the database meanwhile."""
    release()
    try:
        client.resolve(target(form.address.data or "", current_app.config["WEBHOOK_HOSTS"]))
    except client.Private:
        form.address.errors = [str(words.ADDRESSES["private"])]
    except socket.gaierror:
        form.address.errors = [str(words.ADDRESSES["name"])]
    return not form.errors


def _fresh_secret(endpoint: WebhookEndpoint) -> str:
    """The secret, the first time that its page is looked at after it was made; empty from then on."""
    if session.get(FRESH) != [endpoint.id, actions.mark(endpoint)]:
        return ""
    session.pop(FRESH)
    return actions.secret(endpoint)


def _latest(endpoint: WebhookEndpoint) -> list[WebhookDelivery]:
    found = db.select(WebhookDelivery).filter_by(endpoint_id=endpoint.id)
    return list(db.session.scalars(found.order_by(WebhookDelivery.id.desc()).limit(SHOWN)))


def _failed(endpoint: WebhookEndpoint) -> int:
    counted = db.select(db.func.count(WebhookDelivery.id))
    found = counted.filter_by(endpoint_id=endpoint.id, state="failed")
    return db.session.scalar(found) or 0
