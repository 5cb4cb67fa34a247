"""The look back in a browser: every width, light and dark, without a script."""

from collections.abc import Callable

import evening_builders
import make
import pytest
from browser import axe
from flask import Flask
from playwright.sync_api import Page, expect
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.insights import actions

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")], ids=str)
def test_the_pictures_hinder_nobody(
    app: Flask,
    client: Visitor,
    page_server: str,
    open_browser: Callable[..., Page],
    width: int,
    scheme: str,
) -> None:
    event, _people = evening_builders.evening(40)
    actions.made(event, now=clock.now())
    told = actions.picture(event, "who-met-whom").drawn_from["told"]["0-2"]
    make.sign_in(client, make.member(event.community, "organizer"))
    db.session.commit()
    cookie = client.get_cookie("eventapp")
    page = open_browser(width=width, color_scheme=scheme)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])

    page.goto(f"{page_server}/desk/{event.community.slug}/events/{event.slug}/lookback")

    expect(page.get_by_role("img", name="came as").first).to_be_visible()
    for summary in page.get_by_text("See the numbers").all():
        summary.click()
    expect(page.get_by_role("table")).to_have_count(page.get_by_role("figure").count())
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    ring = page.locator("#who-met-whom")
    ring.get_by_label("Show lines between").select_option(index=0)
    ring.get_by_label("and", exact=True).select_option(index=2)
    ring.get_by_role("button", name="Draw").click()
    expect(ring.get_by_role("heading")).to_have_text(told)
