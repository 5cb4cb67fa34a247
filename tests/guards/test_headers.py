"""What goes out with every page: policies, cookies, caches; and nothing inline, nothing foreign."""

import re
from collections.abc import Callable
from pathlib import Path

import page_crawler
import pytest
import sample_site
from conftest import visitor
from flask import Flask
from sample_site import Site
from visitor import Visitor, forms
from werkzeug.test import TestResponse

from eventapp import create_app
from eventapp.assets import FOLDER, asset
from eventapp.db import db

Visit = Callable[[str], Visitor]
Walked = dict[tuple[str, str], TestResponse]

# These show somebody else's HTML in a frame: nothing runs, nothing is fetched, all is sandboxed.
FRAMED = {"letters.html", "mail_desk.letter_html"}
# These may stand within any site's page: they are for nobody in particular.
ANYWHERE = {"embed.community", "embed.event", "embed.program", "embed.series"}
# Anybody may keep these for a while; they hold nothing personal.
SHARED = ("/calendar.ics", ".ics", "/picture.png")
OURS = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
    "font-src": "'self'", "connect-src": "'self'", "manifest-src": "'self'", "worker-src": "'self'",
    "frame-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "form-action": "'self'",
    "require-trusted-types-for": "'script'", "trusted-types": "answers",
}  # fmt: skip
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href"}


def policy(header: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in parts if name}


def test_every_answer_carries_the_policies(app: Flask, site: Site, crawled: Walked) -> None:
    framed = {sample_site.address(app, site, endpoint) for endpoint in FRAMED}
    anywhere = {sample_site.address(app, site, endpoint) for endpoint in ANYWHERE}
    for (_who, path), answer in crawled.items():
        headers = answer.headers

        rules = policy(headers["Content-Security-Policy"])
        assert rules["default-src"] == "'none'", path
        if path in framed:
            assert "script-src" not in rules
            assert "allow-scripts" not in rules["sandbox"]
            assert rules["frame-ancestors"] == "'self'"
            assert (rules["base-uri"], rules["form-action"]) == ("'none'", "'none'")
        else:
            # One policy for all, and no page has an exception from it.
            framed_by = "*" if path in anywhere else "'none'"
            assert rules == OURS | {"frame-ancestors": framed_by}, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] in {
            "no-referrer", "same-origin", "strict-origin-when-cross-origin",
        }  # fmt: skip
        assert "Server" not in headers or "/" not in headers["Server"]


def test_pages_of_somebody_are_kept_by_no_cache_and_tell_no_other_site(
    app: Flask, site: Site, crawled: Walked
) -> None:
    feeds = {sample_site.address(app, site, "my_feed.calendar")}
    for (who, path), answer in crawled.items():
        secret = any(token in path for token in site.tokens.values())

        if path in feeds:
            # A calendar keeps what it fetched, and asks whether it is still so.
            assert answer.headers["Cache-Control"].startswith("private, "), path
            assert answer.headers["Referrer-Policy"] == "no-referrer", path
            assert answer.headers["X-Robots-Tag"] == "noindex", path
        elif secret or path.startswith(("/desk", "/me/", "/dev")) or path == "/me":
            assert answer.headers["Cache-Control"] == "no-store", path
            # With no-referrer a browser hides where a form of the page is from, and it is refused.
            assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}, path
            assert answer.headers["X-Robots-Tag"] == "noindex", path
        elif answer.mimetype == "text/html" and who != "anonymous":
            assert answer.headers["Cache-Control"] == "no-store", f"{path} of {who}"
        assert "Cookie" in answer.headers["Vary"], path


@pytest.mark.usefixtures("quick")
def test_what_everybody_may_keep_says_nothing_of_who_asked(
    app: Flask, site: Site, visit: Visit
) -> None:
    for endpoint in ("events.feed", "events.calendar", "events.picture", "programs.feed"):
        path = sample_site.address(app, site, endpoint)

        answers = [visit(who).get(path) for who in ("anonymous", "guest", "owner")]

        assert all("public" in answer.headers["Cache-Control"] for answer in answers)
        assert not any("Set-Cookie" in answer.headers for answer in answers)
        assert len({answer.data for answer in answers}) == 1
        assert not re.search(rb"ATTENDEE|(?<![-\w])\d{3}@example", answers[0].data)


