"""A community that moves here: its calendar, then who was there, at any size, by day and night."""

import re
from collections.abc import Callable

import looks
import make
import pytest
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Data Kitchen on Meetup
BEGIN:VEVENT
UID:event_1@meetup.com
DTSTART;TZID=Europe/Berlin:20990509T183000
DTEND;TZID=Europe/Berlin:20990509T210000
SUMMARY:Coffee & Careers: people who work with data
DESCRIPTION:<p>Bring a <b>question</b>.</p>
LOCATION:Stadtbibliothek\\, Am Markt 1\\, Berlin
END:VEVENT
BEGIN:VEVENT
UID:event_2@meetup.com
DTSTART:20990609T183000
SUMMARY:Eine Veranstaltung mit einem außergewöhnlich langen Titel ohne Ende
LOCATION:https://us02web.zoom.us/j/123456789
END:VEVENT
BEGIN:VEVENT
UID:event_3@meetup.com
DTSTART;VALUE=DATE:20990709
STATUS:CANCELLED
SUMMARY:Picnic
END:VEVENT
BEGIN:VEVENT
UID:event_4@meetup.com
DTSTART;TZID=Europe/Berlin:20240509T183000
DTEND;TZID=Europe/Berlin:20240509T210000
RRULE:FREQ=MONTHLY;BYDAY=2TH;COUNT=3
SUMMARY:Spring evening
END:VEVENT
BEGIN:VEVENT
SUMMARY:Some day
END:VEVENT
END:VCALENDAR
"""
LIST = """Event,Date,Name,Email,Table
Spring evening,2024-05-09,Ada Lovelace,ada@example.org,1
Spring evening,2024-05-09,Bo Diddley,bo@example.org,1
Spring evening,2024-05-09,Cleo Nile,cleo@example.org,2
Breakfast,9/10/2024,Ada Lovelace,ada@example.org,
Breakfast,9/10/2024,Dana Scully,,
Breakfast,soon,Eve,eve@example.org,
"""


def file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@pytest.mark.browser
def test_a_calendar_and_then_who_was_there(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    host = make.community(name="Data Kitchen")
    page = open_browser(width=1280)
    page.context.add_cookies([cookie(app, make.member(host, first_name="Odile"), page_server)])
    db.session.commit()

    def look(name: str) -> list[str]:
        found = []
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found += looks.faults(page, name)
        return found

    page.goto(f"{page_server}/desk/{host.slug}/events")
    page.get_by_role("link", name="Bring in a calendar").click()
    assert look("calendar") == []
    page.get_by_label("A calendar file (.ics)").set_input_files(file("group.ics", CALENDAR))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 events in this calendar")
    assert look("calendar check") == []
    page.get_by_role("checkbox", name=re.compile("^Spring evening")).first.check()
    page.get_by_role("button", name="Bring in what is ticked").click()
    expect(page.get_by_text("2 drafts were made. One past event came in.")).to_be_visible()
    page.goto(f"{page_server}/desk/{host.slug}/import/calendar")
    page.get_by_role("link", name="Bring in past attendance").click()
    assert look("attendance") == []
    page.get_by_label("A spreadsheet or CSV file").set_input_files(file("past.csv", LIST))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 past events in this list")
    assert look("attendance check") == []
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Some rows can’t be used")
    page.get_by_label("Bring in the others without these").check()
    page.get_by_role("button", name="Bring it in").click()

    expect(page.get_by_text("Nobody was mailed")).to_be_visible()
    db.session.expire_all()
    assert len(db.session.scalars(db.select(Event)).all()) == 5
    assert len(db.session.scalars(db.select(Encounter)).all()) == 1
