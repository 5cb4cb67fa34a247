import re
from collections.abc import Callable

import make
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.door import actions
from eventapp.events.models import Event


def door(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/door"


@pytest.mark.browser
def test_a_name_is_found_while_typing_and_checked_in(
    app: Flask, page_server: str, open_each: Callable[..., Page]
) -> None:
    event = make.event()
    make.rsvp(event, first_name="Łukasz")
    page = open_each(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])

    page.goto(page_server + door(event))
    page.type("#q", "lu")
    page.click("#hits button")

    expect(page.locator(".answer")).to_contain_text("Come in")
    expect(page.locator("#counter")).to_have_text(re.compile(r"^\s*1\s*of 1 in\s*$"))
    assert axe(page) == []


# Chromium on this system reads no codes and has no camera: these stand in for them.
CAMERA = (
    "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] }"
    " async detect() { return window.code ? [{rawValue: window.code}] : [] } };"
    "if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () =>"
    " document.createElement('canvas').captureStream(5);"
    "HTMLMediaElement.prototype.play = async () => {};"
)


@pytest.mark.browser
def test_the_camera_checks_in_one_badge_after_the_other(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    codes = [f"{page_server}/B/{actions.code_of(make.rsvp(event))}" for _ in range(2)]
    page = open_browser(width=1024, height=768)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    page.add_init_script(CAMERA)

    page.goto(page_server + door(event))
    page.click("#open-camera")
    for number, code in enumerate(codes, start=1):
        page.evaluate("code => window.code = code", code)
        page.locator("#counter b", has_text=str(number)).wait_for()

    expect(page.locator(".answer")).to_contain_text("Come in")
    expect(page.locator(".last5 li")).to_have_count(2)


@pytest.mark.browser
def test_a_badge_is_checked_in_before_the_device_has_heard_the_list(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    code = f"{page_server}/B/{actions.code_of(make.rsvp(event))}"
    page = open_browser(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(event.community, "door"), page_server)])
    page.add_init_script(CAMERA)
    page.route("**/door/list?**", lambda _held: None)

    page.goto(page_server + door(event))
    page.evaluate("code => window.code = code", code)
    page.click("#open-camera")

    expect(page.locator(".answer")).to_contain_text("Come in")


# How wide the words in an empty field are, and how much room there is for them.
HINT = """(field) => {
  const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(field);
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(field, "::placeholder");
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return [pen.measureText(field.placeholder).width, room];
}"""

# How far the words begin behind their mark, though they go on in a second line.
BESIDE = """(say) => {
  const words = document.createRange();
  words.selectNodeContents(say.querySelector("span"));
  return words.getClientRects()[0].left - say.querySelector(".mark").getBoundingClientRect().right;
}"""


@pytest.mark.browser
def test_on_a_phone_no_word_is_cut_and_the_answer_s_buttons_stand_in_one_row(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    rsvp = make.rsvp(event)
    for number, role in enumerate(event.community.roles):
        role.name = f"Career changer who comes from quite another trade {number}"
    page = open_browser(width=390, height=844)
    page.context.add_cookies([cookie(app, make.member(rsvp.event.community, "door"), page_server)])

    page.goto(page_server + door(rsvp.event))
    expect(page.locator("#open-camera")).to_be_visible()
    words, room = page.locator("#q").evaluate(HINT)
    page.type("#q", rsvp.first_name[:2])
    page.click("#hits button")
    expect(page.locator(".answer .row .btn")).to_have_count(3)

    assert words <= room
    assert 0 < page.locator(".answer .say").evaluate(BESIDE) < 16
    rows = {
        box["y"] for box in (b.bounding_box() for b in page.locator(".answer .btn").all()) if box
    }
    assert len(rows) == 1


@pytest.mark.browser
def test_what_needs_the_server_is_put_away_while_it_is_gone(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    page = open_browser()
    page.context.add_cookies([cookie(app, make.member(event.community, "organizer"), page_server)])

    page.goto(page_server + door(event))
    more = page.get_by_role("region", name="More for this door")
    expect(more.get_by_role("link", name="Door staff")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")

    expect(page.locator("#notice")).to_contain_text("No connection just now")
    expect(more).to_be_hidden()
    expect(page.get_by_role("heading", name="Last five")).to_be_visible()
