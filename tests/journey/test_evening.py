"""One evening from announcement to follow-up, in real browsers, with real mails."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from guest_steps import Guest
from journey_steps import Evening
from playwright.sync_api import expect
from pypdf import PdfReader

from eventapp import clock

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture
def evening(live_server, smtp, open_browser: Callable) -> Evening:
    return Evening(live_server, smtp, open_browser)


def test_an_evening_from_announcement_to_follow_up(evening: Evening, tmp_path: Path) -> None:
    _publish(evening)
    _say_yes(evening)
    _import(evening, tmp_path)
    _tables(evening)
    _badges(evening)
    _door(evening)
    _follow_up(evening)


def _publish(evening: Evening) -> None:
    desk = evening.sign_in("ines@example.org", name="Ines")
    desk.goto(f"{evening.url}/desk/leith-table/events/new")
    evening.fair(desk)
    desk.get_by_label("Title").fill("Coffee & Careers")
    desk.get_by_label("In one line").fill("Bring one question")
    desk.get_by_label("Description").fill("Three rounds.\n\n- **No** pitches")
    desk.get_by_role("button", name="Save the draft and go on").click()
    desk.get_by_label("Date", exact=True).fill((clock.now().date() + timedelta(days=5)).isoformat())
    desk.get_by_label("Begins").fill("18:00")
    desk.get_by_label("Ends", exact=True).fill("20:30")
    desk.get_by_label("Place", exact=False).first.fill("The Reading Room")
    desk.get_by_label("Address").fill("12 Quay Lane")
    evening.fair(desk)
    desk.locator("main form button.btn").last.click()
    for label, value in (("Tables", "3"), ("Chairs at each", "4"), ("Rounds", "2")):
        desk.get_by_label(label, exact=True).fill(value)
    desk.get_by_role("spinbutton", name="Places (optional)").fill("9")
    evening.fair(desk)
    desk.locator("main form button.btn").last.click()
    evening.fair(desk)
    desk.get_by_role("link", name="See it as visitors will").click()
    expect(desk.get_by_role("heading", name="Coffee & Careers")).to_be_visible()
    evening.fair(desk)
    desk.go_back()
    desk.get_by_role("button", name="Publish").click()

    for path in ("/", "/leith-table", "/leith-table/calendar.ics"):
        assert "Coffee &" in evening.read(path).replace("&amp;", "&"), path
    page = evening.read(evening.event)
    assert '"@type": "Event"' in page
    assert 'property="og:image"' in page
    assert evening.fetch(f"{evening.event}/picture.png").startswith(b"\x89PNG")


def _say_yes(evening: Evening) -> None:
    """Twelve yeses for nine places; Aiko's on a phone, step by step."""
    phone = evening.open_browser(width=390, height=844)
    phone.goto(f"{evening.url}/leith-table")
    evening.fair(phone)
    phone.get_by_role("link", name="Coffee & Careers").click()
    evening.fair(phone)
    phone.locator(".cta-bar").get_by_role("link", name="Save my seat").click()
    guest = Guest(phone)
    guest.answer_all_but_the_name("Student")
    evening.fair(phone)
    guest.find_everything_kept("Student")
    guest.mend_it_and_say_yes()
    evening.fair(phone)
    invite = evening.smtp.letter_to("aiko@example.org")
    entry = evening.calendar_in(invite)
    assert (entry["METHOD"], entry.walk("VEVENT")[0]["SEQUENCE"]) == ("REQUEST", 0)
    evening.aiko = evening.link_in(invite, "/r/")
    phone.goto(evening.aiko)
    guest.see_that_i_am_in()
    for number in range(1, 12):
        page = evening.say_yes(f"guest{number}@example.org", f"Guest{number}", number)
        assert ("You’re in" in page) == (number <= 8)
    assert "You’re number 3 in line" in page
    waiting = evening.smtp.letter_to("guest9@example.org")
    assert not [part for part in waiting.walk() if part.get_content_type() == "text/calendar"]


