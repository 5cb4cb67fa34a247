"""The card in a browser: a tick, a line, and back again."""

from collections.abc import Callable

import followup_builders
import make
import pytest
from browser import axe
from flask import Flask
from playwright.sync_api import Page, expect
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser


def three_tables() -> tuple[Event, list[Rsvp]]:
    """One evening of three rounds at two tables; one guest prefers not to be on cards."""
    event = make.past_event(title="Coffee & Careers")
    names = ["Aiko", "Amara", "Mateo", "Ewa", "Kofi", "Zoë", "Ravi", "Σοφία", "Bartholomew"]
    people = followup_builders.guests(event, *names)
    people += followup_builders.guests(event, "Nobody", keep_in_touch=False)
    a, b, c, d, e, f, g, h, i, j = people
    followup_builders.seat(
        event,
        [[a, b, c, d], [e, f, g, h, i, j]],
        [[a, e, f, j], [b, c, d, g, h, i]],
        [[a, g, h, i], [b, c, d, e, f, j]],
    )
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())
    return event, people


def no_sideways_scroll(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_tick_opens_its_line_and_stays(
    app: Flask, page_server: str, open_each: Callable[..., Page]
) -> None:
    _event, (aiko, amara, *_others) = three_tables()
    path = followup_builders.path_of(aiko)
    db.session.commit()
    page = open_each(width=390)
    page.goto(page_server + path)
    line = page.get_by_label("A line for Amara")
    expect(line).to_be_hidden()

    page.get_by_label("Keep in touch with Amara").check()
    line.fill("Thanks for the honest bit!")
    expect(page.get_by_text("Ticked: 1.")).to_be_visible()
    page.get_by_role("button", name="Send my picks").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Keep in touch with Amara")).to_be_checked()
    expect(line).to_have_value("Thanks for the honest bit!")
    (wish,) = followup_builders.wishes()
    assert (wish.rsvp_id, wish.other_id) == (aiko.id, amara.id)


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")], ids=str
)
def test_the_pages_hinder_nobody(
    app: Flask,
    client: Visitor,
    page_server: str,
    open_browser: Callable[..., Page],
    width: int,
    scheme: str,
) -> None:
    event, (aiko, amara, *_others) = three_tables()
    followup_builders.tick(amara, aiko)
    followup_builders.tick(aiko, amara, line="Thanks for the honest bit!")
    followup_builders.batch(event)
    addresses = [
        followup_builders.path_of(aiko),
        followup_builders.unsubscribe_path(aiko),
        f"/desk/{event.community.slug}/events/{event.slug}/cards",
    ]
    page = open_browser(width=width, color_scheme=scheme)
    make.sign_in(client, make.member(event.community, "organizer"))
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])

    for address in addresses:
        page.goto(page_server + address)

        assert axe(page) == []
        assert no_sideways_scroll(page)


def test_a_name_from_right_to_left_stands_beside_its_mark(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    _event, (ana, _inbal) = followup_builders.drafted("Ana", "ענבל")
    path = followup_builders.path_of(ana)
    db.session.commit()
    page = open_browser(width=390)
    page.goto(page_server + path)

    mark, name = page.locator(".pick .mark").first, page.get_by_role("heading", name="ענבל")
    expect(name).to_be_visible()
    between = name.bounding_box()["x"] - (mark.bounding_box()["x"] + mark.bounding_box()["width"])
    assert 0 <= between < name.bounding_box()["height"]
    assert name.bounding_box()["width"] < page.locator(".pick .head").bounding_box()["width"] / 2


def test_without_scripts_no_number_of_ticks_is_claimed(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ana)
    db.session.commit()
    page = open_browser(width=390, java_script_enabled=False)
    page.goto(page_server + path)

    expect(page.get_by_role("button", name="Send my picks")).to_be_visible()
    expect(page.get_by_text("Ticked: 0.")).to_be_hidden()
