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
BESIDE = {"team.accept", "api.change_rsvp"} | words.TAKEN_OUT
# Who does it, where that is no owner.
AS = {**dict.fromkeys(("kiosk.arrive", "kiosk.print_badge"), "kiosk"), "team_desk.leave": "door"}


# What a desk sends that is no page, with what each leaves in the log.
NOTED = {
    "exports.file": "exports.people",
    "attendance_desk.file": "attendance_desk.file",
    "archive_desk.file": "archive_desk.file",
    "activity_desk.file": "activity_desk.file",
}
# And what leaves nothing there, with the reason.
UNNOTED = {
    **dict.fromkeys(
        ("papers.draw", "papers.at_door", "prints.file"), "paper for the evening: names"
    ),
    **dict.fromkeys(("sharing.file", "sharing.program_file", "sharing.series_file"), "posters"),
    **dict.fromkeys(("badges.test_page", "printers.test_page"), "they name nobody"),
    "door_offline.manifest": "it names nobody",
}


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


@pytest.mark.usefixtures("quick")
def test_whatever_leaves_a_desk_as_a_file_is_noted_once_or_said_why_not(
    app: Flask, site: Site, visit: Visit, look: sqlite3.Connection
) -> None:
    client, sent = visit("owner"), {}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not rule.rule.startswith("/desk/"):
            continue
        path = sample_site.address(app, site, rule.endpoint)
        before = notes(look)

        client.head(path)
        nothing = notes(look)
        answer = client.get(path)

        assert nothing == before, f"HEAD {path} left a note"
        left = notes(look)[len(before) :]
        if answer.mimetype not in PAGES or "attachment" in answer.headers.get(
            "Content-Disposition", ""
        ):
            sent[rule.endpoint] = [what for what, _who in left]
            assert all(who for _what, who in left)
        else:
            assert left == [], path

    assert sent.keys() == NOTED.keys() | UNNOTED.keys(), (
        "say what it leaves in the log, or why nothing"
    )
    assert {one: left for one, left in sent.items() if left} == {
        one: [what] for one, what in NOTED.items()
    }


# What is shown rather than taken along.
PAGES = {"text/html", "text/plain", "text/css", "text/javascript", "image/png", "application/json"}


def notes(look: sqlite3.Connection) -> list[tuple[str, int | None]]:
    return look.execute("SELECT what, person_id FROM activity ORDER BY id").fetchall()