def _import(evening: Evening, tmp_path: Path) -> None:
    """The two files as they are, into an event with room for them; twice imports once."""
    if not DATA.exists():
        pytest.fail(f"The sample exports are missing: {DATA}")
    desk = evening.desk
    desk.goto(f"{evening.url}/desk/leith-table/events/new")
    desk.get_by_label("Title").fill("Big import")
    desk.get_by_role("button", name="Save the draft and go on").click()
    before = len(evening.smtp.letters)
    for file, people in (("eventbrite", 124), ("luma", 57)):
        for time in ("first", "again"):
            desk.goto(f"{evening.url}/desk/leith-table/events/big-import/people/import")
            desk.locator("input[type=file]").set_input_files(DATA / f"attendees-{file}-export.csv")
            desk.get_by_role("button", name="Look at it").click()
            evening.fair(desk)
            if file == "eventbrite":
                assert "132" in desk.locator("main").inner_text()
            if time == "first":
                desk.locator("button[value=bring]").click()
            else:
                assert desk.locator("h1").inner_text() == "Nothing new in this list"
        assert evening.count_rsvps("big-import") == (124 if people == 124 else 181)
    assert len(evening.smtp.letters) == before
    command = [sys.executable, "-m", "flask", "--app", "eventapp", "attendees", "import"]
    told = subprocess.run(
        [*command, "leith-table/big-import", str(DATA / "attendees-luma-export.csv")],
        cwd=ROOT,
        env=evening.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert evening.count_rsvps("big-import") == 181
    assert "16" in told.stdout


def _tables(evening: Evening) -> None:
    desk = evening.desk
    desk.goto(f"{evening.desk_event}/tables")
    evening.fair(desk)
    desk.get_by_role("button", name="Make the tables").click()
    desk.get_by_role("heading", name="Who sits where").wait_for()
    evening.fair(desk)
    desk.get_by_role("button", name="Publish").click()
    desk.wait_for_load_state()
    letter = evening.smtp.letter_to("aiko@example.org", nth=1)
    route = re.findall(r"[Tt]able (\d)", letter.get_body(("plain",)).get_content())
    assert len(route) >= 2
    page = evening.read(evening.aiko)
    assert "You start at table" in page
    assert f"Table {route[0]}" in page


def _badges(evening: Evening) -> None:
    desk = evening.desk
    desk.goto(f"{evening.desk_event}/badges")
    evening.fair(desk)
    for stock, size in (("avery-l4785", (595, 842)), ("avery-5390", (612, 792))):
        desk.goto(f"{evening.desk_event}/badges?stock={stock}&what=all")
        desk.get_by_role("button", name="Print", exact=True).click()
        if stock == "avery-5390":
            # They are all out already.
            evening.fair(desk)
            desk.get_by_role("button", name="Print all").click()
        evening.fair(desk)
        file = desk.get_by_role("link", name="Open the PDF").get_attribute("href")
        answer = desk.request.get(evening.url + file)
        assert answer.headers["content-type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.body()))
        box = reader.pages[0].mediabox
        assert (round(box.width), round(box.height)) == size
        text = "".join(page.extract_text() for page in reader.pages)
        assert "Aiko" in text
        assert "my first job in data" in text


def _door(evening: Evening) -> None:
    evening.begin_now()
    door = evening.open_browser(width=390, height=844)
    evening.sign_in("kofi@example.org", name="Kofi", page=door, right="door")
    door.goto(f"{evening.desk_event}/door?q=ai")
    evening.fair(door)
    door.get_by_role("button", name="Check in: Aiko Tanaka").click()
    expect(door.get_by_text("Come in")).to_be_visible()
    evening.fair(door)
    scanned = evening.badge_address("guest1@example.org")
    for expected in ("Come in", "Already in"):
        door.goto(scanned)
        if door.get_by_role("button", name="Check in").count():
            door.get_by_role("button", name="Check in").first.click()
        expect(door.locator("main")).to_contain_text(expected)
    evening.fair(door)
    for number in range(2, 9):
        evening.arrive(f"guest{number}@example.org")
    evening.free_a_place()
    door.goto(f"{evening.desk_event}/door/walk-ins")
    evening.fair(door)
    door.get_by_label("First name").fill("Rosa")
    door.get_by_role("radio", name="Newcomer").check()
    door.get_by_role("button", name="Let them in").click()
    said = door.locator("main").inner_text()
    assert "Rosa" in said
    assert re.search(r"[Tt]able\s+\d", said)
    badge = door.locator("form[data-print]")
    fields = {
        name: badge.locator(f"[name={name}]").input_value() for name in ("rsvp", "csrf_token")
    }
    pdf = door.request.post(evening.url + badge.get_attribute("action"), form=fields)
    assert "Rosa" in PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text()


def _follow_up(evening: Evening) -> None:
    evening.end_now()
    desk = evening.desk
    desk.goto(f"{evening.desk_event}/cards")
    evening.fair(desk)
    desk.get_by_role("button", name="Send them now").click()
    card = evening.letter_about("aiko@example.org", "/c/")
    mine = evening.link_in(card, "/c/")
    phone = evening.open_browser(width=390, height=844)
    phone.goto(mine)
    evening.fair(phone)
    boxes = phone.get_by_role("checkbox", name=re.compile("Keep in touch with"))
    name = re.search(r"Guest\d+", boxes.first.locator("xpath=..").inner_text())[0]
    boxes.first.check()
    before = len(evening.smtp.letters)
    phone.get_by_role("button", name="Send my picks").click()
    evening.settle()
    assert len(evening.smtp.letters) == before
    other = evening.link_in(evening.letter_about(f"{name.lower()}@example.org", "/c/"), "/c/")
    second = evening.open_browser(width=390, height=844)
    second.goto(other)
    assert "ticked you" not in second.content()
    second.get_by_role("checkbox", name=re.compile("Keep in touch with Aiko")).check()
    second.get_by_role("button", name="Send my picks").click()
    evening.settle()
    assert len(evening.smtp.letters) == before
    evening.reach_set_time()
    for to, shows in (("aiko@example.org", name.lower()), (f"{name.lower()}@example.org", "aiko")):
        introduction = evening.letter_about(to, f"{shows}@example.org")
        cards = [p for p in introduction.walk() if p.get_content_type() == "text/vcard"]
        assert f"{shows}@example.org" in cards[0].get_content()
