"""Whatever is changed at a desk is in the log of who did what, with words, in the same transaction."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor

from eventapp.front.activity import words

Visit = Callable[[str], Visitor]
# What is done at a desk without its address, and is in the log all the same.
BESIDE = {"team.accept", "api.change_rsvp"}
# Who does it, where that is no owner.
AS = {**dict.fromkeys(("kiosk.arrive", "kiosk.print_badge"), "kiosk"), "team_desk.leave": "door"}


@pytest.fixture
def look(app: Flask) -> Iterator[sqlite3.Connection]:
    """A second connection to the site's database, which knows when another one has committed."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection:
        yield connection


def of_desks(app: Flask) -> set[str]:
    """Every endpoint below a desk that something can be sent to."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    return {rule.endpoint for rule in rules if rule.rule.startswith("/desk/")}


def test_whatever_is_sent_to_a_desk_has_words_or_changes_nothing(app: Flask) -> None:
    known = words.WORDS.keys() | words.NOTHING.keys()

    assert of_desks(app) | BESIDE == known, "say in front/activity/words what it is called"
    assert not words.WORDS.keys() & words.NOTHING.keys()


@pytest.mark.usefixtures("quick")
def test_whatever_changes_at_a_desk_is_noted_with_who_did_it(
    app: Flask,
    site: Site,
    visit: Visit,
    restore_site: Callable[[], None],
    look: sqlite3.Connection,
) -> None:
    changed = []
    for endpoint in sorted(of_desks(app) - words.NOTHING.keys()):
        path = sample_site.address(app, site, endpoint, "POST")
        restore_site()
        client = visit(AS.get(endpoint, "owner"))
        client.csrf_token()
        before = look.execute("PRAGMA data_version").fetchone()

        client.post(path, data=page_crawler.sent(site, endpoint))

        noted = look.execute("SELECT what, person_id, device FROM activity").fetchall()
        if look.execute("PRAGMA data_version").fetchone() != before:
            changed.append(endpoint)
            assert [what for what, *_who in noted] == [endpoint], f"{endpoint} left no note"
            assert noted[0][1] or noted[0][2], f"nobody did {endpoint}"
        else:
            assert noted == []
    assert len(changed) > 45
