"""What search engines and calendars on the web are kept from, and what they may fetch."""

import re

import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor

# What anybody may open, and nobody need find.
UNLISTED = re.compile(r"/(sign-in|lost-link|dev|metrics|api)\b")
# Whose address holds a secret, and who is fetched by calendars on the web nevertheless.
FEEDS = {"my_feed.calendar"}
SECRETS = {"token", "code"}


def forbidden(rules: str, path: str) -> bool:
    """Whether the longest rule for a path forbids it, as RFC 9309 has it."""
    matching = []
    for kind, pattern in re.findall(r"^(Allow|Disallow): (\S+)$", rules, re.MULTILINE):
        end = "$" if pattern.endswith("$") else ""
        if re.match(re.escape(pattern.removesuffix("$")) + end, path):
            matching.append((len(pattern), kind == "Allow"))
    return not max(matching)[1]


@pytest.mark.usefixtures("quick")
def test_what_is_public_may_be_fetched_and_what_is_somebody_s_own_may_not(
    app: Flask, site: Site, client: Visitor
) -> None:
    rules = client.get("/robots.txt").text
    free, kept = set(), set()

    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "asset":
            path = sample_site.address(app, site, rule.endpoint)
            secret = rule.arguments & SECRETS and rule.endpoint not in FEEDS
            shut = secret or UNLISTED.match(path) or client.get(path).status_code not in {200, 302}
            (kept if shut else free).add(path)

    assert [path for path in free if forbidden(rules, path)] == []
    assert [path for path in kept if not forbidden(rules, path)] == []
    assert min(len(free), len(kept)) > 10


@pytest.mark.parametrize("name", ["meetup", "desks", "sign-in-club"])
def test_a_community_may_be_found_whatever_its_name_begins_with(
    app: Flask, client: Visitor, name: str
) -> None:
    rules = client.get("/robots.txt").text

    assert not forbidden(rules, f"/{name}")
    assert not forbidden(rules, f"/{name}/calendar.ics")
    assert forbidden(rules, "/me")
    assert forbidden(rules, "/desk")
