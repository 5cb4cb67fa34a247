"""Which changes other programs hear of, and which are none."""

import json
from datetime import timedelta

import make
import pytest
from flask import Flask
from queueing import revised
from webhook_builders import endpoint, kinds

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import drafts
from eventapp.rsvps import revisions
from eventapp.rsvps.event_changes import Snapshot
from eventapp.rsvps.merging import actions as merging
from eventapp.webhooks.models import WebhookDelivery


@pytest.fixture
def host(app: Flask) -> Community:
    """A community of which somebody hears everything."""
    made = make.community()
    endpoint(made, "https://example.org/hooks", app)
    return made


def payloads() -> list[dict]:
    db.session.flush()
    found = db.select(WebhookDelivery.payload).order_by(WebhookDelivery.id)
    return [json.loads(said) for said in db.session.scalars(found)]


def test_saving_what_changes_nothing_is_told_to_nobody(host: Community) -> None:
    event = make.event(community=host)
    stamp = drafts.stamp(event)

    revised(event, now=clock.now() + timedelta(minutes=1))

    assert kinds() == []
    assert drafts.stamp(event) == stamp
    revised(event, language="en")
    assert kinds() == ["event.changed"]


def test_other_roles_alone_are_a_change(host: Community) -> None:
    event = make.event(community=host)
    values = {name: getattr(event, name) for name in Snapshot.__dataclass_fields__}

    for roles in (list(event.roles), host.roles[1:]):
        given = {"seen": drafts.stamp(event), "now": clock.now()}
        revisions.revise(event, values, roles, **given)

    assert kinds() == ["event.changed"]


def test_an_answer_under_another_name_or_address_is_told(host: Community) -> None:
    event, by, now = make.event(community=host), make.member(host), clock.now()
    kept, other = make.rsvp(make.event(community=host)), make.rsvp(event)
    before = len(payloads())

    given = {"standing": set(), "community_id": host.id, "by": by, "now": now}
    merging.merge(kept.person, other.person, **given)

    (told,) = payloads()[before:]
    assert (told["type"], told["data"]["rsvp"]["id"]) == ("rsvp.changed", other.id)
