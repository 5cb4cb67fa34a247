"""Write news for the endpoints of a community, in the transaction of what they tell of."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from flask import g
from sqlalchemy import Table

from eventapp import tokens
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.outbox import address_of
from eventapp.webhooks.kinds import TEST
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

# Asked as a table: in the middle of a change nothing is written before its time.
ENDPOINTS = cast(Table, WebhookEndpoint.__table__).c
LISTENING = db.select(ENDPOINTS.id, ENDPOINTS.kinds).where(
    ENDPOINTS.community_id == db.bindparam("community"), ENDPOINTS.state != "off"
)


def post(community: Community, kind: str, data: dict[str, Any], *, now: datetime) -> None:
    """Tell every endpoint that wants news of a kind.

    `data` says which things it is about: numbers and what everybody may see, nobody's address.
    Whoever has no endpoint should ask `community.webhooks` first, which costs nothing.
    """
    post_all(community, [(kind, data)], now=now)


def post_all(
    community: Community, news: Sequence[tuple[str, dict[str, Any]]], *, now: datetime
) -> None:
    """The same for much that happens at once: the endpoints are asked for once."""
    if not community.webhooks or not news:
        return
    listening = db.session.connection().execute(LISTENING, {"community": community.id}).all()
    told = []
    for kind, data in news:
        if found := [number for number, kinds in listening if kind in kinds]:
            said = payload(kind, data, now=now)
            told += [written(number, kind, said, now=now) for number in found]
    if told:
        db.session.add_all(told)
        wake()


def test(endpoint: WebhookEndpoint, *, now: datetime) -> None:
    """A piece of news about nothing, to see whether it arrives."""
    said = payload(TEST, {"community": {"slug": endpoint.community.slug}}, now=now)
    db.session.add(written(endpoint.id, TEST, said, now=now))
    wake()


def payload(kind: str, data: dict[str, Any], *, now: datetime) -> str:
    """The body of a delivery, as it is signed and sent."""
    said = {"type": kind, "timestamp": moment(now), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def written(endpoint: int, kind: str, said: str, *, now: datetime) -> WebhookDelivery:
    """A delivery that waits, by a name of its own."""
    return WebhookDelivery(
        endpoint_id=endpoint,
        message_id=f"msg_{tokens.new_nonce()}",
        kind=kind,
        payload=said,
        created_at=now,
        due_at=now,
    )


def wake() -> None:
    """Have the worker look, once this request has committed."""
    g.webhooks = True


def page(endpoint: str, **values: str) -> str:
    """The whole address of a page that everybody may open."""
    return address_of(endpoint, **values)


def moment(at: datetime) -> str:
    """A time as payloads say it: in UTC, by RFC 3339."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
