"""A guest's whole way on a small phone in Firefox, by the steps that Chromium takes elsewhere."""

from collections.abc import Callable

import make
import pytest
from browser import Watch, axe
from flask import Flask
from guest_steps import Guest
from playwright.sync_api import Browser, Page

from eventapp.db import db
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser


def test_a_guest_in_firefox_says_yes_changes_answers_and_gives_the_place_back(
    app: Flask, page_server: str, open_firefox: Callable[..., Page]
) -> None:
    event = make.event(capacity=9)
    role = event.roles[0].name
    db.session.commit()
    page = open_firefox(width=390, height=844)
    guest = Guest(page)

    page.goto(f"{page_server}/{event.community.slug}/events/{event.slug}")
    _fair(page)
    guest.answer_all_but_the_name(role)
    _fair(page)
    guest.find_everything_kept(role)
    guest.mend_it_and_say_yes()
    _fair(page)
    guest.ask_something_else("moving into climate work")
    _fair(page)
    guest.give_the_place_back()
    _fair(page)

    db.session.expire_all()
    (rsvp,) = db.session.scalars(db.select(Rsvp)).all()
    assert rsvp.state == "cancelled"
    assert rsvp.ask
    assert rsvp.ask.text == "moving into climate work"


def _fair(page: Page) -> None:
    """Nothing hinders anybody, and nothing hangs over the edge."""
    assert axe(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") == 390, page.url


WRONG = """<!doctype html><title>Wrong</title><link rel="stylesheet" href="/missing.css">
<script src="/wrong.js"></script><p style="color: red">Hello</p>"""


def test_what_a_page_does_wrong_in_firefox_is_heard(
    app: Flask, page_server: str, firefox: Browser
) -> None:
    app.add_url_rule("/wrong", view_func=lambda: WRONG, endpoint="wrong")
    script = "console.error('Said'); null.x", {"Content-Type": "text/javascript"}
    app.add_url_rule("/wrong.js", view_func=lambda: script, endpoint="script")
    context, watch = firefox.new_context(), Watch()
    watch.follow(context)
    page = context.new_page()

    page.goto(f"{page_server}/wrong")

    missing = {"404", "console: Said", "null", "style-src"}
    for _look in range(100):
        missing = {word for word in missing if not any(word in c for c in watch.complaints)}
        if not missing:
            break
        page.wait_for_timeout(50)
    context.close()
    assert not missing, watch.complaints
