"""Halves of letters, which no UTF-8 can hold: wherever they come in, nobody's page breaks."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import api_builders
import pytest
import sample_site
from api_builders import Program
from flask import Flask
from sample_site import Site
from visitor import Visitor

from eventapp.api.operations import OPERATIONS, Operation
from eventapp.communities.models import Community
from eventapp.db import db

Visit = Callable[[str], Visitor]
HALF = "\ud800"
RAW = b"\xed\xa0\x80".decode("latin-1")


@pytest.fixture
def ask(app: Flask, site: Site, visit: Visit) -> Program:
    host = db.session.scalars(db.select(Community).filter_by(slug=site.slugs["community"])).one()
    return Program(visit("anonymous"), api_builders.token(host))


def filled(schema: dict[str, Any]) -> Any:
    """A value of the kind that a schema asks for, with half a letter wherever it is a text."""
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {name: filled(one) for name, one in schema.get("properties", {}).items()}
    if kind == "array":
        return [filled(schema["items"])]
    if kind == "string":
        return schema.get("enum", [f"a{HALF}b"])[0]
    return {"integer": schema.get("minimum") or 1, "boolean": True, "null": None}[kind]


def bodies(one: Operation) -> Iterator[dict[str, Any]]:
    """The whole body so, then each text alone, and one under a name that is half a letter."""
    schema = one.body() if one.body else {"properties": {}}
    yield {name: filled(of) for name, of in schema["properties"].items()}
    for name in schema["properties"]:
        yield {name: f"a{HALF}b"}
    yield {HALF: HALF}


@pytest.mark.usefixtures("quick")
def test_no_field_of_the_api_breaks_by_half_a_letter(ask: Program, site: Site) -> None:
    said = []
    for one in OPERATIONS:
        path = one.path
        for name, number in {**site.ids, "name": "people", "kind": "json"}.items():
            path = path.replace(f"<int:{name}>", str(number)).replace(f"<{name}>", str(number))
        query = dict.fromkeys(one.query, "%ED%A0%80")
        asked = "&".join(f"{name}={half}" for name, half in query.items())
        for body in bodies(one) if one.body else [{}]:
            given = {"data": json.dumps(body), "content_type": "application/json"}

            answer = ask(one.method, path, **given if one.body else {})

            assert answer.status_code < 500, f"{one.name} {body}"
            said.append(answer.status_code)
        assert ask(one.method, f"{path}?{asked}").status_code < 500, one.name
    assert said.count(422) > 60
    assert said.count(404) < 10


DEVICES = [
    {"sent": 1, "reports": [{"id": HALF * 20, "kind": HALF}]},
    {"sent": 1, "reports": [{"id": "a" * 20, "kind": "walk-in", "first_name": f"a{HALF}", "last_name": HALF, "walk_in": HALF, "role": 1, "pressed": 1, "ahead": 0, "contact": 1, "number": 1}]},
    {HALF: HALF},
]  # fmt: skip


@pytest.mark.parametrize("sent", DEVICES, ids=range(len(DEVICES)))
def test_no_report_of_a_door_breaks_by_half_a_letter(
    sent: object, app: Flask, site: Site, visit: Visit
) -> None:
    path = sample_site.address(app, site, "door_offline.take", "POST")
    client = visit("owner")

    answer = client.post(
        path, data=json.dumps(sent), content_type="application/json",
        headers={"X-CSRFToken": client.csrf_token()},
    )  # fmt: skip

    assert answer.status_code < 500


HEADERS = [
    "User-Agent", "Accept-Language", "Referer", "Origin", "Cookie", "X-Forwarded-For", "Host",
    "X-Request-ID", "If-None-Match", "Authorization", "Content-Type", "Sec-Fetch-Site", "Range",
]  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.usefixtures("quick")
def test_no_header_breaks_a_page_by_half_a_letter(
    name: str, app: Flask, site: Site, visit: Visit
) -> None:
    value = f"eventapp={RAW}; language={RAW}" if name == "Cookie" else f"a{RAW}b"
    client = visit("anonymous")
    key = {"Content-Type": "CONTENT_TYPE"}.get(name, "HTTP_" + name.upper().replace("-", "_"))

    for endpoint in ("front.home", "rsvps.show", "people.sign_in", "front.mine", "api.answer"):
        path = sample_site.address(app, site, endpoint)
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, environ_overrides={key: value})

            assert answer.status_code < 500, f"{method} {path}"


def test_no_part_of_a_form_breaks_by_half_a_letter_in_its_name_or_that_of_its_file(
    app: Flask, site: Site, visit: Visit
) -> None:
    half = b"\xed\xa0\x80"
    body = b"".join(
        b"--b\r\nContent-Disposition: form-data; name=" + name + b"\r\n\r\n" + half + b"\r\n"
        for name in (b"first_name", b'"file"; filename="' + half + b'.csv"', half)
    )
    for endpoint in (
        "rsvps.create",
        "imports.look",
        "past_attendance.look",
        "calendar_imports.look",
    ):
        client = visit("owner")

        answer = client.post(
            sample_site.address(app, site, endpoint, "POST"), data=body + b"--b--\r\n",
            content_type="multipart/form-data; boundary=b",
            headers={"X-CSRFToken": client.csrf_token()},
        )  # fmt: skip

        assert answer.status_code < 500, endpoint
