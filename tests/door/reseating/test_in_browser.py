from collections.abc import Callable

import door_builders
import make
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_changes_the_tables_and_takes_it_back(
    scheme: str, app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, (full, low) = door_builders.full(2)
    door_builders.come(*full, *low[:2])
    page = open_browser(width=390, height=844, has_touch=True, color_scheme=scheme)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])

    page.goto(page_server + door_builders.door(event, ""))
    page.get_by_role("link", name="See the change").tap()
    expect(page.get_by_role("heading", name="2 people are missing")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the door")).to_be_visible()
    # The same word for the same thing as everywhere at the door.
    name = f"Check in: {low[2].first_name}"
    expect(page.get_by_role("button", name=name).first).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 1024, "height": 768})
    reason = page.locator(".mv > .muted").first.bounding_box()
    assert reason
    assert reason["height"] < 45, "a reason in a narrow column"
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("radio", name="Leave it").tap()
    expect(page.get_by_role("button", name="Leave it")).to_be_visible()
    page.get_by_role("radio", name="Fewest moves").tap()
    page.get_by_role("button", name="Apply one move").tap()

    expect(page.get_by_role("heading", name="Every table has enough people")).to_be_visible()
    page.get_by_role("checkbox", name="Told").tap()
    assert axe(page) == []
    page.get_by_role("button", name="Undo").tap()

    expect(page.get_by_text("Taken back at")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert door_builders.newest(event).version == 3


@pytest.mark.browser
def test_without_scripts_and_with_the_keyboard_alone(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, (full, low) = door_builders.full(2)
    door_builders.come(*full, *low[:2])
    page = open_browser(java_script_enabled=False)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])

    page.goto(page_server + door_builders.door(event))
    page.get_by_role("radio", name="Fewest moves").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Please sit at")).to_be_visible()
