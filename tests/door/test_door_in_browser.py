from collections.abc import Callable

import make
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page

from eventapp.door import actions
from eventapp.events.models import Event

# How wide the words in the empty field are, and how much room they have.
HINT = """document.fonts.ready.then(() => {
  const field = document.querySelector("#q"), look = getComputedStyle(field);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = look.font;
  const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
  return [pen.measureText(field.placeholder).width, room];
})"""


def door(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/door"


@pytest.mark.browser
def test_a_name_is_found_while_typing_and_checked_in(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    make.rsvp(event, first_name="Łukasz")
    page = open_browser(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])

    page.goto(page_server + door(event))
    written, room = page.evaluate(HINT)
    page.type("#q", "lu")
    page.click("#hits button")

    assert "Come in" in page.inner_text(".answer")
    assert axe(page) == []
    assert page.inner_text("#counter").split() == ["1", "of", "1", "in"]
    assert written < room


@pytest.mark.browser
def test_the_camera_checks_in_one_badge_after_the_other(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    codes = [f"{page_server}/B/{actions.code_of(make.rsvp(event))}" for _ in range(2)]
    page = open_browser(width=1024, height=768)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    # Chromium on this system reads no codes and has no camera: these stand in for them.
    page.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] }"
        " async detect() { return window.code ? [{rawValue: window.code}] : [] } };"
        "navigator.mediaDevices.getUserMedia = async () =>"
        " document.createElement('canvas').captureStream(5);"
        "HTMLMediaElement.prototype.play = async () => {};"
    )

    page.goto(page_server + door(event))
    page.click("#open-camera")
    for number, code in enumerate(codes, start=1):
        page.evaluate("code => window.code = code", code)
        page.locator("#counter b", has_text=str(number)).wait_for()

    assert "Come in" in page.inner_text(".answer")
    assert page.locator(".last5 li").count() == 2
