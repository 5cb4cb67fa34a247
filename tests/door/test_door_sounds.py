"""What the door says can be heard, once for each answer, and can be made silent for a device."""

from collections.abc import Callable

import make
import pytest
from door_builders import cookie, door
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.events.models import Event

pytestmark = pytest.mark.browser
# The page notes at its root the pitch of every note that begins, and how often the device shook.
# It counts as touched: Chromium would let nothing be heard after a reload anyway, others do.
HEARD = """
Object.defineProperty(UserActivation.prototype, "hasBeenActive", { get: () => true });
const noted = (name, value) => {
  const data = document.documentElement.dataset;
  data[name] = `${data[name] ?? ""}${value} `;
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) { noted("heard", this.frequency.value); start.call(this, when) };
navigator.vibrate = (pattern) => { noted("felt", pattern.join("-")); return true };
"""
GOOD, STOP, BAD = "660 990 ", "440 440 ", "196 196 147 "


@pytest.fixture
def at_door(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> Callable[[Event], Page]:
    """Open the door of an event, signed in, on a page that notes what it lets be heard."""

    def go(of: Event) -> Page:
        page = open_browser(width=390, height=844)
        page.add_init_script(HEARD)
        page.context.add_cookies([cookie(app, make.member(of.community, "door"), page_server)])
        page.goto(page_server + door(of, ""))
        return page

    return go


def say(page: Page, tone: str) -> None:
    page.evaluate(
        "tone => document.dispatchEvent(new CustomEvent('door:answer', { detail: { tone } }))", tone
    )


def noted(page: Page, what: str, value: str) -> None:
    """Wait until just this was noted since the page was opened."""
    expect(page.locator("html")).to_have_attribute(f"data-{what}", value)


# Where there is no sound card, Firefox plays nothing.
@pytest.mark.chromium
def test_three_answers_sound_and_feel_different(at_door: Callable[[Event], Page]) -> None:
    page = at_door(make.event())
    page.click("#q")

    heard = ""
    for tone, notes in {"good": GOOD, "stop": STOP, "bad": BAD}.items():
        say(page, tone)
        heard += notes
        noted(page, "heard", heard)

    noted(page, "felt", "80 60-80-60 200-80-200 ")


def test_an_answer_that_comes_with_the_page_is_heard_once(at_door: Callable[[Event], Page]) -> None:
    event = make.event()
    make.rsvp(event, first_name="Aiko")
    page = at_door(event)

    page.fill("#q", "ai")
    page.click("#hits button")
    expect(page.locator("#answer .word")).to_have_text("Come in")
    noted(page, "felt", "80 ")
    page.reload()
    say(page, "bad")

    # Had the page said it anew, that would stand before this.
    noted(page, "felt", "200-80-200 ")


@pytest.mark.chromium
def test_sounds_are_silenced_for_this_device_and_come_back(
    at_door: Callable[[Event], Page],
) -> None:
    page = at_door(make.event())
    button = page.locator("#sounds")

    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.click("#q")
    say(page, "bad")
    noted(page, "felt", "200-80-200 ")

    button.click()
    noted(page, "heard", GOOD)
    say(page, "stop")
    noted(page, "heard", GOOD + STOP)
