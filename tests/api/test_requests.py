"""What holds for every request: states, parts of lists, what comes twice, limits, and errors."""

from collections.abc import Iterator
from pathlib import Path

import api_builders
import api_site
import make
import pytest
from api_builders import Program
from api_site import Site
from conftest import Clock, running, sqlite_copy
from conftest import visitor as visitor_of
from flask import Flask
from sqlalchemy import create_engine, text
from visitor import Visitor

from eventapp import tokens
from eventapp.api import limits
from eventapp.api.models import ApiAnswer, ApiToken
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.retention.jobs import sweep
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def site(app: Flask) -> Site:
    return api_site.build()


@pytest.fixture
def ask(client: Visitor, site: Site) -> Program:
    return Program(client, site.secret)


def number_of(model: type) -> int:
    return db.session.scalar(db.select(db.func.count(model.id)))


def test_what_is_known_already_isn_t_sent_again(ask: Program, site: Site) -> None:
    path = f"/events/{site.numbers['event']}"
    state = ask("GET", path).headers["ETag"]

    same = ask("GET", path, headers={"If-None-Match": state})
    ask("PATCH", path, json={"summary": "Something else"})
    changed = ask("GET", path, headers={"If-None-Match": state})

    assert (same.status_code, same.data) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != state


def test_a_change_of_something_that_changed_meanwhile_is_refused(ask: Program, site: Site) -> None:
    path = f"/events/{site.numbers['event']}"
    state = ask("GET", path).headers["ETag"]

    first = ask("PATCH", path, json={"summary": "Mine"}, headers={"If-Match": state})
    second = ask("PATCH", path, json={"summary": "Yours"}, headers={"If-Match": state})

    assert (first.status_code, second.status_code) == (200, 412)
    assert ask("GET", path).json["summary"] == "Mine"


def test_a_list_comes_in_parts_that_lead_to_each_other(ask: Program, site: Site) -> None:
    for n in range(4):
        make.event(community=site.host, title=f"Event number {n}")
    db.session.commit()

    found, path = [], "/events?per_page=2&q=number"
    while path:
        answer = ask("GET", path)
        found += [one["title"] for one in answer.json["items"]]
        links = {
            part.split('rel="')[1][:-1]: part.split(">")[0].strip(" <")
            for part in answer.headers.get("Link", "").split(",")
        }
        path = links.get("next", "").partition("/api/v1")[2]

    assert sorted(found) == [f"Event number {n}" for n in range(4)]
    assert answer.json["total"] == 4


def test_addresses_are_the_site_s_own_whatever_a_proxy_says(
    app: Flask, ask: Program, site: Site
) -> None:
    make.event(community=site.host)
    app.config["BASE_URL"] = "https://localhost"
    app.config["DOMAINS"] = {"meet.example.org": site.host.slug}
    db.session.commit()

    answer = ask("GET", "/events?per_page=1&q=Event+")

    assert (
        '<https://localhost/api/v1/events?per_page=1&q=Event+&page=2>; rel="next"'
        in (answer.headers["Link"])
    )
    assert answer.json["items"][0]["url"].startswith("https://meet.example.org/")


