"""What of an event needs more than a word by the API: its language, its closing times, its quotas."""

import api_builders
import make
import pytest
from api_builders import Program
from flask import Flask
from visitor import Visitor

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def ask(client: Visitor, host: Community) -> Program:
    return api_builders.program(client, host)


def test_its_language_its_closing_times_and_quotas_are_set_by_the_rules_of_its_form(
    ask: Program, host: Community
) -> None:
    role, other = (str(one.id) for one in host.roles[:2])
    said = {
        "language": "en", "rsvps_open": -10080, "rsvps_close": -90, "waitlist_closes": 46080,
        "places_held": -1440, "role_quotas": {role: {"least": 2, "most": 5}, other: {"most": 9}},
        "stage_quotas": {"early": {"least": 1}},
    }  # fmt: skip

    made = ask("POST", "/events", json=said | {"title": "Chess"})

    assert made.status_code == 201, made.text
    event = db.session.get(Event, made.json["id"])
    kept = Quotas({int(role): Quota(2, 5), int(other): Quota(0, 9)}, {"early": Quota(1, None)})
    assert quotas.of(event) == kept
    told = {name: made.json[name] for name in said}
    assert told == said | {
        "role_quotas": {role: {"least": 2, "most": 5}, other: {"least": 0, "most": 9}},
        "stage_quotas": {"early": {"least": 1, "most": None}},
    }
    ask("PATCH", f"/events/{event.id}", json={"role_quotas": {}, "rsvps_open": None})
    assert quotas.of(event) == Quotas({}, {"early": Quota(1, None)})
    assert (event.rsvps_open, event.language) == (None, "en")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"language": "tlh"}, "/language"),
        ({"rsvps_close": 10**6}, "/rsvps_close"),
        ({"rsvps_open": -60, "rsvps_close": -90}, "/rsvps_open"),
        ({"role_quotas": {"0": {"least": 1}}}, "/role_quotas/0"),
        ({"stage_quotas": {"ancient": {"least": 1}}}, "/stage_quotas"),
        ({"stage_quotas": {"early": {"least": 5, "most": 1}}}, "/stage_quotas"),
        ({"stage_quotas": {"early": {"least": 99}}, "capacity": 9}, "/stage_quotas"),
    ],
)
def test_what_its_form_wouldn_t_take_is_refused_at_its_field(
    said: dict, pointer: str, ask: Program
) -> None:
    refused = ask("POST", "/events", json=said | {"title": "Chess"})

    assert refused.status_code == 422, refused.text
    assert [one["pointer"] for one in refused.json["errors"]] == [pointer]
