"""A page of another origin shows ours in a frame: answered, grown, and without third-party cookies."""

import re
import shutil
from collections.abc import Callable, Iterator

import make
import pytest
from browser import QUIET, _opened, axe, start_firefox
from flask import Flask
from other_site import other_site
from playwright.sync_api import FrameLocator, Locator, Page, Playwright, expect
from services import wait_until
from sqlalchemy import select

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.embed import snippet
from eventapp.front.embed.snippet import Shared
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

# What the script of ours puts on a frame.
GROWN = re.compile(r"height: \d+px")
# Counts, on the other site's page, the heights of 5 that were told.
COUNTED = """<script>addEventListener("message", ({ data }) => {
  const counted = document.body.dataset;
  if (data.height === 5) counted.lies = Number(counted.lies ?? 0) + 1;
})</script>"""

pytestmark = pytest.mark.browser


@pytest.fixture
def event(app: Flask) -> Event:
    found = make.event(title="Data Kitchen", capacity=8)
    found.community.colour = "#2E7D6B"
    db.session.commit()
    return found


@pytest.fixture(params=["chromium", "firefox"])
def open_strict(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[object]:
    """A browser that keeps no cookies of third parties and gives them none."""
    if request.param == "firefox":
        # Nobody but the site in the address bar (nsICookieService.BEHAVIOR_REJECT_FOREIGN).
        browser = start_firefox(playwright, prefs={"network.cookie.cookieBehavior": 1})
    else:
        names = ("chromium-headless-shell", "chromium", "chromium-browser")
        program = next(filter(None, map(shutil.which, names)))
        flags = [*QUIET, "--test-third-party-cookie-phaseout"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
    yield from _opened(browser)
    browser.close()


def html_of(app: Flask, server: str, what: Callable[[], Shared]) -> str:
    """What the desk gives to be pasted."""
    with app.test_request_context(base_url=server):
        return what().html()


def frame_in(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def scrolls(frame: FrameLocator) -> bool:
    hidden = frame.locator("html").evaluate("html => html.scrollHeight - html.clientHeight")
    return bool(hidden > 0)


def press(on: Locator) -> None:
    """A click as a script makes it: Firefox, driven from outside, takes no other in such a frame."""
    on.dispatch_event("click")


def height_of(page: Page) -> float:
    box = page.locator("iframe").bounding_box()
    assert box
    return box["height"]


def test_a_guest_says_yes_on_another_site(
    app: Flask, event: Event, page_server: str, open_strict: Callable[..., Page]
) -> None:
    html = html_of(app, page_server, lambda: snippet.of_event(event))
    role = event.community.roles[0].name
    with other_site(html) as address:
        page = open_strict(width=390)
        page.goto(address)
        frame = frame_in(page)
        expect(frame.get_by_role("heading", name="Data Kitchen")).to_be_visible()
        # As high as the form: nothing is left to scroll within it.
        expect(page.locator("iframe")).to_have_attribute("style", GROWN)
        tall = page.locator("iframe").get_attribute("style") or ""
        assert height_of(page) > snippet.HEIGHT
        wait_until(lambda: not scrolls(frame), what="a frame as high as the form")
        assert axe(page) == []

        frame.get_by_label("Email").fill("aiko@example.org")
        press(frame.get_by_role("radio", name=role))
        expect(frame.get_by_role("radio", name=role)).to_be_checked()
        press(frame.get_by_role("button", name="Save my seat"))
        expect(frame.get_by_role("alert")).to_contain_text("Tell us what to call you")
        expect(frame.get_by_role("alert")).to_be_focused()
        expect(frame.get_by_label("Email")).to_have_value("aiko@example.org")
        frame.get_by_role("textbox", name="First name").fill("Aiko")
        press(frame.get_by_role("button", name="Save my seat"))

        expect(frame.get_by_role("heading", name="You’re in, Aiko")).to_be_visible()
        expect(page.locator("iframe")).not_to_have_attribute("style", tall)
        expect(page.locator("iframe")).to_be_in_viewport()
        assert page.context.cookies() == []
        mine = frame.get_by_role("link", name="Open my page")
        expect(mine).to_have_attribute("target", "_blank")
        page.goto(f"{page_server}{mine.get_attribute('href')}")
        expect(page.get_by_text("This page is only yours")).to_be_visible()

    db.session.expire_all()
    assert db.session.scalars(select(Rsvp)).one().state == "going"
    assert db.session.scalars(select(Message)).one().to == "aiko@example.org"


def test_a_frame_without_the_script_scrolls_within_its_height(
    app: Flask, event: Event, page_server: str, open_browser: Callable[..., Page]
) -> None:
    html = html_of(app, page_server, lambda: snippet.of_event(event))
    with other_site(html.partition("\n")[0]) as address:
        page = open_browser()
        page.goto(address)
        expect(frame_in(page).get_by_role("heading", name="Data Kitchen")).to_be_visible()

        assert height_of(page) == snippet.HEIGHT
        button = frame_in(page).get_by_role("button", name="Save my seat")
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport()


def test_what_is_on_stands_on_another_site_in_its_colours(
    app: Flask, event: Event, page_server: str, open_browser: Callable[..., Page]
) -> None:
    html = html_of(app, page_server, lambda: snippet.of_community(event.community))
    with other_site(html) as address:
        for width, scheme in ((1280, "light"), (390, "dark")):
            page = open_browser(width=width, color_scheme=scheme)
            page.goto(address)
            expect(frame_in(page).get_by_role("link", name="Data Kitchen")).to_be_visible()
            # It becomes lower than it was, too.
            expect(page.locator("iframe")).to_have_attribute("style", GROWN)
            assert height_of(page) < snippet.HEIGHT
            assert axe(page) == []


def test_a_height_that_another_frame_tells_changes_nothing(
    app: Flask, event: Event, page_server: str, open_browser: Callable[..., Page]
) -> None:
    lie = "setInterval(() => parent.postMessage({frame: 'height', height: 5}, '*'), 20)"
    html = html_of(app, page_server, lambda: snippet.of_event(event)) + COUNTED
    with (
        other_site(f"<script>{lie}</script>") as liar,
        other_site(f'{html}<iframe title="x" src="{liar}"></iframe>') as site,
    ):
        page = open_browser()
        page.goto(site)
        expect(page.locator("iframe").first).to_have_attribute("style", GROWN)
        page.evaluate("document.body.dataset.lies = 0")

        expect(page.locator("body")).to_have_attribute("data-lies", re.compile(r"[3-9]|\d\d"))

        assert height_of_first(page) > snippet.HEIGHT


def height_of_first(page: Page) -> float:
    box = page.locator("iframe").first.bounding_box()
    assert box
    return box["height"]
