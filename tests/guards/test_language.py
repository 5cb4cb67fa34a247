"""Every word that a person reads can be translated, and dates follow the reader's language.

The product speaks a made-up language here: every sentence that goes through gettext comes back in
⟦brackets⟧, dates and numbers are Japanese, and whatever people typed is a number. Latin letters
outside brackets are words that somebody forgot.
"""

import ast
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import flask_babel
import icalendar
import page_crawler
import pytest
import sample_site
from babel.support import NullTranslations
from conftest import running, sqlite_copy, visitor
from flask import Flask
from sample_site import Site

from eventapp import clock, languages
from eventapp.badges.stocks import ALL
from eventapp.mail.deliver import deliver_due

Visited = dict[str, str]

SPOKEN = {
    "placeholder",
    "aria-label",
    "aria-description",
    "title",
    "alt",
    "label",
    "aria-valuetext",
}
# What may stand in Latin letters in any language, and why.
NAMES = re.compile(
    r"https?://\S+|\S+@[\w.]+|localhost\S*"  # addresses
    r"|\b(GMT|UTC)\b|GMT[+-]\d+"  # clocks
    r"|Google Calendar|Outlook|Firefox|Chrome, Edge|Acrobat Reader"  # products
    r"|lp -o media=\S*\s+-o print-scaling=none"  # commands
    r"|\bwebhook\.test\b"  # what programs call it
    r"|\b[a-z]+:(read|write)\b|…[\w-]{4}"  # scopes of the API, and the end of a token
    r"|\d (mm|KB)\b|\b(PDF|CSV|XLSX)\b"  # the same everywhere
)
# Each language is called by its own name in all of them.
LANGUAGES = set(languages.LANGUAGES.values())
ZONES = {zone.replace("_", " ") for zone in clock.zones()}
# What is printed on the packaging, and who tells its measures under which name.
PACKAGING = {
    name
    for stock in ALL.values()
    for name in (stock.name, ", ".join(stock.also), *(s.name for s in stock.sources))
} | {source.entry for stock in ALL.values() for source in stock.sources}
# As words of their own: two letters of a link's token may be called like a sheet.
NAMED = "|".join(map(re.escape, sorted(PACKAGING - {""}, key=len, reverse=True)))
STOCK_NAMES = re.compile(rf"(?<![\w/-])(?:{NAMED})(?![\w/-])")
# Pages of the operator's machine, files that machines read, and the names of the API, which are English.
UNSPOKEN = {"api.docs", "health.alive", "health.ready", "health.metrics", "front.security"}


class Pseudo(NullTranslations):
    """A language in which every sentence is its English one in brackets."""

    def ugettext(self, message: str) -> str:
        # A mark between two things is no word.
        return message if message == ", " else f"⟦{message}⟧"

    def ungettext(self, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"

    def upgettext(self, _context: str, message: str) -> str:
        return f"⟦{message}⟧"

    gettext, ngettext, pgettext = ugettext, ungettext, upgettext


@pytest.fixture(scope="module")
def abroad(
    empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, Site]]:
    """A site whose product speaks the made-up language from the start."""
    folder = tmp_path_factory.mktemp("abroad")
    with (
        pytest.MonkeyPatch.context() as patch,
        running(
            sqlite_copy(empty_sqlite, folder),
            folder,
            SITE_NAME="900",
            BABEL_DEFAULT_LOCALE="ja",
            OPEN_FOUNDING=True,
        ) as app,
    ):
        patch.setattr(flask_babel.Domain, "get_translations", lambda _self: Pseudo())
        site = sample_site.build()
        yield app, site


@pytest.fixture(scope="module")
def visited(abroad: tuple[Flask, Site]) -> Visited:
    """Every page, then what forms say: empty ones, then ones that do something; by address."""
    app, site = abroad
    clients = {who: sample_site.come_in(visitor(app), who) for who in sample_site.WHO}
    skipped = {sample_site.address(app, site, endpoint) for endpoint in UNSPOKEN}
    found = {}

    def keep(name: str, answer) -> None:
        # A redirect's few words are the framework's; no browser shows them.
        if answer.mimetype == "text/html" and answer.status_code not in {302, 303, 308}:
            found[name] = answer.text

    for who, path in page_crawler.pages(app, site):
        if path not in skipped:
            keep(f"{who} GET {path}", clients[who].get(path))
    posts = sorted({r.endpoint for r in app.url_map.iter_rules() if "POST" in r.methods})
    last = {
        "events_desk.cancel",
        "rsvps.cancel",
        "programs.leave",
        "people.sign_out",
        "people.use_link",
    }
    for filled in (False, True):
        for endpoint in sorted(posts, key=lambda name: name in last):
            path = sample_site.address(app, site, endpoint, "POST")
            data = page_crawler.sent(site, endpoint) if filled else wrong(site, endpoint)
            # A language of their own would be said on all pages after it.
            if (endpoint in last and not filled) or endpoint == "language.choose":
                continue
            answer = clients["owner"].post(path, data=data)
            keep(f"POST {path} {data}", answer)
            if answer.status_code == 303:
                keep(f"after {path} {data}", clients["owner"].get("/accessibility"))
    return found


