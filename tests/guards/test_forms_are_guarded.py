"""A form that another site sends, or that comes under a name that isn't ours, changes nothing."""

from collections.abc import Callable

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor

from eventapp import web

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]

# RFC 8058: a mail program presses these buttons without cookie or token.
BY_MAIL_PROGRAMS = {"preferences.unsubscribe", "interest.stop"}
# A form within another site's page has no cookie either, and takes nothing of its visitor's.
FRAMED = {"embed.answer", "embed.enrol"}
# Programs send no cookie, so nothing of a browser opens anything there: tests/api/test_access.
PROGRAMS = {"api.answer"}
# The menu of languages stands on pages that are kept for everybody: only the origin is looked at.
WITHOUT_TOKEN = BY_MAIL_PROGRAMS | FRAMED | {"language.choose"}
FOREIGN = [
    "https://evil.example",
    "http://localhost.evil.example",
    "https://tables.example",
    "file://",
    "x",
]
HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "127.0.0.2",
]


def forms(app: Flask, site: Site) -> dict[str, tuple[str, dict[str, object]]]:
    """Every address that takes a form, with what a form might send there, by its endpoint."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    return {
        name: (sample_site.address(app, site, name, "POST"), page_crawler.sent(site, name))
        for name in sorted({rule.endpoint for rule in rules})
    }


def test_only_buttons_of_mail_programs_forms_in_frames_and_the_menu_of_languages_need_no_token(
    app: Flask,
) -> None:
    exempt = {
        name.removeprefix("eventapp.")
        .removeprefix("front.")
        .removeprefix("programs.")
        .removeprefix("people.")
        .replace(".views.", ".")
        for name in web.csrf._exempt_views
    }

    assert exempt == WITHOUT_TOKEN
    assert {one.name for one in web.csrf._exempt_blueprints} == {"api"}
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)


@pytest.mark.parametrize("token", ["", "nonsense", "another visitor's"])
@pytest.mark.usefixtures("quick")
def test_no_form_is_taken_without_the_token_of_its_page(
    token: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    given = visit("guest").csrf_token() if token.startswith("another") else token
    if token.startswith("another"):
        with client.session_transaction() as session:
            session["csrf_token"] = "1" * 40
    for endpoint, (path, data) in forms(app, site).items():
        if endpoint in WITHOUT_TOKEN | PROGRAMS:
            continue

        answer = client.post(path, data=data, headers={"X-CSRFToken": given})

        assert answer.status_code == 400, f"{path} took a form without a token"
        assert dump() == before


def test_the_one_click_unsubscribe_works_without_token_cookie_or_origin(
    app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    path = sample_site.address(app, site, "preferences.unsubscribe", "POST")
    headers = {"X-CSRFToken": "", "Origin": "https://mail.example"}
    before = dump()

    answer = visit("anonymous").post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers)

    assert answer.status_code == 200
    assert dump() != before


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.usefixtures("quick")
def test_no_form_is_taken_from_another_site(
    origin: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    for endpoint, (path, data) in forms(app, site).items():
        if endpoint in BY_MAIL_PROGRAMS:
            continue

        answer = client.post(path, data=data, headers={"Origin": origin})

        assert answer.status_code == 400, f"{path} took a form of {origin}"
    assert dump() == before


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_page_that_hides_where_it_is_from_must_be_ours(
    origin: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    headers = {"Origin": "null", "Sec-Fetch-Site": origin}
    for endpoint, (path, data) in forms(app, site).items():
        if endpoint in BY_MAIL_PROGRAMS:
            continue

        assert client.post(path, data=data, headers=headers).status_code == 400, path
    assert dump() == before


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_ours_is_turned_away_everywhere(
    host: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "asset":
            continue
        for method in rule.methods & {"GET", "POST"}:
            path = sample_site.address(app, site, rule.endpoint, method)

            answer = client.open(path, method=method, headers={"Host": host})

            assert answer.status_code == 400, f"{path} answers to {host}"
            assert host not in answer.text
    assert dump() == before


def test_a_forwarded_host_is_never_believed(app: Flask, site: Site, visit: Visit) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

    for endpoint in ("front.home", "rsvps.show", "front.mine", "events.calendar", "events.feed"):
        answer = visit("anonymous").get(sample_site.address(app, site, endpoint), headers=headers)

        assert answer.status_code == 200
        assert "evil.example" not in answer.text


@pytest.mark.usefixtures("quick")
def test_asking_for_the_head_says_what_the_page_would_and_changes_nothing(
    app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "asset" or "GET" not in rule.methods:
            continue
        path = sample_site.address(app, site, rule.endpoint)

        head, page = client.head(path), client.get(path)

        assert (head.status_code, head.data) == (page.status_code, b""), path
        assert head.headers.get("Location") == page.headers.get("Location")
        policy = "Content-Security-Policy"
        assert head.headers[policy] == page.headers[policy]
    assert dump() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "LOL"])
def test_methods_that_nobody_needs_are_turned_away(
    method: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    headers = {"X-CSRFToken": client.csrf_token()}
    for endpoint, (path, data) in forms(app, site).items():
        if endpoint in PROGRAMS:
            continue

        answer = client.open(path, method=method, data=data, headers=headers)

        assert answer.status_code == 405, f"{method} {endpoint}"
    assert dump() == before
