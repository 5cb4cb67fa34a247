"""Whatever somebody types into any field stays text: on pages, in letters, calendars and files."""

import csv
import io
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import icalendar
import page_crawler
import pytest
from flask import Flask
from sample_site import PEOPLE, Site
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.badges import guest_badges
from eventapp.badges.sheet import pages
from eventapp.badges.stocks import STOCKS
from eventapp.db import db
from eventapp.drawing import texts
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

Visit = Callable[[str], Visitor]
Walked = dict[tuple[str, str], TestResponse]

# Short enough for the shortest field, so that every form takes them.
PAYLOADS = {
    "markup": "\"'><x-evil onx=e()><script>",
    "template": "{{7*7777}}{%x%}{x}%(x)s%s %d",
    "formula": "=1+1;~AAAAAAAAAAAAAAAAAAAAAA~",
    "wide": "＝cmd|'!A0\t=2Z\u0337\u0322\u0356\u0331👩‍👩‍👧🏳️‍🌈",
    "unseen": "[x](javascript:e())\u202e\0\x1b\u2028c",
    "lines": "a;b,\\n\r\nEND:VEVENT\r\nBcc: a@b",
}
EVIL = {"x-evil"}
# Two fields of a form may not hold the same.
APART = re.compile(r"roles-(\d+)-name")


def filled(sheet: page_crawler.Sheet, payload: str, number: int) -> dict[str, object]:
    """The form with the payload wherever somebody types."""
    data = dict(sheet.values)
    for name in sheet.typed:
        apart = APART.fullmatch(name)
        data[name] = payload + apart[1] if apart else payload
        if name.endswith("_url"):
            data[name] = "https://example.org/?" + re.sub(r"[\s\0-\x1f]", "", payload)
    for name, kind in sheet.kinds.items():
        if kind == "email":
            data[name] = f"evil{number}@example.org"
        elif kind == "checkbox" and name in {"show_name", "keep_in_touch", "mail", "invite"}:
            data[name] = "y"
    data.pop("csrf_token", None)
    return data


def sound(page: str, html: str) -> None:
    """No page holds an element or a handler that somebody typed, or computed what they typed."""
    for tag, has in page_crawler.markup(html).tags:
        assert tag not in EVIL, f"{page} holds <{tag}>"
        assert not [name for name in has if name.startswith("on")], f"{page}: <{tag} {has}>"
        assert not has.get("href", "").strip().lower().startswith("javascript"), page
        if tag == "script" and "src" not in has:
            assert has.get("type") == "application/ld+json" or "nonce" in has, page
    assert "54439" not in html, f"{page} computed what was typed"


@pytest.fixture(scope="module")
def every_form(crawled: Walked) -> list[tuple[str, page_crawler.Sheet]]:
    """Who sends which form, of all that have a field to type into."""
    found = {}
    for (who, path), answer in crawled.items():
        if answer.mimetype == "text/html":
            for sheet in page_crawler.sheets(path, answer.text):
                if sheet.typed or "email" in sheet.kinds.values():
                    found.setdefault((sheet.method, sheet.action, *sheet.typed), (who, sheet))

    # A draft’s address follows its title, and a guest’s link ends with a wrong address: what comes
    # after them leads nowhere.
    def ends(one: tuple[str, page_crawler.Sheet]) -> bool:
        return "title" in one[1].typed or one[1].action.endswith("/address")

    return sorted(found.values(), key=ends)


def type_everywhere(
    every_form: list[tuple[str, page_crawler.Sheet]], visit: Visit, payload: str
) -> dict[str, int]:
    """Send every form with the payload; the status by method and address."""
    clients = {who: visit(who) for who in PEOPLE}
    answered = {}
    for number, (who, sheet) in enumerate(every_form):
        data = filled(sheet, payload, number)
        if sheet.method == "get":
            answer = clients[who].get(sheet.action.partition("?")[0], query_string=data)
        else:
            answer = clients[who].post(sheet.action, data=data)
        assert answer.status_code < 500
        assert answer.status_code not in {400, 404}, f"{sheet.action}: {answer.status}"
        if answer.mimetype == "text/html":
            sound(sheet.action, answer.text)
        answered[f"{sheet.method} {sheet.action} {sheet.typed[:1]}"] = answer.status_code
    return answered


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.usefixtures("quick")
def test_what_people_type_stays_text_everywhere(
    name: str,
    app: Flask,
    site: Site,
    visit: Visit,
    every_form: list[tuple[str, page_crawler.Sheet]],
) -> None:
    answered = type_everywhere(every_form, visit, PAYLOADS[name])

    desk = f"/desk/{site.slugs['community']}"
    posted = {path for path, status in answered.items() if path.startswith("post")}
    assert len(posted) >= 14, f"few forms to type into: {sorted(posted)}"
    taken = {path for path in posted if answered[path] == 303}
    assert len(taken) >= 11, f"few forms took it: { {p: answered[p] for p in posted} }"
    clients = {who: visit(who) for who in PEOPLE}
    for who, path in page_crawler.pages(app, site):
        answer = clients[who].get(path)
        if answer.mimetype == "text/html" and "/dev/mailbox" not in path:
            sound(path, answer.text)
        elif answer.mimetype == "text/calendar":
            sound_calendar(answer.data)
    for name in ("people", "seats", "arrivals"):
        disarmed(clients["owner"].get(f"{desk}/events/{site.slugs['event']}/{name}.csv").data)
    for letter in sent(app):
        sound_letter(letter)


