"""Pages within other sites' pages and the desk that hands them out hinder nobody, on any ground."""

from collections.abc import Callable

import face_builders
import make
import pytest
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event

pytestmark = pytest.mark.browser


@pytest.fixture
def event(app: Flask) -> Event:
    found = make.event(title="Bring a question, leave with five people", capacity=8)
    face_builders.dress(found.community, now=clock.now())
    db.session.commit()
    return found


@pytest.mark.parametrize("width", [320, 1280])
def test_frames_and_their_desk_hinder_nobody(
    event: Event,
    client: Visitor,
    open_browser: Callable[..., Page],
    page_server: str,
    width: int,
) -> None:
    host = event.community
    program = make.program(community=host, title="First steps")
    make.sign_in(client, make.member(host))
    db.session.commit()
    page, found = open_browser(width=width), []
    at = f"/{host.slug}/events/{event.slug}"
    paths = {
        "list in a frame": f"/{host.slug}/embed",
        "event in a frame": f"{at}/embed",
        "program in a frame": f"/{host.slug}/programs/{program.slug}/embed",
    }

    for name, path in paths.items():
        page.goto(page_server + path)
        found += faults(page, name)
    cookie = client.get_cookie("eventapp")
    assert cookie
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])
    page.goto(f"{page_server}/desk{at}/share")
    expect(page.get_by_role("button", name="Copy HTML").first).to_be_visible()
    found += faults(page, "sharing an event")

    assert found == []


def test_html_is_copied_with_a_press(
    event: Event, client: Visitor, open_browser: Callable[..., Page], page_server: str
) -> None:
    make.sign_in(client, make.member(event.community))
    db.session.commit()
    cookie = client.get_cookie("eventapp")
    assert cookie
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])
    page.goto(f"{page_server}/desk/{event.community.slug}/events/{event.slug}/share")

    page.get_by_role("button", name="Copy HTML").first.click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<iframe src=")
    assert copied == page.locator("#s-frame").text_content()
