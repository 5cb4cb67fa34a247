"""What is printed for an event is in its language, whoever prints it, and mirrored where that reads so."""

import made_up_language
import make
import page_crawler
import pytest
import sample_site
from conftest import visitor
from flask import Flask

from eventapp import drawing, languages, press
from eventapp.badges import guest_badges, sheet, stocks
from eventapp.db import db
from eventapp.events.models import Event


def badge_texts(app: Flask, tag: str, likes: str) -> tuple[drawing.Page, str]:
    """The first sheet of badges of an event, and all that is printed beside what people typed."""
    event = make.event(language=tag)
    db.session.commit()
    with app.test_request_context(headers={"Accept-Language": likes}):
        words = guest_badges.words(event)
        (page,) = sheet.pages(
            guest_badges.samples(event)[:1], stocks.ALL["avery-l4785"], words=words
        )
    return page, "\n".join((words.title, words.hello, words.come_as, words.scan))


def test_badges_are_in_the_language_of_the_event(app: Flask) -> None:
    assert made_up_language.spoken(badge_texts(app, "de", "fr")[1]) == {"de"}
    assert made_up_language.spoken(badge_texts(app, "", "fr")[1]) == {"fr"}


def test_badges_of_an_arabic_event_begin_at_the_right(app: Flask) -> None:
    def inner(page: drawing.Page) -> drawing.Group:
        return max(
            (part for part in page.parts if isinstance(part, drawing.Group)),
            key=lambda one: one.width,
        )

    def anchors(page: drawing.Page) -> list[str]:
        return [one.anchor for one in drawing.texts(inner(page).parts)]

    german, arabic = (badge_texts(app, tag, "")[0] for tag in ("de", "ar"))

    # The labels lie where they are on the sheet; what stands on them begins at the other side.
    assert (inner(german).x, inner(german).y) == (inner(arabic).x, inner(arabic).y)
    other = {"left": "right", "right": "left", "center": "center"}
    assert [other[one] for one in anchors(german)] == anchors(arabic)
    assert "left" in anchors(german)


def test_what_lies_somewhere_lies_there_in_a_language_that_is_read_from_the_right() -> None:
    page = drawing.Page(40, 20, (drawing.Rect(2, 2, 5, 5, fill="#751CA5"),))

    german, arabic = (press.draw([page], title="", lang=tag, kind="png") for tag in ("de", "ar"))

    assert german == arabic


PRINTED = ["certificates.take", "followups.paper", "papers.draw", "papers.picture"]


def test_what_is_printed_in_arabic_begins_at_the_right(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sample_site.build()
    drawn: dict[tuple[str, str], list[str]] = {}
    now = ("", "")

    def draw(pages: list[drawing.Page], **_given: object) -> bytes:
        drawn[now] = [one.anchor for one in drawing.texts(pages[0].parts)]
        return b""

    monkeypatch.setattr(press, "draw", draw)
    for tag in ("de", "ar"):
        db.session.execute(db.update(Event).values(language=tag))
        db.session.commit()
        for endpoint in PRINTED:
            who, now = page_crawler.AS.get(endpoint, "organizer"), (endpoint, tag)
            client = sample_site.come_in(visitor(app), who) if who != "anonymous" else visitor(app)
            client.set_cookie(languages.COOKIE, tag)
            assert client.get(sample_site.address(app, site, endpoint)).status_code == 200

    other = {"left": "right", "right": "left", "center": "center"}
    for endpoint in PRINTED:
        german, arabic = drawn[endpoint, "de"], drawn[endpoint, "ar"]
        assert "left" in german
        assert [other[one] for one in german] == arabic
