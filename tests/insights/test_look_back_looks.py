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
    event, _people = evening_builders.evening(300)
    actions.made(event, now=clock.now())
    make.sign_in(client, make.member(event.community, "organizer"))
    db.session.commit()
    cookie = client.get_cookie("eventapp")
    page = open_browser(width=width)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])

    page.goto(f"{page_server}/desk/{event.community.slug}/events/{event.slug}/lookback")
    page.evaluate("document.fonts.ready")

    expect(page.get_by_role("img", name="stayed away")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
