"""A community's year in a browser: nothing hinders, nothing sticks out, at any width."""

import looks
import make
import pytest
import year_builders

from eventapp import clock
from eventapp.db import db
from eventapp.insights import actions
from eventapp.insights.years import jobs

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(app, client, open_browser, page_server):
    def open_as(who, *, width: int):
        make.sign_in(client, who)
        cookie = client.get_cookie("eventapp").value
        page = open_browser(width=width)
        page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])
        return page

    return open_as


@pytest.mark.parametrize("width", [1280, 390])
def test_no_picture_of_a_year_or_of_its_last_event_hinders_anybody(
    signed_in, page_server: str, width: int
) -> None:
    community, events = year_builders.months(6, 24)
    while jobs.count_events():
        pass
    actions.made(events[-1], now=clock.now())
    page = signed_in(make.member(community, "organizer"), width=width)
    db.session.commit()
    paths = {
        "year": f"/desk/{community.slug}/lookback",
        "event": f"/desk/{community.slug}/events/{events[-1].slug}/lookback",
    }

    found = []
    for name, path in paths.items():
        page.goto(page_server + path)
        found += looks.faults(page, name)

    assert found == []
