"""At an address without https browsers lend no camera: the page and the doctor say so, and what to do."""

import shutil
from urllib.parse import urlsplit

import make
import pytest
from browser import QUIET, axe
from door_builders import cookie, door, staff
from flask import Flask
from playwright.sync_api import Playwright, expect
from visitor import Visitor

from eventapp import doctor

HINT = "No camera here: this page came without https."


@pytest.mark.parametrize(
    ("base", "shown"),
    [
        ("http://192.168.1.20:8000", True),
        ("http://events.example.org", True),
        ("https://events.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("http://localhost", False),
    ],
)
def test_the_door_says_it_where_it_is_so_also_without_scripts(
    base: str, shown: bool, app: Flask, client: Visitor
) -> None:
    event = make.event()
    staff(client, event)
    app.config["BASE_URL"] = base

    page = client.get(door(event, "")).text

    assert HINT in page
    assert ('id="insecure" hidden' not in page) == shown


@pytest.mark.parametrize(
    ("base", "said"),
    [("http://127.0.0.2:1", True), ("https://127.0.0.2:1", False)],
)
def test_the_doctor_says_it_and_where_to_read_on(base: str, said: bool, app: Flask) -> None:
    app.config["BASE_URL"] = base

    found = [finding.sentence for finding in doctor.examine(app) if finding.subject == "door"]

    assert bool(found) == said
    assert all("no camera" in each and "docs/https-in-a-hall.md" in each for each in found)


@pytest.mark.browser
def test_a_browser_at_such_an_address_says_it_and_finds_people_by_name(
    app: Flask, page_server: str, playwright: Playwright
) -> None:
    """The browser alone knows: here the server takes its address for a safe one."""
    event = make.event()
    make.rsvp(event, first_name="Aiko")
    port = urlsplit(page_server).port
    app.config["TRUSTED_HOSTS"] = [*(app.config["TRUSTED_HOSTS"] or []), "hall.example"]
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    to_us = "--host-resolver-rules=MAP hall.example 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, to_us])
    page = browser.new_page(viewport={"width": 390, "height": 844})
    hall = f"http://hall.example:{port}"
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), hall)])

    page.goto(hall + door(event, ""))
    expect(page.get_by_text(HINT)).to_be_visible()
    page.click("#open-camera")
    expect(page.locator("[data-said]")).to_contain_text("only to addresses that begin with https")
    assert axe(page) == []
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    page.goto(page_server + door(event, ""))
    expect(page.locator("#open-camera")).to_be_visible()
    expect(page.get_by_text(HINT)).to_be_hidden()
    browser.close()