def wrong(site: Site, endpoint: str) -> dict[str, object]:
    """A form with something wrong in every field."""
    if endpoint in {"door.arrive", "door.undo", "reseating.leave"}:
        return {"rsvp": site.ids["waiting"]}
    return {
        "email": "1@", "capacity": "0", "starts_on": "2026-02-30", "starts_at": "25:00", "rounds": "99",
        "map_url": "1", "topics": "1" * 50, "zone": "1", "right": "1", "first_name": "1" * 90, "step": "when",
    }  # fmt: skip


def forgotten(text: str) -> str:
    """What of a text isn't in brackets, names left out; empty when nothing of it is words."""
    depth, outside = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        if depth == 0 and sign != "⟧":
            outside.append(sign)
    if text.strip() in ZONES | LANGUAGES:
        return ""
    rest = NAMES.sub(" ", STOCK_NAMES.sub(" ", "".join(outside)))
    return " ".join(rest.split()) if re.search(r"[A-Za-zÀ-ÿ]{2}|\b[aAI]\b", rest) else ""


def words(html: str) -> Iterator[str]:
    """Every text that a page says, seen or heard."""
    # An address within a sentence is a part of it.
    page = page_crawler.markup(re.sub(r'<bdi dir="ltr">(.*?)</bdi>', r"\1", html))
    for around, text in page.texts:
        if not {"script", "style", "code"} & set(around):
            yield text
    for tag, has in page.tags:
        yield from (value for name, value in has.items() if name in SPOKEN)
        if tag == "button" or (tag == "input" and has.get("type") in {"submit", "button"}):
            yield has.get("value", "") if " " in has.get("value", "") else ""
        yield from (v for name, v in has.items() if name.startswith("data-") and " " in v)


def test_every_word_on_every_page_can_be_translated(visited: Visited) -> None:
    found: dict[str, str] = {}
    for page, html in visited.items():
        # A machine's own pages show letters as they travel.
        for text in () if "/dev/mailbox/" in page else words(html):
            if rest := forgotten(text):
                found.setdefault(rest, page)

    assert len(visited) > 100
    listed = "\n".join(f"{rest}   ({page})" for rest, page in sorted(found.items()))
    assert not found, f"words that nobody can translate:\n{listed}"


def test_every_word_of_every_letter_can_be_translated(abroad: tuple[Flask, Site], visited) -> None:
    deliver_due()
    found: dict[str, str] = {}
    kinds = set()
    for file in (abroad[0].config["DATA_DIR"] / "mailbox").glob("*.eml"):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
        texts = [letter["Subject"], *plain.splitlines(), *words(html), *calendar_words(letter)]
        kinds.add(letter["Subject"][:14])
        for text in texts:
            if rest := forgotten(text):
                found.setdefault(rest, letter["Subject"])

    assert len(kinds) >= 6
    assert found == {}


def calendar_words(letter) -> Iterator[str]:
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            for event in calendar.walk("VEVENT"):
                for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
                    yield from str(event.get(name, "")).splitlines()


def test_headings_of_files_can_be_translated(abroad: tuple[Flask, Site]) -> None:
    app, site = abroad
    client: Callable = sample_site.come_in(visitor(app), "organizer").get

    lists = [
        client(sample_site.address(app, site, "exports.file", export=what, kind="csv"))
        for what in ("people", "seats", "arrivals")
    ]

    headings = [found.data.decode("utf-8-sig").splitlines()[0] for found in lists]
    cells = [cell for heading in headings for cell in heading.split(",")]
    assert [forgotten(cell) for cell in cells if forgotten(cell)] == []


def test_the_page_says_its_language(visited: Visited) -> None:
    said = {page: re.search(r'<html[^>]* lang="([^"]+)"', html) for page, html in visited.items()}

    assert {page for page, found in said.items() if not found or found[1] != "ja"} == set()


SAYING = {"Refused", "Gone", "ValidationError", "flash", "abort", "BadFile", "_Bad"}
# These say no to a programmer: the forms before them have said it already, in the reader's words.
TO_PROGRAMMERS = {"sheet.py", "stocks.py"}
# Said on the command line alone, which is English.
TO_OPERATORS = {"backups"}


def test_no_sentence_is_said_around_gettext() -> None:
    """What only a rare refusal says is found by looking into the code."""
    found = []
    for file in sorted(Path(clock.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            aside = file.name in TO_PROGRAMMERS or file.parent.name in TO_OPERATORS
            if not isinstance(node, ast.Call) or aside:
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for given in node.args if called in SAYING else ():
                bare = isinstance(given, ast.JoinedStr) or (
                    isinstance(given, ast.Constant) and " " in str(given.value)
                )
                if bare:
                    found.append(f"{file.name}:{node.lineno}: {ast.unparse(given)}")

    assert found == []
