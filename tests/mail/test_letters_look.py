"""Every letter in a browser, as wide as a phone and as a mail program: nothing sticks out or is hard to read."""

from collections.abc import Callable

import letter_samples
import pytest
from flask import Flask
from looks import WIDER, faults
from playwright.sync_api import Page

from eventapp.mail.wording import Face

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


def test_no_letter_is_wider_than_its_window_or_hard_to_read_on_either_ground(
    post: Flask, open_browser: Callable[..., Page]
) -> None:
    phone, program, found = open_browser(width=360), open_browser(width=600), []
    face = Face("Data Kitchen", "#12382A", "#FFFFFF")
    event = letter_samples.event(title=LONG, place_name=LONG)

    for kind in letter_samples.KINDS:
        _subject, _text, html = letter_samples.written(post, kind, face=face, event=event)
        phone.set_content(html)
        program.set_content(html)
        found += faults(phone, kind)
        found += [f"{kind} is wider than 600 pixels"] if program.evaluate(WIDER) else []

    assert found == []
