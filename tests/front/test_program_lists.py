"""A program is one entry wherever events are listed, with its sessions under it."""

import feedparser
import make
import page_crawler
import program_page_builders as courses
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.programs.models import Program


@pytest.fixture
def program(app: Flask, monkeypatch) -> Program:
    """Five Tuesdays, two of them over, called Data."""
    monkeypatch.setattr(clock, "now", lambda: courses.THEN)
    made = courses.tuesdays()
    made.title, made.summary = "Data", "For whoever begins"
    return courses.anew(made)


def cards(client: Visitor, path: str) -> list[str]:
    """The titles of the cards on a page."""
    db.session.commit()
    db.session.expire_all()
    found = page_crawler.markup(client.get(path).text)
    return [
        " ".join(text.split()) for around, text in found.texts if "h3" in around and text.strip()
    ]


def entries(client: Visitor, program: Program) -> list[feedparser.FeedParserDict]:
    db.session.commit()
    db.session.expire_all()
    found = feedparser.parse(client.get(f"/{program.community.slug}/events.atom").data)
    assert not found.bozo
    return found.entries


@pytest.mark.parametrize(
    "page", ["/", "/{}", "/?kind=program", "/?q=begins", "/?q=Evening+4", "/?when=month"]
)
def test_a_list_shows_it_once_with_the_sessions_to_come(client, program, page):
    make.event(community=program.community, title="Evening alone")

    path = page.format(program.community.slug)

    assert cards(client, path).count("Data") == 1
    text = courses.shown(client, path)
    assert "Evening 3" in text
    assert "Evening 5" in text
    # Those that are over aren't to come.
    assert "Evening 2" not in text


def test_it_stands_where_its_next_session_is_also_when_a_later_one_was_found(client, program):
    assert "Tue 30 Mar" in courses.shown(client, "/?q=Evening+5").replace(",", "")


def test_sessions_that_arent_public_are_under_no_card(client, program):
    program.sessions[3].event.visibility = "invited"
    program.sessions[4].event.cancelled_at = courses.THEN

    text = courses.shown(client, f"/{program.community.slug}")

    assert "Evening 3" in text
    assert "Evening 4" not in text
    assert "Evening 5" not in text


def test_many_sessions_are_cut_and_the_others_counted(client, app):
    program = make.program(sessions=9)

    text = courses.shown(client, f"/{program.community.slug}")

    assert "and 3 more" in text


def test_what_is_over_is_one_entry_once_all_of_it_is(client, program):
    path = f"/{program.community.slug}"
    assert "Earlier evenings" not in courses.shown(client, path)

    for session in program.sessions[2:]:
        session.event.cancelled_at = courses.THEN
    earlier = courses.shown(client, path).split("Earlier evenings")[1]

    assert earlier.count("Data") == 1
    assert "2 sessions" in earlier
    assert "Evening 1" not in earlier


def test_feed_readers_have_one_entry_that_names_the_sessions(client, program):
    make.event(community=program.community, title="Alone")

    found = entries(client, program)

    assert sorted(one.title for one in found) == ["Alone", "Data"]
    (data,) = (one for one in found if one.title == "Data")
    assert data.link.endswith(courses.path(program))
    assert [f"Evening {n}" in data.summary for n in range(1, 6)] == [True] * 5


def test_the_entry_of_feed_readers_stays_the_same_one_and_is_another_version(client, program):
    path = f"/{program.community.slug}/events.atom"
    before, tag = entries(client, program)[0], client.get(path).headers["ETag"]

    program.title = "More data"

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
    after = entries(client, program)[0]
    assert (after.id, after.title) == (before.id, "More data")
    program.cancelled_at = courses.THEN
    assert entries(client, program)[0].title == "Cancelled: More data"


def test_sessions_of_a_draft_are_told_by_themselves(client, program):
    program.published_at = None

    assert {one.title for one in entries(client, program)} == {f"Evening {n}" for n in range(1, 6)}


def test_an_unlisted_session_is_in_no_entry(client, program):
    program.sessions[2].event.visibility = "unlisted"

    (one,) = entries(client, program)

    assert "Evening 3" not in one.summary
    assert "Evening 4" in one.summary


def test_the_calendar_of_the_community_has_each_session(client, program):
    body = client.get(f"/{program.community.slug}/calendar.ics").text

    assert [f"SUMMARY:Evening {n}" in body for n in range(1, 6)] == [True] * 5