def test_no_page_holds_anything_inline_or_fetches_from_elsewhere(
    app: Flask, site: Site, crawled: Walked
) -> None:
    framed = {sample_site.address(app, site, endpoint) for endpoint in FRAMED}
    for (_who, path), answer in crawled.items():
        if answer.mimetype != "text/html" or path in framed:
            continue
        for tag, has in page_crawler.markup(answer.text).tags:
            assert "style" not in has, f"{path}: <{tag} style>"
            assert not [name for name in has if name.startswith("on")], f"{path}: {tag} {has}"
            data = has.get("type") == "application/ld+json"
            inline = tag == "style" or (tag == "script" and "src" not in has and not data)
            assert not inline, f"{path}: <{tag}> within the page"
            source = has.get(LOADS.get(tag, ""), "")
            if tag == "link" and has.get("rel") not in {"canonical", "alternate"}:
                source = has.get("href", "")
            assert re.match(r"(/(?!/)|#|$)", source), f"{path}: {tag} {source}"
            assert not has.get("href", "").lower().startswith(("javascript:", "data:")), path
            if has.get("target") == "_blank":
                assert "noopener" in has.get("rel", ""), f"{path}: {has}"


@pytest.fixture
def secure(app: Flask, tmp_path: Path) -> Flask:
    """The same site under https."""
    other = create_app(
        TESTING=True,
        SECRET_KEY="test",
        BASE_URL="https://tables.example",
        TRUSTED_HOSTS=["tables.example"],
        DATA_DIR=tmp_path / "var",
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
    )
    yield other
    with other.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_under_https_cookies_are_for_this_host_alone(secure: Flask, site: Site) -> None:
    client = visitor(secure)

    answer = client.get("/sign-in", base_url="https://tables.example")

    chosen = client.post("/language", data={"language": "en"}, base_url="https://tables.example")
    cookies = [one for each in (answer, chosen) for one in each.headers.getlist("Set-Cookie")]
    assert any("language" in one for one in cookies)
    for cookie in cookies:
        words = {word.strip().lower() for word in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= words
        assert not any(word.startswith("domain") for word in words)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_without_https_nothing_promises_it(app: Flask, visit: Visit) -> None:
    answer = visit("anonymous").get("/sign-in")

    assert "Strict-Transport-Security" not in answer.headers
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("name", ["css/app.css", "css/event.css", "icons.svg", "js/copy.js"])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_static_files_are_kept_for_good_and_sent_small(
    name: str, coding: str, app: Flask, visit: Visit
) -> None:
    client = visit("owner")
    with app.test_request_context():
        address = asset(name)

    answer = client.get(address, headers={"Accept-Encoding": coding})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert len(answer.data) < len(plain.data)


def test_a_file_under_an_old_address_is_not_kept_for_good(visit: Visit) -> None:
    answer = visit("anonymous").get("/static/0123456789ab/css/app.css")

    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "../pyproject.toml",
        "..%2f..%2feventapp/config.py",
        "css",
        "",
        "%00",
        "x" * 3000,
        "/etc/passwd",
    ],
)
def test_nothing_but_static_files_is_served_as_one(name: str, visit: Visit) -> None:
    assert visit("anonymous").get(f"/static/0/{name}").status_code in {404, 308}
    assert FOLDER.is_dir()


@pytest.mark.usefixtures("quick")
def test_a_page_with_words_of_the_address_is_not_compressed(
    app: Flask, site: Site, visit: Visit
) -> None:
    """Size would tell what a page holds beside what somebody put into the address (BREACH)."""
    headers = {"Accept-Encoding": "gzip"}
    path = sample_site.address(app, site, "rsvps_desk.people")

    plain = visit("owner").get(path, headers=headers)
    echoing = visit("owner").get(f"{path}?q=4", headers=headers)

    assert plain.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in echoing.headers


@pytest.mark.usefixtures("quick")
def test_a_page_that_answers_what_was_typed_is_not_compressed(
    app: Flask, site: Site, visit: Visit
) -> None:
    owner, plan = visit("owner"), sample_site.address(app, site, "rsvps_desk.review", "POST")
    form = next(f for f in forms(owner.get(plan.removesuffix("/review")).text) if f.action == plan)

    typed = form.values | {"title": "Another title"}
    looked = owner.post(plan, data=typed, headers={"Accept-Encoding": "gzip"})

    assert looked.status_code == 200
    assert "Another title" in looked.text
    assert "Content-Encoding" not in looked.headers


@pytest.mark.usefixtures("quick")
def test_a_page_is_not_compressed_for_who_refuses_it(app: Flask, site: Site, visit: Visit) -> None:
    path = sample_site.address(app, site, "rsvps_desk.people")

    page = visit("owner").get(path, headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in page.headers
