"""An event's page is light: what its first visit asks for, with its fonts."""

from collections.abc import Callable

import make
import pytest
from playwright.sync_api import Request

from eventapp.db import db

pytestmark = pytest.mark.browser


def test_the_first_visit_of_an_event_takes_at_most_8_requests_and_75_kb(
    app, page_server: str, open_browser: Callable
) -> None:
    event = make.event()
    for _ in range(20):
        make.rsvp(event)
    path = f"/{event.community.slug}/events/{event.slug}"
    db.session.commit()
    phone = open_browser(width=390, height=844)
    finished: list[Request] = []
    phone.on("requestfinished", lambda request: finished.append(request))

    phone.goto(page_server + path, wait_until="networkidle")

    # A browser with windows asks for the icon of its tab, too; Chromium's shell has none.
    sizes = {
        request.url: request.sizes()["responseBodySize"]
        for request in finished
        if "favicon" not in request.url
    }
    assert any("bricolage" in url for url in sizes)
    assert len(sizes) <= 8, sizes
    assert sum(sizes.values()) <= 75_000, sizes
