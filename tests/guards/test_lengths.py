"""What is far too long is turned away before anything looks at it, and no field takes longer than its
letters."""

import io
import random
import time
from collections.abc import Callable

import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from eventapp import content_lines, request_limits, text_fitting, web
from eventapp.communities.access import slug_for
from eventapp.communities.forms import CommunityForm, RolesForm, tidy, tidy_prose
from eventapp.door import badge_codes
from eventapp.door.forms import WalkInForm
from eventapp.events import markdown
from eventapp.events.forms import EventForm
from eventapp.front.filters import Filters
from eventapp.mail import compose
from eventapp.mail.desk import _pieces
from eventapp.people.forms import SignInForm
from eventapp.programs.sessions.forms import ProgramForm
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.forms import AnswersForm, GuestForm, RsvpForm, tidy_lines
from eventapp.rsvps.questions.forms import FieldsForm, QuestionForm

Visit = Callable[[str], Visitor]


def posts(app: Flask, site: Site) -> list[str]:
    names = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    return [sample_site.address(app, site, name, "POST") for name in sorted(names)]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever would look at what was sent fails."""

    def looked(*_given: object, **_more: object) -> None:
        raise AssertionError("somebody looked at it")

    monkeypatch.setattr(web.csrf, "protect", looked)
    for form in (RsvpForm, SignInForm, EventForm, WalkInForm):
        monkeypatch.setattr(form, "__init__", looked)


@pytest.mark.parametrize("who", ["anonymous", "owner"])
@pytest.mark.usefixtures("unread")
def test_what_is_far_too_long_is_turned_away_unread(
    who: str, app: Flask, site: Site, visit: Visit
) -> None:
    client = visit(who)
    for path in posts(app, site):
        if "/import" in path:
            continue
        answer = client.post(path, data={"first_name": "x" * 600_000})

        assert answer.status_code == 413, path
        assert "far more than this page asks for" in answer.text


@pytest.mark.usefixtures("unread")
def test_the_field_that_is_far_too_long_is_named(app: Flask, site: Site, visit: Visit) -> None:
    path = sample_site.address(app, site, "rsvps.create", "POST")

    answer = visit("anonymous").post(path, data={"access_needs": "x" * 5_000})

    assert answer.status_code == 413
    assert "“Access needs” is far too long: 5000 letters." in answer.text


@pytest.mark.usefixtures("unread")
def test_more_fields_than_any_form_has_are_turned_away_unread(
    app: Flask, site: Site, visit: Visit
) -> None:
    path = sample_site.address(app, site, "rsvps.create", "POST")
    kind = "application/x-www-form-urlencoded"

    answer = visit("anonymous").post(path, data="a&" * 5_000, content_type=kind)

    assert answer.status_code == 413


def test_what_is_a_little_too_long_comes_back_in_its_form(site: Site, visit: Visit) -> None:
    page = f"/{site.slugs['community']}/events/{site.slugs['event']}"

    answer = visit("anonymous").submit(page, to="/rsvps", ask="a" * 90, first_name="b" * 3_000)

    assert answer.status_code == 422
    assert "a" * 90 in answer.text
    assert "b" * 3_000 in answer.text


def test_a_list_of_people_may_be_long_for_those_who_organize(
    app: Flask, site: Site, visit: Visit
) -> None:
    path = sample_site.address(app, site, "imports.look", "POST")
    data = {"list": "x" * 500_000}

    assert visit("anonymous").post(path, data=data).status_code == 413
    assert visit("owner").post(path, data=data).status_code == 422


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [
        ("communities_desk.look", "logo"),
        ("face_desk.header", "picture"),
        ("archive_desk.send", "file"),
    ],
)
def test_a_file_of_a_megabyte_comes_as_far_as_its_page(
    endpoint: str, field: str, app: Flask, site: Site, visit: Visit
) -> None:
    app.config["OPEN_FOUNDING"] = True
    # What is compressed has line ends anywhere, at which a reader of forms stops.
    noise = FileStorage(io.BytesIO(random.Random(1).randbytes(1_000_000)), "photo.png")
    # Encoded here: the client would keep it in a file that it doesn't close.
    boundary, sent = encode_multipart({field: noise})
    path = sample_site.address(app, site, endpoint, "POST")

    answer = visit("owner").post(
        path, data=sent, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert answer.status_code == 422
    assert "far more than this page asks for" not in answer.text


def test_an_address_or_a_head_that_is_far_too_long_is_turned_away(visit: Visit) -> None:
    client = visit("anonymous")

    assert client.get("/?q=" + "x" * 20_000).status_code == 414
    assert client.get("/", headers={"X-Much": "x" * 40_000}).status_code == 431
    assert client.get("/?q=" + "x" * 7_000).status_code == 200


def test_a_sign_in_of_somebody_else_s_making_gets_no_more_room(app: Flask) -> None:
    with app.test_request_context("/desk/101/events", headers={"Cookie": "eventapp=sign_in"}):
        assert request_limits._room() is request_limits.GUESTS


FORMS = [
    SignInForm, RsvpForm, AnswersForm, GuestForm, WalkInForm, EventForm, ProgramForm,
    CommunityForm, RolesForm, QuestionForm, FieldsForm,
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "tidy": tidy,
    "prose": tidy_prose,
    "lines": tidy_lines,
    "letter": compose.tidy,
    "subject": compose.one_line,
    "address": lambda text: refused(compose.address, text),
    "local part": lambda text: refused(compose.address, text + "@example.org"),
    "domain": lambda text: refused(compose.address, "a@" + text),
    "badge code": badge_codes.scanned,
    "calendar": content_lines.clean_lines,
    "calendar line": content_lines.fold,
    "mailbox": _pieces,
    "slug": lambda text: slug_for(text, set()),
    "next": lambda text: web.safe_next("/" + text, ""),
    "filters": lambda text: Filters.read({"q": text}),
    "search": lambda text: Search.read(MultiDict({"q": text})),
    "label": lambda text: text_fitting.tidy(text, 60),
}
UNITS = [
    "a",
    " ",
    "\n",
    "a ",
    "@",
    ".",
    "é",
    "\u0301",
    "[",
    "**a*",
    "http://",
    "http://.",
    "/badge/",
    "a-",
]


def refused(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except ValueError:
        return


def quickest(read: Callable[[str], object], text: str) -> float:
    """The shortest of several runs, in seconds of this thread: others on the machine don't count."""
    best = 9.0
    for _ in range(3):
        began = time.thread_time()
        read(text)
        best = min(best, time.thread_time() - began)
    return best


def grows(read: Callable[[str], object], unit: str, short: int = 2_000) -> None:
    """Sixteen times the letters take about sixteen times as long; with a square it would be 256."""
    once, more = (quickest(read, (unit * length)[:length]) for length in (short, 16 * short))
    assert more < 64 * max(once, 0.0003), f"{unit!r}: {once:.4f} s, then {more:.4f} s"


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_reads_what_was_typed_takes_longer_than_its_letters(name: str) -> None:
    for unit in UNITS:
        grows(READERS[name], unit)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_takes_longer_than_its_letters(form: type, app: Flask) -> None:
    with app.test_request_context("/"):
        names = [field.name for field in form(MultiDict()) if field.type != "CSRFTokenField"]

        def read(text: str) -> None:
            made = form(MultiDict(dict.fromkeys(names, text)))
            if hasattr(made, "offer_roles"):
                made.offer_roles([])
            made.validate()

        for unit in ("a", " ", "\n", "a@", ".", "é"):
            grows(read, unit, short=500)


@pytest.mark.parametrize("unit", ["[", "![", "**a*", "[[]", "![[]("])
def test_a_description_full_of_brackets_is_parsed_once(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    markdown.html(text)

    assert quickest(markdown.html, text) < 0.01
