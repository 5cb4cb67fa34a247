"""The camera at the door, from a badge before it to the answer, read by what the page brings itself."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import camera_video
import make
import pytest
from browser import QUIET, Watch, axe
from door_builders import cookie, door
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect

from eventapp.door import actions
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SIZES = {"phone": {"width": 390, "height": 844}, "tablet": {"width": 1024, "height": 768}}
LOADED_LAST = {"camera.js", "code-worker.js", "index.js", "share.js", "zxing_reader.wasm"}


@pytest.fixture
def open_with_camera(playwright: Playwright, tmp_path: Path) -> Iterator[Open]:
    """Open Chromium with the camera of a device, which sees this picture all the time."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    browsers: list[Browser] = []
    watch = Watch()

    def open_one(picture: camera_video.Image.Image, **size: int) -> Page:
        film = camera_video.film(tmp_path / "camera.y4m", picture)
        given = [f"--use-fake-{part}-for-media-stream" for part in ("device", "ui")]
        given.append(f"--use-file-for-fake-video-capture={film}")
        browsers.append(playwright.chromium.launch(executable_path=program, args=[*QUIET, *given]))
        context = browsers[-1].new_context(viewport=size)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        watch.follow(context)
        return context.new_page()

    yield open_one
    for browser in browsers:
        browser.close()
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture
def at_door(app: Flask, page_server: str) -> Callable[[Page, Event], None]:
    """Open the door of an event, signed in."""

    def go(page: Page, of: Event) -> None:
        page.context.add_cookies([cookie(app, make.member(of.community, "door"), page_server)])
        page.goto(page_server + door(of, ""))

    return go


def picture(app: Flask, rsvp: Rsvp, **how: Any) -> camera_video.Image.Image:
    with app.test_request_context():
        return camera_video.picture(actions.badge_address(rsvp), **how)


# Far away, so that it is too small in the picture as a whole; or so close that it fills it.
@pytest.mark.parametrize(("size", "side"), [("phone", 60), ("tablet", 580)])
def test_a_badge_before_the_camera_is_checked_in_once(
    size: str, side: int, app: Flask, at_door: Callable[[Page, Event], None], open_with_camera: Open
) -> None:
    event = make.event()
    aiko, _missing = make.rsvp(event, first_name="Aiko"), make.rsvp(event)
    seen = picture(app, aiko, side=side, size=camera_video.LARGE)
    page = open_with_camera(seen, **SIZES[size])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    at_door(page, event)
    assert not LOADED_LAST & set(asked)

    page.click("#open-camera")

    expect(page.locator("#answer .word")).to_have_text("Come in")
    expect(page.locator("#answer .name")).to_have_text("Aiko")
    expect(page.locator("#counter b")).to_have_text("1")
    assert set(asked) >= LOADED_LAST
    assert axe(page) == []
    # It stays in the frame, and was looked at many times meanwhile.
    assert asked.count("arrivals") == 1
    page.click("#open-camera")
    expect(page.locator("#camera")).to_be_hidden()


def one_after_the_other(
    page: Page, app: Flask, event: Event, at_door: Callable[[Page, Event], None]
) -> None:
    """Hold three badges before the camera, turned and blurred like in a hand, the last one again."""
    people = [make.rsvp(event, first_name=name) for name in ("Aiko", "Kofi", "Zoë")]
    hows = ({"tilt": 0, "side": 64}, {"tilt": 20, "side": 75}, {"tilt": -33, "blur": 1.0})
    page.add_init_script(camera_video.DRAWN)
    at_door(page, event)
    page.click("#open-camera")
    expect(page.locator("[data-said]")).to_have_text("Hold the code in the frame")

    for number, (rsvp, how) in enumerate(zip(people, hows, strict=True), start=1):
        page.evaluate(camera_video.SHOW, camera_video.data_address(picture(app, rsvp, **how)))
        expect(page.locator("#counter b")).to_have_text(str(number))
        expect(page.locator("#answer .name")).to_have_text(rsvp.first_name)

    page.evaluate(camera_video.SHOW, camera_video.data_address(picture(app, people[0])))
    expect(page.locator("#answer .word")).to_have_text("Already in")


