"""No log holds a secret of a path, and no community has an address that the site needs itself."""

import re
from pathlib import Path

import pytest
import sample_site
from flask import Flask
from sample_site import Site

from eventapp import logs
from eventapp.communities.access import RESERVED, slug_for

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX, CADDY = DEPLOY / "nginx.conf", DEPLOY / "Caddyfile"
SECRETS = {"token", "code", "guest"}


def private_paths(app: Flask, site: Site) -> dict[str, list[str]]:
    """The address of every page that a secret opens, with its secrets."""
    found = {}
    for rule in app.url_map.iter_rules():
        names = {name for name in rule.arguments if name in SECRETS}
        method = "GET" if "GET" in rule.methods else "POST"
        if names:
            path = sample_site.address(app, site, rule.endpoint, method)
            values = site.values(rule.endpoint)
            found[path] = [str(values[name]) for name in names]
    return found


def test_a_log_line_has_no_secret_of_any_private_page(app: Flask, site: Site) -> None:
    paths = private_paths(app, site)

    leaked = {
        path: logs.clean(path)
        for path, secrets in paths.items()
        if any(secret in logs.clean(path) for secret in secrets)
    }

    assert len(paths) > 20
    assert leaked == {}


def test_the_log_in_front_has_no_path_of_a_private_page(app: Flask, site: Site) -> None:
    shown = re.search(r'"~\*(\^/\S+)" "/\$1/…"', NGINX.read_text())
    assert shown

    assert [path for path in private_paths(app, site) if not re.match(shown[1], path)] == []


def test_neither_has_the_log_of_caddy_however_it_is_written_nor_a_query(
    app: Flask, site: Site
) -> None:
    shown = re.search(r"request>uri regexp `(\S+)` `\$1…`", CADDY.read_text())
    assert shown
    paths = private_paths(app, site)
    written = [
        (as_sent, secret)
        for path, secrets in paths.items()
        for secret in secrets
        for as_sent in (path, f"/{path}", f"/%{ord(path[1]):x}{path[2:]}", path.upper())
    ]

    masked = [(re.sub(shown[1], r"\1…", path), secret) for path, secret in written]

    assert [path for path, secret in masked if secret.lower() in path.lower()] == []
    assert re.sub(shown[1], r"\1…", "/acme/events/evening?name=Ada") == "/acme/events/evening…"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/r/3Fh-_9/guests/Ab-0/name", "/r/…/guests/…/name"),
        ("/r/3Fh/invite.ics", "/r/…/invite.ics"),
        ("/i/3Fh", "/i/…"),
        ("/r/3Fh/guests/onlysmalllettersbutlong/name", "/r/…/guests/…/name"),
        ("/b/ABcdEF", "/b/…"),
        ("/acme/events/evening", "/acme/events/evening"),
    ],
)
def test_a_log_line_still_says_which_page_it_was(path: str, shown: str) -> None:
    assert logs.clean(path) == shown


def test_no_community_gets_an_address_that_the_site_needs(app: Flask) -> None:
    first = {str(rule).split("/")[1] for rule in app.url_map.iter_rules()}
    # A slug has letters, digits and hyphens: anything else can't be one.
    words = {word for word in first if re.fullmatch(r"[a-z0-9-]+", word)}

    assert words - RESERVED == set()
    assert slug_for("I", set()) == "i-2"


def test_no_event_and_no_program_gets_an_address_that_its_kind_needs(app: Flask) -> None:
    paths = [str(rule).removeprefix("/desk") for rule in app.url_map.iter_rules()]
    beside = [re.match(r"/<community>/(events|programs)/([a-z0-9-]+)$", path) for path in paths]
    words = {found.group(2) for found in beside if found}

    assert "new" in words
    assert words - RESERVED == set()
