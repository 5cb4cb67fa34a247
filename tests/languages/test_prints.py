"""What is printed for an event is in its language, whoever prints it, and mirrored where that reads so."""

import made_up_language
import make
from flask import Flask

from eventapp import drawing, press
from eventapp.badges import guest_badges, sheet, stocks
from eventapp.db import db


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
