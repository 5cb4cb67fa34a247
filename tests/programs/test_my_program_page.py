"""My page of a program: all of its sessions, each with how it stands for me, and nothing for whoever only typed my address."""

import re
from datetime import timedelta

import followup_builders
import make
import program_page_builders as courses
import pytest
from conftest import visitor
from flask import Flask
from program_builders import rsvp_of
from public_forms import answer
from visitor import Visitor

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import actions as rsvps


@pytest.fixture
def program(app: Flask) -> Program:
    """Two evenings are over, at which five people were."""
    return courses.course(5)


@pytest.fixture
def mine(program: Program) -> Enrolment:
    return db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)).first()


def path(mine: Enrolment) -> str:
    return f"/e/{token_of(mine.link)}"


def say(mine: Enrolment, number: int, state: str) -> None:
    db.session.add(
        Attendance(
            session=mine.program.sessions[number], person=mine.person, state=state,
            reason="", said_at=clock.now(),
        )
    )  # fmt: skip


def test_every_session_says_how_it_stands_for_me(client, program, mine):
    say(mine, 1, "excused")
    rsvps.cancel(rsvp_of(mine, program.sessions[3].event), now=clock.now())
    program.sessions[4].event.cancelled_at = clock.now()

    text = courses.shown(client, path(mine))

    for title, said in (
        ("Asking a question a table can answer", "You were there"),
        ("Cleaning up: the messy middle", "Excused"),
        ("Pictures that don’t lie", "Not coming Come after all"),
        ("Show and supper", "Seat saved Can’t come"),
    ):
        assert f"{title} {said}" in text
    assert "real bus data. Seat saved Can’t come" in text
    assert "Called off" in text


@pytest.mark.parametrize(
    ("state", "said"),
    [("elsewhere", "Caught up"), ("absent", "Missed"), ("there", "You were there")],
)
def test_what_the_organizer_said_of_a_session_counts(client, mine, state, said):
    say(mine, 0, state)

    assert f"Asking a question a table can answer {said}" in courses.shown(client, path(mine))


def test_materials_are_there_for_who_is_enrolled_alone(client, program, mine):
    program.sessions[0].materials = [{"title": "Slides", "url": "https://example.org/slides"}]
    program.capacity = 5
    waiting = courses.join(program)
    db.session.commit()

    assert waiting.state == "waitlisted"
    assert "https://example.org/slides" in client.get(path(mine)).text
    assert "https://example.org/slides" not in client.get(path(waiting)).text
    mine.state = "cancelled"
    db.session.commit()
    assert "https://example.org/slides" not in client.get(path(mine)).text


def test_who_types_an_address_learns_nothing_of_what_its_owner_attended(
    app: Flask, client: Visitor, program: Program
):
    first = answer(client, program, "known@example.org")
    known = db.session.scalars(db.select(Enrolment).order_by(Enrolment.id.desc())).first()
    say(known, 0, "elsewhere")
    db.session.commit()

    typed = answer(visitor(app), program, "known@example.org")

    assert "Caught up" in client.get(path(known)).text
    for page in (first, typed):
        text = visitor(app).get(page).text
        assert "Your sessions" in text
        assert "Caught up" not in text


def test_a_session_without_a_seat_says_so(client, program, mine):
    start = clock.now() + timedelta(days=60)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    later = make.event(community=program.community, title="One more", summary="", **times)
    program.sessions.append(make.Session(event=later, position=7))

    assert "One more No seat yet" in courses.shown(client, path(mine))


def test_where_the_program_is_called_off_there_is_nothing_to_leave(client, program, mine):
    program.cancelled_at = clock.now()

    text = courses.shown(client, path(mine))

    assert "It is called off" in text
    assert "Leave the program" not in text


def test_who_goes_elsewhere_at_that_hour_reads_so_and_nobody_else_does(app, client, program):
    typed = answer(client, program, "known@example.org")
    known = db.session.scalars(db.select(Enrolment).order_by(Enrolment.id.desc())).first()
    session = program.sessions[5].event
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    make.rsvp(make.event(title="Soup & Statistics", **times), person=known.person)

    assert "You also have a place at Soup & Statistics" in courses.shown(client, path(known))
    assert "Soup & Statistics" not in courses.shown(visitor(app), typed)


def test_a_session_that_was_missed_has_its_number_and_no_tick(client, program, mine):
    say(mine, 0, "absent")
    say(mine, 1, "there")
    db.session.commit()

    page = client.get(path(mine)).text

    first, second = re.findall(r'<li class="(done[^"]*)"><span class="disc">(.*?)</span>', page)
    assert first == ("done missed", "1")
    assert (second[0], "done" in second[1]) == ("done", True)


def test_who_left_reads_so_and_how_to_come_back(client, program, mine):
    programs.leave(mine, now=clock.now())

    assert "Changed your mind? Join again on the program’s page." in courses.shown(
        client, path(mine)
    )


def test_who_waits_is_told_of_the_line_and_not_of_a_calendar(client, program):
    program.capacity = 5
    waiting = courses.join(program)

    text = courses.shown(client, f"{path(waiting)}/cancellation")

    assert "You leave the line for all of its sessions." in text
    assert "calendar" not in text
    [letter] = followup_builders.letters("enrolled")[-1:]
    assert "the next in line gets the place" not in letter.text
    assert "Don’t want to wait any more?" in letter.text


def test_a_seat_that_was_given_back_says_so_also_when_the_session_is_over(client, program, mine):
    event = program.sessions[2].event
    rsvps.cancel(rsvp_of(mine, event), now=clock.now())
    event.starts_at, event.ends_at = (clock.now() - timedelta(hours=hours) for hours in (3, 1))

    text = courses.shown(client, path(mine))

    assert "First queries Given back" in text
    assert "Not coming" not in text


def test_what_was_agreed_to_is_set_in_the_letter_as_on_the_page(program):
    program.agreement, program.capacity = "I come **every** time.\n\n- I say so\n- or I leave", None
    someone = make.person()
    said = make.answers(program.sessions[-1].event, first_name=someone.first_name)
    programs.enrol(program, someone.email, said, agreed=True, now=clock.now())

    letter = followup_builders.letters("enrolled")[-1]

    assert "I come <strong>every</strong> time." in letter.html
    assert "I come every time.\n\n- I say so\n- or I leave\n" in letter.text
