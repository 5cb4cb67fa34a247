"""A page looked at on a light and on a dark ground, in the window it is in."""

import os
from pathlib import Path

from browser import axe
from playwright.sync_api import Page

WIDER = "document.documentElement.scrollWidth > innerWidth + 1"
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"


def faults(page: Page, name: str) -> list[str]:
    """What is wrong with a page, all its parts open: loaded once, looked at on each ground.

    GUEST_SHOTS names a folder for a picture of each.
    """
    # Not by a condition in JavaScript: asked twice, the page's policy forbids to evaluate it.
    page.wait_for_load_state()
    page.evaluate(OPEN)
    found = [f"{name} is wider than its window"] if page.evaluate(WIDER) else []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Of all that may hinder, only contrasts are others on another ground.
        rules = [] if scheme == "light" else ["color-contrast"]
        found += [f"{name}, {scheme}: {line}" for line in axe(page, *rules)]
        if folder := os.environ.get("GUEST_SHOTS"):
            shot = f"{name.replace(' ', '-')}-{page.viewport_size['width']}-{scheme}.png"
            page.screenshot(path=Path(folder) / shot, full_page=True)
    return found
