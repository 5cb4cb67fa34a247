"""The morning after, for four people who choose differently, on their phones: pages, batch and mailbox."""

from collections.abc import Callable
from datetime import timedelta

import followup_builders
import make
import pytest
from browser import axe
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.followups.introductions import jobs
from eventapp.followups.sending import actions as sending
from eventapp.mail.deliver import deliver_due
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser


def morning() -> list[Rsvp]:
    """Four who sat at one table; the fourth prefers not to be on cards."""
    event = make.past_event(title="Coffee & Careers")
    people = followup_builders.guests(event, "Aiko", "Kofi", "Zoe")
    people += followup_builders.guests(event, "Dot", keep_in_touch=False)
    followup_builders.seat(event, [people])
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())
    db.session.commit()
    return people


def sends(
    page: Page, *, keep: str, share: tuple[str, ...] = ("Email",), phone: str = "", web: str = ""
) -> None:
    """Tick somebody, choose what they get, and send."""
    page.get_by_label(f"Keep in touch with {keep}").check()
    mine = page.locator("li.pick").filter(has=page.get_by_role("heading", name=keep))
    for what in ("Email", "Phone", "My link"):
        mine.get_by_label(what, exact=True).set_checked(what in share)
    for field, text in (("#phone", phone), ("#web", web)):
        if text:
            page.locator(field).fill(text)
    page.get_by_role("button", name="Send my picks").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert axe(page) == []


def test_four_people_the_morning_after(
    app: Flask,
    page_server: str,
    open_browser: Callable[..., Page],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)
    aiko, kofi, zoe, _dot = morning()
    paths = {rsvp.first_name: followup_builders.path_of(rsvp) for rsvp in (aiko, kofi, zoe)}
    # Whoever reads may write, too: nothing stays open while the phones do.
    db.session.commit()
    phones = {name: open_browser(width=390) for name in paths}
    for name, phone in phones.items():
        phone.goto(page_server + paths[name])
    expect(phones["Aiko"].get_by_text("One more person sat here")).to_be_visible()
    expect(phones["Aiko"].get_by_text("Dot")).to_have_count(0)

    # Both ways, with different things to share; one way only; and a yes that is taken back.
    sends(phones["Aiko"], keep="Kofi", share=("Phone",), phone="+44 131 496 0456")
    sends(phones["Kofi"], keep="Aiko", share=("Email", "My link"), web="kofi.example.com")
    sends(phones["Zoe"], keep="Aiko")
    sends(phones["Zoe"], keep="Kofi")
    sends(phones["Kofi"], keep="Zoe")
    phones["Kofi"].get_by_label("Keep in touch with Zoe").uncheck()
    phones["Kofi"].get_by_role("button", name="Send my picks").click()
    for phone in phones.values():
        phone.reload()
        expect(phone.get_by_text("You both said yes")).to_have_count(0)
        expect(phone.get_by_text("You’re in touch already")).to_have_count(0)
    assert followup_builders.letters("introduction") == []
    db.session.commit()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    jobs.introduce_due()
    deliver_due()

    to_aiko, to_kofi = sorted(followup_builders.letters("introduction"), key=lambda one: one.to)
    assert (to_aiko.to, to_kofi.to) == ("aiko@example.org", "kofi@example.org")
    assert {to_aiko.state, to_kofi.state} == {"sent"}
    assert "kofi@example.org" in to_aiko.text
    assert "https://kofi.example.com" in to_aiko.text
    assert "+44 131 496 0456" in to_kofi.text
    assert "aiko@example.org" not in to_kofi.text
    db.session.commit()
    for name, seen in (("Aiko", 1), ("Kofi", 1), ("Zoe", 0)):
        phone = phones[name]
        phone.reload()
        expect(phone.get_by_text("You’re in touch already")).to_have_count(seen)
        assert axe(phone) == []
    expect(phones["Zoe"].get_by_label("Keep in touch with Aiko")).to_be_checked()