def test_what_is_sent_twice_with_a_key_is_done_once(ask: Program, site: Site) -> None:
    path = f"/events/{site.numbers['event']}/rsvps"
    body = {"first_name": "Ada", "email": "ada@example.org", "role": site.host.roles[0].id}
    before, key = number_of(Rsvp), {"Idempotency-Key": "8e03978e"}

    first = ask("POST", path, json=body, headers=key)
    again = ask("POST", path, json=body, headers=key)
    other = ask("POST", path, json=body | {"first_name": "Eve"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert number_of(Rsvp) == before + 1


def test_a_key_is_forgotten_after_a_day(ask: Program, site: Site, moved_clock: Clock) -> None:
    key = {"Idempotency-Key": "once"}
    ask("POST", "/events", json={"title": "Chess"}, headers=key)
    moved_clock.turn(hours=25)
    before = number_of(Event)

    forgotten = sweep()
    ask("POST", "/events", json={"title": "Chess"}, headers=key)

    assert (forgotten, number_of(ApiAnswer)) == (1, 1)
    assert number_of(Event) == before + 1


def test_a_key_of_yesterday_says_yes_anew(ask: Program, site: Site, moved_clock: Clock) -> None:
    path, key = f"/events/{site.numbers['event']}/rsvps", {"Idempotency-Key": "once"}
    body = {"first_name": "Ada", "email": "ada@example.org", "role": site.host.roles[0].id}
    first = ask("POST", path, json=body, headers=key).json
    ask("POST", f"/rsvps/{first['id']}/cancellation")
    moved_clock.turn(hours=25)

    again = ask("POST", path, json=body, headers=key).json

    assert (again["id"], again["state"]) == (first["id"], "going")


def test_a_request_that_failed_may_be_sent_again_with_its_key(ask: Program, site: Site) -> None:
    key = {"Idempotency-Key": "once"}

    refused = ask("POST", "/events", json={"title": " "}, headers=key)
    made = ask("POST", "/events", json={"title": "Chess"}, headers=key)

    assert (refused.status_code, made.status_code) == (422, 201)


def test_what_is_kept_of_a_request_names_nobody(ask: Program, site: Site) -> None:
    path = f"/events/{site.numbers['event']}/rsvps"
    body = {"first_name": "Zoltan", "email": "zoltan@example.org", "role": site.host.roles[0].id}

    ask("POST", path, json=body, headers={"Idempotency-Key": "zoltan@example.org"})

    kept = db.session.scalars(db.select(ApiAnswer)).one()
    assert "zoltan" not in f"{kept.key} {kept.fingerprint} {kept.shows}".lower()


@pytest.fixture
def postgres_app(filled_postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    with running(filled_postgres_url, tmp_path) as app:
        yield app


@pytest.mark.services
def test_a_request_that_is_being_carried_out_isn_t_begun_again(postgres_app: Flask) -> None:
    site = api_site.build()
    ask = Program(visitor_of(postgres_app), site.secret)
    token = db.session.scalars(db.select(ApiToken)).one()
    number = int(tokens.digest(f"{token.id}:{tokens.digest('once')}")[:15], 16)
    key = {"Idempotency-Key": "once"}
    db.session.commit()

    other = create_engine(postgres_app.config["SQLALCHEMY_DATABASE_URI"])
    with other.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({number})"))
        meanwhile = ask("POST", "/events", json={"title": "Chess"}, headers=key)
    other.dispose()
    after = ask("POST", "/events", json={"title": "Chess"}, headers=key)

    assert (meanwhile.status_code, after.status_code) == (409, 201)
    assert meanwhile.headers["Retry-After"]


@pytest.fixture
def limited(empty_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    url = sqlite_copy(empty_sqlite, tmp_path)
    with running(url, tmp_path, RATELIMIT_ENABLED=True) as app:
        yield app


def test_limits_are_told_and_kept(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_TOKEN", limits.RateLimitItemPerMinute(2))
    ask = api_builders.program(visitor_of(limited), make.community())

    answers = [ask("GET", "/community") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"token";q=2;w=60'
    assert answers[0].headers["RateLimit"].startswith('"token";r=1;t=')
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].mimetype == "application/problem+json"


def test_tokens_can_t_be_guessed_at_length(limited: Flask) -> None:
    ask = Program(visitor_of(limited), "eventapp_guess")

    answers = [ask("GET", "/community").status_code for _ in range(limits.WRONG + 1)]

    assert answers == [401] * limits.WRONG + [429]


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/events/999999", {}, 404),
        ("GET", "/events//1", {}, 404),
        ("GET", "/events?colour=red", {}, 400),
        ("GET", "/events?page=0", {}, 400),
        ("GET", "/events?from=yesterday", {}, 400),
        ("DELETE", "/events", {}, 405),
        ("POST", "/events", {"data": "title=Chess"}, 415),
        ("POST", "/events", {"data": "{", "content_type": "application/json"}, 400),
        ("POST", "/events", {"data": "[" * 9999, "content_type": "application/json"}, 400),
        ("POST", "/events", {"data": b" " * 300_000, "content_type": "application/json"}, 413),
        ("GET", "/" + "a" * 9_000, {}, 414),
        ("POST", "/events", {"json": {"title": "\ud800"}}, 422),
        ("POST", "/events", {"json": {"\ud800": "half a letter"}}, 422),
        ("POST", "/events", {"json": {"title": 5}}, 422),
        ("POST", "/events", {"json": {"title": "Chess"}, "headers": {"Idempotency-Key": "ü"}}, 400),
    ],
)  # fmt: skip
def test_every_error_is_problem_details(
    method: str, path: str, given: dict, status: int, ask: Program
) -> None:
    answer = ask(method, path, **given)

    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["title"]


def test_an_error_points_at_the_field(ask: Program) -> None:
    answer = ask(
        "POST", "/events", json={"title": "x" * 81, "starts_at": "2027-03-04T18:00:00", "a/b": 1}
    )
    later = ask(
        "POST", "/events", json={"title": "x" * 81, "tables": 900, "map_url": "javascript:x"}
    )

    assert [one["pointer"] for one in answer.json["errors"]] == ["/a~1b"]
    assert {one["pointer"] for one in later.json["errors"]} == {"/title", "/tables", "/map_url"}


def test_a_rule_s_no_is_told_in_its_own_words(ask: Program, site: Site) -> None:
    over = make.past_event(community=site.host, published_at=None)
    db.session.commit()

    answer = ask("POST", f"/events/{over.id}/publication")

    assert answer.status_code == 409
    assert (
        answer.json["detail"] == "An event that is over can't be published. Give it a later date."
    )


def test_a_page_outside_is_no_problem_document(client: Visitor) -> None:
    assert client.get("/nowhere/at-all").mimetype == "text/html"


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_a_number_larger_than_any_is_found_by_no_method(method: str, ask: Program) -> None:
    assert ask(method, f"/events/{10**15}/rsvps").status_code == 404
    assert ask(method, f"/events/{10**15}").status_code == 404
