"""Whatever is changed at a desk is in the log of who did what, with words, in the same transaction."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import page_crawler
import pytest
import sample_site
from flask import Flask
from page_crawler import Sheet
from sample_site import Site
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.front.activity import words

Visit = Callable[[str], Visitor]
Crawled = dict[tuple[str, str], TestResponse]
# What is done at a desk without its address, and is in the log all the same.
BESIDE = {"team.accept", "api.change_rsvp", "api.throw_away"} | words.TAKEN_OUT
# Who does it, where that is no owner.
AS = {**dict.fromkeys(("kiosk.arrive", "kiosk.print_badge"), "kiosk"), "team_desk.leave": "door"}
# What somebody types into a form that changes nothing as it stands on its page.
TYPED: dict[str, dict[str, object]] = {
    "api_desk.make": {"name": "360", "scopes": "events:read"},
    "certificates_desk.revoke": {"reason": "71"},
    "describing.add": {"name": "95"},
    "events_desk.create": {"title": "201"},
    "person_desk.add_note": {"note": "71"},
    "person_desk.add_tag": {"word": "press"},
    "person_desk.correct": {"email": "195@example.org"},
    "printers.new": {"name": "360"},
    "printers.new_stock": {"name": "360"},
    "questions.create": {"label": "71"},
    "rsvps_desk.add": {"first_name": "95", "email": "195@example.org"},
    "team_desk.invite": {"first_name": "95", "email": "195@example.org"},
    "venues.new": {"name": "209", "address": "212"},
}
# What a form as it stands on its page changes nothing by: that it is noted is shown elsewhere, or nowhere.
UNPROVEN = {
    "archive_desk.send", "attendance_desk.person", "attendance_desk.session", "audience_desk.copy",
    "audience_desk.send", "audience_desk.write", "avoiding_desk.resolve", "calendar_imports.look",
    "cards.choose", "certificates_desk.give", "closing.close", "closing.reopen", "cohorts.run_again", "communities_desk.end_trust",
    "contacts.save", "copying.copy", "corrections.correct", "door.walk_in", "door_offline.take",
    "events_desk.reopen", "imports.look", "kiosk.print_badge", "merging_desk.merge",
    "past_attendance.look", "printers.measure", "programs_desk.new", "progress_desk.write",
    "questions.remove", "quick_start.create", "replies_desk.attribute", "reseating.change",
    "rsvps_desk.decline", "rsvps_desk.give_place", "rsvps_desk.invite", "rsvps_desk.revise",
    "rsvps_desk.undo", "searches.create", "seating.lock", "seating.redo", "seating.rule",
    "seating.seat", "seating.undo", "series.create", "series_desk.add", "series_desk.new",
    "series_desk.repeat", "sessions_desk.add", "sessions_desk.change", "together_desk.call_off", "together_desk.change",
    "unmet_asks.invite", "webhooks.index", "webhooks.show",
}  # fmt: skip


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


def filled_in(app: Flask, crawled: Crawled) -> dict[str, Sheet]:
    """A form of the site's own pages for each endpoint that one goes to, as its page fills it in."""
    found: dict[str, Sheet] = {}
    addresses = app.url_map.bind("localhost")
    for (_who, path), answer in crawled.items():
        if answer.mimetype != "text/html":
            continue
        for sheet in page_crawler.sheets(path, answer.text):
            action = sheet.action.partition("?")[0].partition("#")[0]
            if sheet.method == "post" and addresses.test(action, "POST"):
                found.setdefault(addresses.match(action, "POST")[0], sheet)
    return found


@pytest.mark.usefixtures("quick")
def test_whatever_changes_at_a_desk_is_noted_with_who_did_it(
    app: Flask,
    site: Site,
    visit: Visit,
    crawled: Crawled,
    restore_site: Callable[[], None],
    look: sqlite3.Connection,
) -> None:
    changed, sheets = set(), filled_in(app, crawled)
    for endpoint in sorted(of_desks(app) - words.NOTHING.keys()):
        sheet = sheets.get(endpoint)
        path = sheet.action if sheet else sample_site.address(app, site, endpoint, "POST")
        typed = {
            **(sheet.values if sheet else {}),
            **page_crawler.sent(site, endpoint),
            **TYPED.get(endpoint, {}),
        }
        # It was made for another browser.
        typed.pop("csrf_token", None)
        restore_site()
        client = visit(AS.get(endpoint, "owner"))
        client.csrf_token()
        before = look.execute("PRAGMA data_version").fetchone()

        client.post(path, data=typed)

        noted = look.execute("SELECT what, person_id, device FROM activity").fetchall()
        if look.execute("PRAGMA data_version").fetchone() != before:
            changed.add(endpoint)
            assert [what for what, *_who in noted] == [endpoint], f"{endpoint} left no note"
            assert noted[0][1] or noted[0][2], f"nobody did {endpoint}"
        else:
            assert noted == []
    unproven = of_desks(app) - words.NOTHING.keys() - changed
    assert unproven <= UNPROVEN, "give it something to change (TYPED), or name it among UNPROVEN"
    assert of_desks(app) >= UNPROVEN | TYPED.keys()


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
