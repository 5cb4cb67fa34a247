"""What a guest typed outlives a reload and a step back, and is gone once it has arrived."""

import make
import pytest
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.events.models import Event

pytestmark = pytest.mark.browser


@pytest.fixture
def form(app, page_server: str, open_each) -> Page:
    event: Event = make.event()
    db.session.commit()
    page: Page = open_each(width=390, height=844)
    page.goto(f"{page_server}/{event.community.slug}/events/{event.slug}")
    return page


def typed(page: Page) -> None:
    page.get_by_label("First name", exact=True).fill("Aiko")
    page.get_by_label("Email").fill("aiko@example.org")
    page.get_by_role("radio").first.check()
    page.get_by_label("What would you like to ask about?").fill("my first job in data")


def test_a_reload_loses_no_word(form: Page) -> None:
    typed(form)

    form.reload()

    expect(form.get_by_label("First name", exact=True)).to_have_value("Aiko")
    expect(form.get_by_role("radio").first).to_be_checked()
    expect(form.get_by_label("What would you like to ask about?")).to_have_value(
        "my first job in data"
    )
    expect(form.locator(".badge").get_by_text("Aiko")).to_be_visible()


def test_nor_does_looking_elsewhere_and_coming_back(form: Page) -> None:
    typed(form)

    form.goto(form.url.split("/events/")[0])
    form.go_back()

    expect(form.get_by_label("First name", exact=True)).to_have_value("Aiko")


def test_whoever_comes_next_to_this_browser_begins_with_an_empty_form(form: Page) -> None:
    address = form.url
    typed(form)
    form.get_by_role("button", name="Save my seat").click()
    expect(form.get_by_role("heading", name="You’re in, Aiko")).to_be_visible()

    form.goto(address)

    expect(form.get_by_label("First name", exact=True)).to_have_value("")
