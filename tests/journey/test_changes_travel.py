"""What comes around the evening: programs, moving, cancelling, the next in line."""

import re
from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest
from guest_steps import Guest
from journey_steps import Evening
from playwright.sync_api import expect

from eventapp import clock

pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture
def evening(live_server, smtp, open_browser: Callable) -> Evening:
    return Evening(live_server, smtp, open_browser)


def test_a_program_is_one_enrolment_and_an_invite_for_each_session(evening: Evening) -> None:
    desk = evening.sign_in("ines@example.org", name="Ines")
    desk.goto(f"{evening.url}/desk/leith-table/programs/new")
    evening.fair(desk)
    desk.get_by_label("Title", exact=True).fill("First steps")
    desk.get_by_label("Date", exact=True).fill((clock.now().date() + timedelta(days=5)).isoformat())
    desk.get_by_label("Begins").fill("18:00")
    desk.get_by_label("Ends", exact=True).fill("20:00")
    desk.get_by_role("button", name="Show the dates").click()
    evening.fair(desk)
    desk.get_by_role("button", name="Save as a draft").click()
    evening.fair(desk)
    desk.get_by_role("button", name="Publish").click()
    assert "First steps" in evening.read("/")
    phone = evening.open_browser(width=390, height=844)
    phone.goto(f"{evening.url}/leith-table/programs/first-steps")
    evening.fair(phone)
    phone.get_by_role("textbox", name="First name").fill("Aiko")
    phone.get_by_label("Email").fill("aiko@example.org")
    phone.get_by_role("radio", name="Student").check()
    phone.get_by_role("button", name="Join the program").click()

    expect(phone.get_by_role("heading", name="You’re in, Aiko")).to_be_visible()
    evening.fair(phone)
    expect(phone.get_by_text("Seat saved")).to_have_count(3)
    uids = {
        str(
            evening.calendar_in(evening.smtp.letter_to("aiko@example.org", nth=n)).walk("VEVENT")[
                0
            ]["UID"]
        )
        for n in range(4)
        if evening.has_calendar(evening.smtp.letter_to("aiko@example.org", nth=n))
    }
    assert len(uids) == 3


def test_moving_and_cancelling_reach_every_calendar_and_a_freed_place_the_next(
    evening: Evening,
) -> None:
    desk = evening.sign_in("ines@example.org", name="Ines")
    evening.make_event(capacity=1)
    evening.say_yes("aiko@example.org", "Aiko", 1)
    evening.say_yes("zoe@example.org", "Zoe", 2)
    first = evening.smtp.letter_to("aiko@example.org")
    uid = evening.entry_in(first)["UID"]
    desk.goto(f"{evening.desk_event}/plan")
    desk.get_by_label("Begins").fill("19:00")
    desk.get_by_label("Ends", exact=True).fill("21:00")
    desk.get_by_role("button", name="Save").click()
    evening.fair(desk)
    desk.get_by_role("button", name=re.compile("Save and send")).click()
    moved = evening.entry_in(evening.smtp.letter_to("aiko@example.org", nth=1))
    assert (moved["UID"], moved["SEQUENCE"]) == (uid, 1)
    phone = evening.open_browser(width=390, height=844)
    phone.goto(evening.link_in(first, "/r/"))
    guest = Guest(phone)
    guest.ask_something_else("moving into climate work", before="question 1")
    evening.fair(phone)
    guest.give_the_place_back()
    evening.fair(phone)
    gone = evening.smtp.letter_to("aiko@example.org", nth=2)
    assert evening.calendar_in(gone)["METHOD"] == "CANCEL"
    promoted = evening.letter_about("zoe@example.org", "METHOD:REQUEST")
    assert evening.entry_in(promoted)["UID"] == uid
    desk.goto(f"{evening.desk_event}/cancellation")
    evening.fair(desk)
    desk.get_by_role("button", name=re.compile("Call it off")).click()
    off = evening.letter_about("zoe@example.org", "METHOD:CANCEL")
    entry = evening.entry_in(off)
    assert (entry["UID"], entry["STATUS"]) == (uid, "CANCELLED")
    assert entry["SEQUENCE"] > evening.entry_in(promoted)["SEQUENCE"]
    assert isinstance(evening.calendar_in(off), icalendar.Calendar)
