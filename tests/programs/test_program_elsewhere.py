"""A program as others read it: search engines, whoever gets a shared link, and the pages of its sessions."""

import json
import re

import make
import program_page_builders as courses
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.programs import schedule_words
from eventapp.programs.models import Program, Trainer


@pytest.fixture
def program(app: Flask, monkeypatch) -> Program:
    monkeypatch.setattr(clock, "now", lambda: courses.THEN)
    return courses.tuesdays()


def test_a_shared_link_shows_a_picture_of_the_program(client, program):
    page = client.get(courses.path(program)).text
    (image,) = re.findall(r'property="og:image" content="http://[^/]+([^"]+)"', page)

    answer = client.get(image)

    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    again = client.get(image, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def structured(client: Visitor, program: Program) -> dict:
    db.session.commit()
    db.session.expire_all()
    page = client.get(courses.path(program)).text
    (body,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    return json.loads(body)


def test_search_engines_read_a_course_with_an_instance_for_each_run(client, program):
    make.program(community=program.community, first_id=program.id, cohort="Autumn", sessions=2)
    program.trainers.append(Trainer(position=1, kind="trainer", name="Noor Rahman"))
    program.summary = "Data for beginners"
    online = program.sessions[3].event
    online.place_name, online.place_address, online.online_url = (
        "",
        "",
        "https://meet.example.org/s3cret",
    )

    said = structured(client, program)

    assert (said["@context"], said["@type"]) == ("https://schema.org", "Course")
    assert said["name"] == program.title
    assert said["description"] == "Data for beginners"
    assert said["provider"]["name"] == program.community.name
    mine, other = said["hasCourseInstance"]
    assert {one["@type"] for one in (mine, other)} == {"CourseInstance"}
    assert mine["startDate"] == "2027-03-16T18:30:00+01:00"
    assert mine["endDate"] == "2027-04-13T20:00:00+02:00"
    assert mine["courseMode"] == "Blended"
    assert {one["@type"] for one in mine["location"]} == {"Place", "VirtualLocation"}
    assert mine["courseSchedule"]["repeatFrequency"] == "Weekly"
    assert mine["courseSchedule"]["repeatCount"] == 5
    assert mine["instructor"] == [{"@type": "Person", "name": "Noor Rahman"}]
    assert [one["name"] for one in mine["subEvent"]] == [f"Evening {n}" for n in range(1, 6)]
    assert other["name"] == "Autumn"
    # The link to join is for whoever has a place.
    assert "s3cret" not in json.dumps(said)


def test_a_program_with_a_price_isnt_called_free_to_search_engines(client, program):
    program.price_note = "10 euro"

    assert not {"isAccessibleForFree", "offers"} & structured(client, program).keys()


def test_a_session_of_it_isnt_called_free_either(client, program):
    program.price_note = "10 euro"
    db.session.commit()

    page = client.get(f"/{program.community.slug}/events/{program.sessions[0].event.slug}").text

    assert "isAccessibleForFree" not in page
    assert "Free" not in page
    assert "10 euro" in page


def test_a_program_of_which_nothing_is_listed_asks_to_be_left_out(client, program):
    for session in program.sessions:
        session.event.visibility = "unlisted"
    db.session.commit()

    page = client.get(courses.path(program)).text

    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page


def test_an_event_says_of_which_program_it_is_which_session(client, program):
    program.sessions[1].event.cancelled_at = courses.THEN
    path = f"/{program.community.slug}/events/{program.sessions[2].event.slug}"
    db.session.commit()

    def text() -> str:
        return courses.shown(client, path)

    assert f"Session 2 of 4 of {program.title}" in text()

    # Also when the page was kept.
    program.title = "Another name"
    assert "Session 2 of 4 of Another name" in text()
    program.published_at = None
    assert "Session 2" not in text()


def test_a_picture_says_the_hours_on_one_line_and_days_and_place_on_the_other(program):
    events = [session.event for session in program.sessions]

    assert schedule_words.card(events) == ("Tuesdays, 18:30–20:00", "16 March to 13 April, Hub")
    assert schedule_words.card([]) == ("", "")
