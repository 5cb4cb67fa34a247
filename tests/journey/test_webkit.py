"""A guest's whole way on a small phone in WebKit: from the front page to the card of the evening after."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import followup_builders
import make
import pytest
import seating_builders
from flask import Flask
from guest_steps import ASK, OFFER
from services import MailServer
from webkit import Window, window

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating

pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture(scope="module")
def webkit() -> Iterator[Window]:
    with window(width=390, height=844) as shown:
        yield shown


@pytest.fixture
def site(app: Flask, smtp: MailServer, page_server: str) -> str:
    """The address of the site, whose letters go to `smtp`."""
    app.config.update(SMTP_URL=smtp.url, MAIL_FROM="tables@example.org")
    return page_server


def test_a_guest_in_webkit_says_yes_changes_an_answer_and_gives_the_place_back(
    site: str, smtp: MailServer, webkit: Window
) -> None:
    event = make.event(title="Coffee & Careers", capacity=9)
    role = event.roles[0].name
    db.session.commit()

    webkit.go(site)
    fair(webkit, "home")
    webkit.press("//main//a[contains(., 'Coffee & Careers')]")
    webkit.find("//h1[. = 'Coffee & Careers']")
    fair(webkit, "event")
    fill_in_all_but_the_name(webkit, role)
    button(webkit, "Save my seat")
    webkit.sees("Tell us what to call you")
    webkit.has_focus("problem")
    assert webkit.told("//*[@id = 'problem']") == ("alert", "There is a problem")
    assert webkit.told("//*[@id = 'first_name']") == ("textbox", "First name")
    assert webkit.told("//main//fieldset") == ("group", "I’m coming as")
    fair(webkit, "mistake")
    assert webkit.value("Email") == "aiko@example.org"
    assert webkit.value("What could you help someone with") == OFFER
    webkit.press("//*[@id = 'problem']//a")
    webkit.has_focus("first_name")
    webkit.type("First name", "Aiko")
    webkit.find("//*[@data-badge = 'first' and . = 'Aiko']")
    button(webkit, "Save my seat")
    webkit.find("//h1[contains(., 'You’re in, Aiko')]")
    fair(webkit, "in")

    db.session.rollback()
    deliver.deliver_due()
    text = smtp.letter_to("aiko@example.org").get_body(("plain",)).get_content()  # type: ignore[union-attr]
    webkit.go(next(word for word in re.findall(r"http\S+", text) if "/r/" in word))
    webkit.find("//h1[contains(., 'You’re in, Aiko')]")
    webkit.press("//summary[contains(., 'What my badge says')]")
    webkit.press("//a[. = 'Change my answers']")
    assert webkit.value("What would you like to ask about") == ASK
    webkit.type("What would you like to ask about", "moving into climate work")
    fair(webkit, "answers")
    button(webkit, "Save changes")
    webkit.sees("Saved. Your badge")
    fair(webkit, "changed")
    webkit.press("//summary[contains(., 'Something came up')]")
    webkit.press("//a[. = 'Give my seat back']")
    webkit.find("//h1[contains(., 'Can’t make it?')]")
    fair(webkit, "giving back")
    button(webkit, "Give my seat back")
    webkit.find("//h1[contains(., 'Another time, Aiko')]")
    fair(webkit, "given back")

    db.session.rollback()
    (rsvp,) = db.session.scalars(db.select(Rsvp)).all()
    assert rsvp.state == "cancelled"
    assert rsvp.ask
    assert rsvp.ask.text == "moving into climate work"


def test_a_guest_in_webkit_finds_the_table_and_ticks_whom_to_keep_in_touch_with(
    site: str, webkit: Window
) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=4)
    seating.publish(seating_builders.plan(event), now=clock.now())
    _past, (aiko, amara) = followup_builders.drafted("Aiko", "Amara")
    mine, card = f"/r/{token_of(guests[0].link)}", followup_builders.path_of(aiko)
    db.session.commit()

    webkit.go(site + mine)
    webkit.sees("You start at table")
    fair(webkit, "my table")
    webkit.go(site + card)
    webkit.press("//label[contains(., 'Keep in touch with Amara')]")
    webkit.type("A line for Amara", "Thanks for the honest bit!")
    webkit.sees("Ticked: 1.")
    fair(webkit, "card")
    button(webkit, "Send my picks")
    webkit.sees("Saved.")
    fair(webkit, "card sent")

    db.session.rollback()
    (wish,) = followup_builders.wishes()
    assert (wish.rsvp_id, wish.other_id) == (aiko.id, amara.id)


def fill_in_all_but_the_name(webkit: Window, role: str) -> None:
    webkit.type("Last name", "Tanaka")
    webkit.type("Email", "aiko@example.org")
    webkit.press(f"//label[span = '{role}']")
    webkit.press("//select[@id = 'stage']/option[@value = 'early']")
    webkit.type("What would you like to ask about", ASK)
    webkit.type("What could you help someone with", OFFER)
    webkit.press("//summary[contains(., 'Pronouns')]")
    webkit.type("Access needs", "A seat near the door")
    webkit.press("//label[contains(., 'Show my first name')]")
    webkit.press("//label[contains(., 'let me pick people')]")


def button(webkit: Window, name: str) -> None:
    webkit.press(f"//main//button[normalize-space() = '{name}']")


def fair(webkit: Window, name: str) -> None:
    """Nothing hangs over the edge. WEBKIT_SHOTS names a folder for a picture of each page."""
    assert webkit.run("return document.documentElement.scrollWidth") == 390, name
    if folder := os.environ.get("WEBKIT_SHOTS"):
        webkit.picture(Path(folder) / f"{name.replace(' ', '-')}.png")
