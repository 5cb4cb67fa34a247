"""A session at another time than people were told: the program's pages say from when it was moved."""

from datetime import timedelta

import make
import program_page_builders as courses
import pytest
from program_builders import join
from public_forms import page_of
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.programs.models import Program
from eventapp.rsvps import revisions


@pytest.fixture
def program(app) -> Program:
    return make.program(sessions=2)


def move(event: Event, **by: float) -> None:
    values = {name: getattr(event, name) for name in drafts.KEPT}
    for name in ("starts_at", "ends_at"):
        values[name] = getattr(event, name) + timedelta(**by)
    revisions.revise(event, values, list(event.roles), seen=drafts.stamp(event), now=clock.now())
    db.session.commit()


def said(event: Event) -> str:
    return f"Moved from {clock.short_day(event.starts_at, event.zone)}, {clock.hour(event.starts_at, event.zone)}"


def pages(client: Visitor, program: Program, mine) -> list[str]:
    found = (page_of(program), f"/e/{token_of(mine.link)}")
    return [courses.shown(client, page) for page in found]


def test_the_public_page_and_that_of_each_person_say_from_when(client, program):
    mine, event = join(program), program.sessions[0].event
    with client.application.test_request_context():
        before = said(event)

    move(event, days=1)

    for text in pages(client, program, mine):
        assert text.count("Moved from") == 1
        assert before in text


def test_moved_twice_it_says_the_first_time_and_moved_back_nothing(client, program):
    mine, event = join(program), program.sessions[1].event
    with client.application.test_request_context():
        before = said(event)

    move(event, days=1)
    move(event, hours=2)

    assert all(before in text for text in pages(client, program, mine))
    move(event, days=-1, hours=-2)
    assert program.sessions[1].moved_from is None
    assert all("Moved from" not in text for text in pages(client, program, mine))


def test_once_it_is_over_or_called_off_it_says_nothing_of_it(client, program):
    mine, event = join(program), program.sessions[0].event
    move(event, days=1)
    assert all("Moved from" in text for text in pages(client, program, mine))

    event.starts_at, event.ends_at = (clock.now() - timedelta(hours=n) for n in (3, 1))
    db.session.commit()
    assert all("Moved from" not in text for text in pages(client, program, mine))
    event.starts_at, event.ends_at = (clock.now() + timedelta(hours=n) for n in (3, 5))
    event.cancelled_at = clock.now()
    db.session.commit()

    assert all("Moved from" not in text for text in pages(client, program, mine))


def test_of_a_program_that_nobody_has_seen_nothing_was_moved(program):
    program.published_at = None

    move(program.sessions[0].event, days=1)

    assert program.sessions[0].moved_from is None


def test_another_title_moves_nothing_nor_does_an_evening_of_its_own(client, program):
    session, alone = program.sessions[0], make.event()
    values = {name: getattr(session.event, name) for name in (*drafts.KEPT, "starts_at", "ends_at")}

    revisions.revise(
        session.event,
        values | {"title": "Another"},
        list(session.event.roles),
        seen=drafts.stamp(session.event),
        now=clock.now(),
    )
    move(alone, days=1)

    assert session.moved_from is None
