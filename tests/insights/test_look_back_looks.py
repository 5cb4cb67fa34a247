"""What the look back looks like in a browser: nothing cut off, nothing glued together."""

from collections.abc import Callable

import evening_builders
import make
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.insights import actions

pytestmark = pytest.mark.browser

# Texts that reach beyond the edge of their drawing.
CUT_OFF = """() => [...document.querySelectorAll('svg.pic text')].filter((text) => {
  const box = text.getBBox(), whole = text.ownerSVGElement.viewBox.baseVal;
  return box.width && (box.x < -0.5 || box.x + box.width > whole.width + 0.5);
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_of_a_picture_is_cut_off(
    app: Flask, client: Visitor, page_server: str, open_browser: Callable[..., Page], width: int
) -> None:
    page = opened(client, page_server, open_browser, people=300, width=width)
    page.evaluate("document.fonts.ready")

    expect(page.get_by_role("img", name="stayed away")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []


# A Firefox that runs can't be asked for the looks of paper.
@pytest.mark.chromium
def test_paper_has_no_buttons_and_no_way_to_correct(
    app: Flask, client: Visitor, page_server: str, open_browser: Callable[..., Page]
) -> None:
    page = opened(client, page_server, open_browser, people=24, width=1280)
    expect(page.locator("main .btn").first).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator("main .btn:visible")).to_have_count(0)
    expect(page.get_by_text("Correct who really sat where")).to_be_hidden()
    expect(page.get_by_role("img", name="came as").first).to_be_visible()


@pytest.mark.parametrize("people", [24, 120])
def test_no_card_stands_beside_a_gap(
    app: Flask, client: Visitor, page_server: str, open_browser: Callable[..., Page], people: int
) -> None:
    page = opened(client, page_server, open_browser, people=people, width=1280)
    cards = page.locator(".pics > .picard")
    expect(cards.first).to_be_visible()

    boxes = [card.bounding_box() for card in cards.all()]
    wide: dict[int, float] = {}
    for box in boxes:
        wide[round(box["y"])] = wide.get(round(box["y"]), 0) + box["width"]

    assert max(wide.values()) - min(wide.values()) < 40


def opened(
    client: Visitor, server: str, open_browser: Callable[..., Page], *, people: int, width: int
) -> Page:
    """The look back on an evening of so many, open in a browser."""
    event, _people = evening_builders.evening(people)
    actions.made(event, now=clock.now())
    make.sign_in(client, make.member(event.community, "organizer"))
    db.session.commit()
    cookie = client.get_cookie("eventapp")
    page = open_browser(width=width)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])
    page.goto(f"{server}/desk/{event.community.slug}/events/{event.slug}/lookback")
    return page
