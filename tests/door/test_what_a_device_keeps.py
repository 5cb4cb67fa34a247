"""What lies on a device at the door, and that it goes with the sign-in."""

from collections.abc import Callable

import door_builders
import make
import pytest
from door_builders import cookie, device_cookie
from door_outage import Outage
from flask import Flask
from offline_devices import ASK, KEPT, LISTS, find, open_tables, stand_at_door, who_is_in
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.door import presence
from eventapp.events.models import Event

pytestmark = pytest.mark.browser


@pytest.fixture
def event(app: Flask) -> Event:
    return open_tables()


def test_names_rest_on_the_device_only_encrypted_and_go_with_the_sign_in(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    address = stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)
    find(page, "ai")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")

    rows, kept, files, cached, local = page.evaluate(KEPT)

    # Two keys, one list, one entry; and a page with what it is made of.
    assert (rows, kept.count("false"), files > 10) == (4, 2, True)
    assert "Check people in" in cached
    for secret in ("Aiko", "Winter open tables", 'name="csrf_token"'):
        assert secret not in kept + cached + local
    page.context.set_offline(False)
    page.evaluate(ASK)
    expect(page.locator("#notice")).to_contain_text("has been sent")
    page.goto(server.url + "/me")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(server.url + "/")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    server.away()
    with pytest.raises(Exception, match="CONNECTION_REFUSED"):
        page.goto(address)


def test_a_page_that_can_keep_nothing_says_so_and_promises_nothing(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    # As at an address without https, where browsers give neither.
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    staff = make.member(event.community, "door")
    page.context.add_cookies([cookie(app, staff, server.url)])
    page.goto(server.url + door_builders.door(event, ""))
    find(page, "no")
    expect(page.locator(".answer")).to_contain_text("Come in")

    server.away()
    find(page, "ai")

    expect(page.locator("#answer")).to_contain_text("That was not sent")
    expect(page.locator("#notice")).to_contain_text("keeps nothing here")
    assert who_is_in() == ["Noor"]


def test_signing_out_asks_before_it_loses_what_was_not_sent(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page, asked = open_browser(), []
    stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)
    find(page, "ai")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")
    page.context.route("**/door/reports", lambda route: route.abort())
    page.context.set_offline(False)
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    page.goto(server.url + "/me")
    with page.expect_event("dialog"):
        page.get_by_role("button", name="Sign out").first.click()

    assert "were not sent yet" in asked[0]
    page.context.unroute("**/door/reports")
    page.goto(server.url + door_builders.door(event, ""))
    expect(page.locator("#last5")).to_contain_text("Aiko")
    expect(page.locator("#notice")).to_contain_text("has been sent")


def test_a_sign_in_that_ended_elsewhere_takes_the_list_with_it(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    stand_at_door(app, server, event, page, "Kofi")

    page.context.clear_cookies()
    page.wait_for_url("**/sign-in**")

    assert page.evaluate(KEPT)[0] == 0


def test_a_pass_that_ended_while_its_page_was_closed_takes_the_list_with_it(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    # A page that comes out of the cache asks once more, and is told that its pass has ended.
    page, address = open_browser(over="/door/offline"), server.url + door_builders.door(event, "")
    page.context.add_cookies([device_cookie(app, event, "door", server.url)])
    page.goto(address)
    expect(page.locator("#counter")).to_contain_text("3")
    before = page.evaluate(LISTS, 1)
    page.goto("about:blank")
    presence.clear_day(event, now=clock.now())
    db.session.commit()

    page.goto(address)

    expect(page.locator("main")).to_contain_text("Ask an organizer for a new code")
    assert [before, page.evaluate(LISTS, 0)] == [1, 0]
