"""Endpoints: added, changed, paused, switched off; and what failed is sent once more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp import tokens
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.webhooks import outbox, signing
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

MOST = 10
# So long the secret before goes on signing beside the new one.
OVERLAP = timedelta(days=1)


def add(
    community: Community, address: str, kinds: Sequence[str], *, now: datetime
) -> WebhookEndpoint:
    """A new endpoint with a secret of its own; Refused for an address that is there already."""
    lock_row(Community, community.id)
    there = endpoints(community)
    if any(one.address == address for one in there):
        raise Refused(_("There is an endpoint with this address already."))
    if len(there) >= MOST:
        raise Refused(_("A community has at most %(most)s endpoints.", most=MOST))
    made = WebhookEndpoint(
        community=community,
        address=address,
        kinds=list(kinds),
        nonce=tokens.new_nonce(),
        created_at=now,
    )
    db.session.add(made)
    _counted(community)
    return made


def change(endpoint: WebhookEndpoint, address: str, kinds: Sequence[str], *, now: datetime) -> None:
    """Another address, or other kinds of news. What waits already goes to the new address, at once:
    that the old one took nothing says nothing of it."""
    lock_row(Community, endpoint.community_id)
    others = [one for one in endpoints(endpoint.community) if one.id != endpoint.id]
    if any(one.address == address for one in others):
        raise Refused(_("There is an endpoint with this address already."))
    if address != endpoint.address:
        endpoint.failing_since = None
        _try_now(endpoint, WebhookDelivery.state == "waiting", now=now)
    endpoint.address, endpoint.kinds = address, list(kinds)


def rotate(endpoint: WebhookEndpoint, *, seen: str, now: datetime) -> bool:
    """A new secret; the old one is valid for a day. `seen` is the mark of the one that it replaces.

    False when it was replaced already: twice is once.
    """
    db.session.refresh(endpoint, with_for_update=True)
    if seen != mark(endpoint):
        return False
    endpoint.old_nonce, endpoint.old_until = endpoint.nonce, now + OVERLAP
    endpoint.nonce = tokens.new_nonce()
    return True


def mark(endpoint: WebhookEndpoint) -> str:
    """By what a secret is told from the next one, without saying anything of it."""
    return tokens.digest(endpoint.nonce)[:16]


def secret(endpoint: WebhookEndpoint) -> str:
    """The secret of an endpoint, as receivers want it."""
    return signing.shown(signing.secret(current_app.config["SECRET_KEY"], endpoint.nonce))


def set_state(endpoint: WebhookEndpoint, state: str) -> None:
    """Pause an endpoint, or let it go on; one that was off begins anew."""
    lock_row(Community, endpoint.community_id)
    if endpoint.state == "off" or state == "on":
        endpoint.failing_since, endpoint.trouble = None, ""
    endpoint.state = state
    _counted(endpoint.community)
    if state == "on":
        outbox.wake()


def switch_off(endpoint: WebhookEndpoint, trouble: str) -> None:
    """Write nothing more for an endpoint; what waits counts as failed, and can be sent anew."""
    lock_row(Community, endpoint.community_id)
    endpoint.state, endpoint.trouble = "off", trouble
    waiting = db.update(WebhookDelivery).filter_by(endpoint_id=endpoint.id, state="waiting")
    db.session.execute(waiting.values(state="failed", leased_until=None))
    _counted(endpoint.community)


def remove(endpoint: WebhookEndpoint) -> None:
    """Forget an endpoint, with all that was ever sent to it."""
    community = endpoint.community
    lock_row(Community, community.id)
    db.session.execute(db.delete(WebhookDelivery).filter_by(endpoint_id=endpoint.id))
    db.session.delete(endpoint)
    _counted(community)


def replay(endpoint: WebhookEndpoint, number: int, *, now: datetime) -> int:
    """Send one delivery once more, whatever became of it; one that waits is tried now."""
    return _again(endpoint, WebhookDelivery.id == number, now=now)


def replay_failed(endpoint: WebhookEndpoint, *, now: datetime) -> int:
    """Send all once more that failed; how many."""
    return _again(endpoint, WebhookDelivery.state == "failed", now=now)


def _again(endpoint: WebhookEndpoint, which: ColumnElement[bool], *, now: datetime) -> int:
    if endpoint.state == "off":
        raise Refused(_("Switch the endpoint on first, then send what failed."))
    return _try_now(endpoint, which, now=now)


def _try_now(endpoint: WebhookEndpoint, which: ColumnElement[bool], *, now: datetime) -> int:
    # What is being sent at this moment is noted by whoever sends it.
    free = db.or_(WebhookDelivery.leased_until.is_(None), WebhookDelivery.leased_until < now)
    chosen = db.update(WebhookDelivery).where(
        WebhookDelivery.endpoint_id == endpoint.id, which, free
    )
    done = db.session.execute(
        chosen.values(state="waiting", tries=0, due_at=now, leased_until=None)
    )
    outbox.wake()
    return int(done.rowcount)  # type: ignore[attr-defined]


def endpoints(community: Community) -> Sequence[WebhookEndpoint]:
    """All endpoints of a community, in the order in which they came."""
    return db.session.scalars(
        db.select(WebhookEndpoint).filter_by(community_id=community.id).order_by("id")
    ).all()


def _counted(community: Community) -> None:
    """Note with the community how many hear of it, so that whoever tells needn't look for none."""
    db.session.flush()
    listening = [one for one in endpoints(community) if one.state != "off"]
    community.webhooks = len(listening)
    db.session.flush()
