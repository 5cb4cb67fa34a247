"""Pages with nothing on them yet: each has its heading, and none is wider than a small phone."""

import re
from collections import defaultdict
from datetime import timedelta

import make
import pytest

from eventapp import clock
from eventapp.db import db

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A button, or a link that looks like one.
WAY_ON = re.compile(r'class="btn[ "]|<button')
# The screen of a hall and a draft as visitors see it are for others to read; letters are never none.
FOR_OTHERS = ("/hall", "/preview", "/letters")
# Pages of a desk that are empty in words of their own.
SAYS = {
    "api_desk.show": "There is no token yet.",
    "describing.trainers": "Nobody yet. People like to know",
    "door.missing": "Nobody has a place yet",
    "door_staff.show": "None yet.",
    "papers.show": "No tables yet",
    "printers.index": "No printer yet.",
    "prints.index": "Nothing yet.",
    "programs_desk.show": "Nobody yet. Share its page",
    "questions.show": "The form asks the usual so far.",
    "seating.board": "Nobody is seated yet",
    "webhooks.index": "Your first endpoint",
}
# Pages that are never empty: a form, what a community or an event is, or ways on from there.
FULL = {
    "archive_desk.show", "audience_desk.write", "badges.stock", "calendar_imports.show", "closing.show",
    "communities_desk.edit", "communities_desk.look", "communities_desk.roles", "contacts.show",
    "copying.choose", "describing.edit", "door.show", "door.walk_in", "door_offline.shell",
    "events_desk.cancel", "events_desk.edit", "events_desk.new", "exports.show", "face_desk.header",
    "imports.show", "invitations_desk.show", "kiosk.show", "past_attendance.show", "printers.new",
    "printers.new_stock", "program_states.bring_back", "program_states.call_off",
    "programs_desk.new", "quick_start.show", "rounds.remote", "rsvps_desk.add", "series_desk.new",
    "series_desk.repeat", "sharing.community", "sharing.event", "sharing.program",
    "team_desk.leave", "team_desk.show", "venues.new",
}  # fmt: skip
# What this community has: without any, they are looked at below.
HAS = {"activity_desk.show", "desk.community", "desk.events", "programs_desk.index"}
# Files, and pages that only lead on.
PAGES = "text/html"


@pytest.fixture
def host(app):
    return make.community(name="Leith Table", slug="leith")


@pytest.fixture
def pages(app, host, owner) -> list[str]:
    """Every page of a community whose events have nobody, no tables, or no date to come."""
    begins = clock.now() - timedelta(minutes=30)
    inside = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    tonight = make.event(community=host, slug="tonight", **inside)
    events = [
        make.event(community=host, slug="nobody", summary="", place_name=""),
        make.draft(community=host, slug="draft", summary="", place_name=""),
        make.past_event(community=host, slug="past"),
        tonight,
    ]
    for _ in range(5):
        make.rsvp(tonight)
    program = make.program(community=host, slug="program", sessions=0)
    db.session.commit()
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.arguments <= {"community", "event", "program"}:
            for event in events:
                given = {"community": host.slug, "event": event.slug, "program": program.slug}
                values = {name: given[name] for name in rule.arguments}
                found.add(app.url_map.bind("localhost").build(rule.endpoint, values))
    answers = {path: owner.get(path) for path in sorted(found) if ".pdf" not in path}
    return [
        path
        for path, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == PAGES
    ]


def test_every_page_has_one_heading_when_there_is_nothing_on_it(owner, pages):
    counted = {path: owner.get(path).text.count("<h1") for path in pages}

    assert {path for path, number in counted.items() if number != 1} == set()
    assert len(pages) > 60


def ways_on(page: str) -> tuple[list[int], int]:
    """How many ways on each part has that says it is empty, and how many the page has."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    inside = main[0] if main else ""
    parts = re.findall(r'<div class="empty">.*?</div>', inside, re.DOTALL)
    return [len(WAY_ON.findall(part)) for part in parts], len(WAY_ON.findall(inside))


def test_every_empty_page_of_a_desk_says_what_to_do_next(app, owner, host, pages):
    addresses = app.url_map.bind("localhost")
    lost, said, shown = {}, set(), defaultdict(str)
    for path in pages:
        if not path.startswith("/desk/") or path.endswith(FOR_OTHERS):
            continue
        endpoint, page = addresses.match(path)[0], owner.get(path).text
        in_parts, everywhere = ways_on(page)
        if not everywhere or 0 in in_parts:
            lost[path] = in_parts
        shown[endpoint] += page
        said |= {endpoint} if in_parts else set()

    assert lost == {}
    silent = shown.keys() - said
    assert silent == SAYS.keys() | FULL | HAS, "say that it is empty, with a way on, or name it"
    assert {name for name, words in SAYS.items() if words not in shown[name]} == set()


@pytest.mark.parametrize("page", ["", "/activity", "/events", "/programs"])
def test_a_desk_without_anything_leads_to_something_at_once(page, owner, host):
    in_parts, _everywhere = ways_on(owner.get(f"/desk/{host.slug}{page}").text)

    assert in_parts
    assert 0 not in in_parts


def test_a_desk_without_any_event_offers_a_list_and_an_example(owner, host):
    home = owner.get(f"/desk/{host.slug}").text

    assert "I have a list and a date" in home
    assert "Play with an example evening" in home


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_a_small_phone_when_there_is_nothing_on_it(
    scheme, owner, pages, open_browser, page_server
):
    page = open_browser(width=320, height=640, color_scheme=scheme)
    cookie = owner.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])
    db.session.remove()

    over = {}
    for path in pages[:: 1 if scheme == "light" else 4]:
        page.goto(page_server + path, wait_until="load")
        if wider := page.evaluate(WIDER):
            over[path] = wider

    assert over == {}
