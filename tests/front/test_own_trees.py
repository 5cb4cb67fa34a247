"""What the browser itself hands to a screen reader: the trees of `test_screen_reader` are made by Playwright from the page."""

from collections.abc import Callable
from typing import Any

import make
import pytest
import seating_builders
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.db import db

# The protocol that tells it is Chromium's own.
pytestmark = [pytest.mark.browser, pytest.mark.chromium]

STATES = ("focused", "invalid", "required", "checked", "pressed", "expanded", "live", "atomic")


def told(page: Page) -> set[tuple[str, ...]]:
    """Each part of the page as Chromium tells it: role, name, description, and the states that it is in."""
    asked = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return {_words(node) for node in asked["nodes"] if not node.get("ignored")}


def _words(node: dict[str, Any]) -> tuple[str, ...]:
    has = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    states = [
        name if has[name] in {True, "true"} else f"{name}: {has[name]}"
        for name in STATES
        if has.get(name) not in {None, False, "false"}
    ]
    said = (node[part]["value"] for part in ("role", "name", "description") if part in node)
    return *(word for word in said if word), *states


def test_chromium_tells_of_the_mistakes_in_a_form_and_of_the_field_of_each(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event(title="Coffee & Careers", capacity=9)
    db.session.commit()
    page = open_browser(width=390, height=844)
    page.goto(f"{page_server}/{event.community.slug}/events/{event.slug}")

    page.get_by_role("button", name="Save my seat").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert {
        ("alert", "There are 3 problems", "focused", "live: assertive", "atomic"),
        ("link", "Tell us what to call you."),
        (
            "textbox",
            "First name",
            "As you’d like to be called Tell us what to call you.",
            "invalid",
            "required",
        ),
        ("textbox", "Last name", "Optional on the badge"),
        ("radio", "Newcomer"),
        ("DisclosureTriangle", "Pronouns, access needs, food"),
        ("button", "Save my seat"),
    } <= told(page)


def test_chromium_tells_of_who_comes_in_at_once_and_that_the_next_has_the_focus(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event(title="Coffee & Careers")
    for name in ("Łukasz", "Luna"):
        make.rsvp(event, first_name=name)
    page = open_browser(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    page.goto(f"{page_server}{seating_builders.desk(event)}/door")
    page.get_by_role("searchbox", name="Find by name").press_sequentially("lu")

    page.get_by_role("button", name="Check in: Łukasz").press("Enter")

    expect(page.get_by_role("link", name="Next")).to_be_focused()
    assert {
        ("alert", "live: assertive", "atomic"),
        ("StaticText", "Come in"),
        ("StaticText", "Łukasz"),
        ("link", "Next", "focused"),
        ("status", "live: polite", "atomic"),
        ("button", "Sounds", "pressed"),
        ("button", "Undo for Łukasz"),
    } <= told(page)