@pytest.mark.usefixtures("quick")
def test_what_is_far_too_long_is_given_back(
    visit: Visit, every_form: list[tuple[str, page_crawler.Sheet]]
) -> None:
    answered = type_everywhere(every_form, visit, "x" * 3_000)

    posted = {path: status for path, status in answered.items() if path.startswith("post")}
    assert set(posted.values()) <= {303, 409, 422}
    assert sum(status == 422 for status in posted.values()) >= 11, posted


SHOWN = {
    "markup": PAYLOADS["markup"],
    "template": PAYLOADS["template"],
    "formula": "=HYPERLINK(1)",
    "link": "~AAAAAAAAAAAAAAAAAAAAAA~",
    "emoji": "👩‍👩‍👧🏳️‍🌈",
    "placeholder": "{event.title}{guest}{0}",
}


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.usefixtures("quick")
def test_what_is_typed_is_shown_as_it_was_typed(
    name: str, app: Flask, site: Site, visit: Visit
) -> None:
    payload = SHOWN[name]
    desk = f"/desk/{site.slugs['community']}/events/{site.slugs['sibling']}"
    event = f"/{site.slugs['community']}/events/{site.slugs['sibling']}"
    form = {"first_name": payload, "ask": payload, "role": site.ids["role"], "show_name": "y"}
    form |= {"email": "typed@example.org", "stage": "", "last_name": "", "pronouns": payload}
    owner = visit("owner")

    mine = visit("anonymous").submit(event, to="/rsvps", **form)

    assert mine.status_code == 303
    for page in (mine.headers["Location"], f"{desk}/people?q=typed", f"{desk}/door?q=4"):
        html = owner.get(page).text
        sound(page, html)
        if "door" not in page:
            assert payload in page_crawler.markup(html).shown, page
    person = db.session.scalars(db.select(Person).filter_by(email="typed@example.org")).one()
    rsvp = db.session.scalars(db.select(Rsvp).filter_by(person_id=person.id)).one()
    assert (rsvp.first_name, rsvp.ask.text, rsvp.pronouns) == (payload,) * 3
    with app.test_request_context():
        (paper,) = pages(guest_badges.badges(rsvp.event, [rsvp]), STOCKS["avery-5390"])
    assert payload in seen("".join(text.said for text in texts(paper.parts)))
    letter = next(letter for letter in sent(app) if "typed@example.org" in letter["To"])
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert payload in seen(text)
    assert payload in seen(page_crawler.markup(html).shown)
    assert payload in str(letter["To"])


def seen(text: str) -> str:
    """A text without what keeps mail programs from making links of it."""
    return text.replace("\u2060", "").replace("\u200c", "")


def sent(app: Flask) -> list[EmailMessage]:
    """Every letter of the site, as it leaves."""
    deliver_due()
    folder: Path = app.config["DATA_DIR"] / "mailbox"
    letters = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in folder.glob("*.eml")
    ]
    assert letters
    waiting = db.session.execute(
        db.text("SELECT trouble FROM message WHERE state = 'failed' AND trouble NOT LIKE '%550%'")
    ).all()
    assert waiting == []
    return letters


def sound_letter(letter: EmailMessage) -> None:
    assert not {"Bcc", "Cc"} & set(letter.keys())
    assert letter.defects == []
    for part in letter.walk():
        kind = part.get_content_type()
        if kind == "text/html":
            sound("a letter", part.get_content())
            assert "<script" not in part.get_content()
        elif kind in {"text/calendar", "application/ics"}:
            body = part.get_payload(decode=True)
            sound_calendar(body)
            assert body.count(b"BEGIN:VEVENT") == body.count(b"\r\nATTENDEE") == 1


def sound_calendar(body: bytes) -> None:
    """One calendar that a strict reader takes, its lines short, its events as many as it says."""
    found = icalendar.Calendar.from_ical(body)
    events = found.walk("VEVENT")
    assert len(events) == body.count(b"\r\nBEGIN:VEVENT")
    assert all(not event.errors for event in events)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert not re.search(rb"[\0-\x08\x0b\x0c\x0e-\x1f]|(?<!\r)\n|\r(?!\n)", body)
    for event in events:
        assert set(event) >= {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}
        assert "evil" not in str(event.get("ORGANIZER", ""))


def disarmed(body: bytes) -> None:
    """No cell that a spreadsheet would compute, and none split over rows."""
    text = body.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows:
        for cell in row:
            assert not re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell), repr(cell)
