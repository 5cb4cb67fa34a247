"""The page of badges in a browser: its sheet follows, and the device remembers."""

import re
from collections.abc import Callable

import make
import pytest
from badges_builders import badges
from browser import axe
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect
from printers_builders import printer


@pytest.mark.browser
def test_the_sheet_follows_what_is_chosen(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    make.rsvp(event, first_name="Aiko")
    someone = make.member(event.community, "organizer")
    page = open_browser(width=1280, height=1400)
    page.context.add_cookies([cookie(app, someone, page_server)])

    page.goto(page_server + badges(event))
    page.get_by_label("Chosen people").check()
    page.get_by_label("Aiko").check()
    page.get_by_label("Avery 5390").check(force=True)

    page.wait_for_url("**stock=avery-5390**")
    expect(page.locator("h1")).to_have_text("1 badge, 1 sheet")
    expect(page.locator("#sheet")).to_have_attribute("src", re.compile("stock=avery-5390"))
    expect(page.locator("#sheet")).to_have_js_property("complete", True)
    expect(page.locator("#sheet")).to_have_js_property("naturalWidth", 1224)
    assert axe(page) == []


@pytest.mark.browser
def test_the_page_offers_the_printers_of_a_stock_and_begins_with_what_was_chosen_last(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    make.rsvp(event)
    printer(event.community, name="Upstairs")
    there = printer(event.community, name="In the hall", paper="Letter")
    someone = make.member(event.community, "organizer")
    page = open_browser(width=1280, height=1400)
    page.context.add_cookies([cookie(app, someone, page_server)])
    choice = page.get_by_label("Printer", exact=True)

    page.goto(page_server + badges(event))
    expect(choice).to_contain_text("Upstairs")
    page.get_by_label("Avery 5390").check(force=True)
    expect(choice).to_contain_text("In the hall")
    expect(choice).not_to_contain_text("Upstairs")
    choice.select_option("In the hall")
    page.wait_for_url(f"**printer={there.id}**")
    expect(page.locator("#sheet")).to_have_attribute("src", re.compile(f"printer={there.id}"))

    page.goto(page_server + badges(event))
    expect(page.get_by_label("Avery 5390")).to_be_checked()
    expect(choice).to_have_value(str(there.id))