def test_chromium_reads_small_turned_and_blurred_codes_without_a_reader_of_its_own(
    app: Flask, open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    page = open_browser(width=390, height=844)
    assert page.evaluate("'BarcodeDetector' in window") is False

    one_after_the_other(page, app, make.event(), at_door)


def test_firefox_reads_small_turned_and_blurred_codes(
    app: Flask, open_firefox: Open, at_door: Callable[[Page, Event], None]
) -> None:
    one_after_the_other(open_firefox(width=1024), app, make.event(), at_door)


TROUBLE = {
    "denied": ("NotAllowedError", "may not use the camera"),
    "none": ("NotFoundError", "has no camera that the browser can use"),
    "busy": ("NotReadableError", "another program has it"),
}


def test_without_a_camera_a_sentence_says_why_and_what_to_do(
    open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    page = open_browser(width=390, height=844)
    page.add_init_script(
        "if (navigator.mediaDevices)"
        " navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', window.no) };"
    )
    at_door(page, make.event())

    for name, sentence in TROUBLE.values():
        page.evaluate("name => { window.no = name }", name)
        page.click("#open-camera")
        expect(page.locator("[data-said]")).to_contain_text(sentence)
        expect(page.locator("#open-camera span")).to_have_text("Camera")
        expect(page.locator("#camera video")).to_be_hidden()
    assert axe(page) == []


def test_a_reader_that_can_t_be_loaded_is_said_and_tried_again(
    app: Flask, open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    event = make.event()
    aiko = make.rsvp(event, first_name="Aiko")
    page = open_browser()
    page.add_init_script(camera_video.DRAWN)
    at_door(page, event)
    page.route("**/zxing_reader.wasm", lambda route: route.abort())

    page.click("#open-camera")
    expect(page.locator("[data-said]")).to_contain_text("could not be loaded")
    page.unroute("**/zxing_reader.wasm")
    page.click("#open-camera")
    page.evaluate(camera_video.SHOW, camera_video.data_address(picture(app, aiko)))

    expect(page.locator("#answer .name")).to_have_text("Aiko")


def hide(page: Page, *, hidden: bool) -> None:
    """Put another program before the browser, or take it away."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        hidden,
    )


def test_the_camera_is_off_while_the_page_is_hidden(
    app: Flask, open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    event = make.event()
    aiko = picture(app, make.rsvp(event, first_name="Aiko"))
    page = open_browser()
    page.add_init_script(camera_video.DRAWN)
    at_door(page, event)
    page.click("#open-camera")
    expect(page.locator("[data-said]")).to_have_text("Hold the code in the frame")

    states = "[...document.querySelectorAll('video')].map(v => v.srcObject?.active ?? null)"
    assert page.evaluate(states) == [True]
    track = page.evaluate_handle("document.querySelector('video').srcObject.getTracks()[0]")
    hide(page, hidden=True)
    assert page.evaluate(states) == [None]
    assert track.evaluate("track => track.readyState") == "ended"
    hide(page, hidden=False)
    page.evaluate(camera_video.SHOW, camera_video.data_address(aiko))

    expect(page.locator("#answer .name")).to_have_text("Aiko")


TWO_CAMERAS = """
// An empty page, as Firefox begins with, has none.
const devices = navigator.mediaDevices ?? {}, ask = devices.getUserMedia;
devices.enumerateDevices = async () => [{ kind: "videoinput" }, { kind: "videoinput" }, { kind: "audioinput" }];
devices.getUserMedia = async ({ video }) => {
  await window.allowed;
  const stream = await ask.call(devices), track = stream.getVideoTracks()[0], stop = track.stop.bind(track);
  const log = (what) => { document.body.dataset.cameras = (document.body.dataset.cameras ?? "") + what + " " };
  log("on");
  track.stop = () => { log("off"); stop() };
  track.getSettings = () => ({ facingMode: video.facingMode });
  track.getCapabilities = () => ({ torch: video.facingMode === "environment" });
  track.applyConstraints = async ({ advanced }) => { document.body.dataset.torch = advanced[0].torch };
  return stream;
};
"""


def test_light_and_the_other_camera_are_offered_where_there_are_such(
    open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    event, page = make.event(), open_browser(width=390, height=844)
    page.add_init_script(camera_video.DRAWN + TWO_CAMERAS)
    at_door(page, event)
    light = page.get_by_role("button", name="Light")
    video = page.locator("#camera video")

    page.click("#open-camera")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    expect(page.locator("body")).to_have_attribute("data-torch", "true")
    assert axe(page) == []
    page.get_by_role("button", name="Other camera").click()

    expect(video).to_have_class("mirrored")
    expect(light).to_be_hidden()
    # This device goes on with it.
    page.reload()
    expect(video).to_have_class("mirrored")


def test_the_other_camera_opens_once_and_not_at_all_where_it_was_closed_meanwhile(
    open_browser: Open, at_door: Callable[[Page, Event], None]
) -> None:
    page = open_browser()
    other = page.get_by_role("button", name="Other camera")
    page.add_init_script(camera_video.DRAWN + TWO_CAMERAS)
    at_door(page, make.event())
    page.click("#open-camera")
    expect(other).to_be_visible()
    later = "void (window.allowed = new Promise(allow => { window.allow = allow }))"

    page.evaluate(later)
    other.click()
    other.click()
    page.evaluate("window.allow()")
    expect(page.locator("#camera video")).to_have_class("mirrored")
    expect(page.get_by_role("button", name="Light")).to_be_hidden()
    expect(page.locator("[data-said]")).to_have_text("Hold the code in the frame")
    page.evaluate(later)
    other.click()
    page.click("#open-camera")
    page.evaluate("window.allow()")

    expect(page.locator("body")).to_have_attribute("data-cameras", "on off on off on off ")
