"""Certificates: after the last session, for whoever was there often enough, and for nobody else."""

from datetime import timedelta

import followup_builders
import make
import program_builders
import pytest
from flask import Flask
from followup_builders import letters
from visitor import Visitor

from eventapp import clock
from eventapp.certificates import actions, jobs, wording
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.mail.deliver import deliver_due
from eventapp.people import preferences
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def held(*came: int, people: int = 3) -> Program:
    """A program that ended yesterday, with a session for each number: so many of the people came."""
    program = program_builders.school(people, sessions=len(came))
    for n, (session, number) in enumerate(zip(program.sessions, came, strict=True)):
        event = session.event
        event.starts_at = clock.now() - timedelta(days=7 * (len(came) - n), hours=3)
        event.ends_at = event.starts_at + timedelta(hours=2)
        event.followed_up_at = event.ends_at
        guests = db.session.scalars(
            db.select(Rsvp).filter_by(event_id=event.id).order_by(Rsvp.person_id)
        ).all()
        followup_builders.arrive(*guests[:number])
    db.session.commit()
    return program


def enrolments(program: Program) -> list[Enrolment]:
    found = db.select(Enrolment).filter_by(program_id=program.id).order_by(Enrolment.person_id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def certified(program: Program) -> list[bool]:
    return [one.certified_at is not None for one in enrolments(program)]


def given(program: Program) -> list[Certificate]:
    found = db.select(Certificate).join(Certificate.enrolment)
    return list(
        db.session.scalars(found.filter_by(program_id=program.id).order_by(Enrolment.person_id))
    )


def page_of(enrolment: Enrolment) -> str:
    return f"/e/{token_of(enrolment.link)}"


def test_who_missed_one_at_most_gets_one_once_part_by_part(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PART", 1)
    program = held(3, 2, 1)
    program.community.colour = "#12382A"
    db.session.commit()

    numbers = [jobs.give(), jobs.give()]

    assert numbers == [2, 0]
    assert certified(program) == [True, True, False]
    assert [letter.to for letter in letters("certificate")] == [
        one.person.email for one in enrolments(program)[:2]
    ]
    # The head is the community's.
    assert all("#12382A" in letter.html for letter in letters("certificate"))


@pytest.mark.parametrize(("asked", "given"), [(3, 1), (1, 3), (0, 0)])
def test_the_program_says_how_many_are_enough(app: Flask, asked: int, given: int) -> None:
    program = held(3, 2, 1)
    program.certificate_sessions = asked
    db.session.commit()

    assert jobs.give() == given


def test_nobody_gets_one_before_the_last_session_is_over(app: Flask) -> None:
    program = held(3, 3)
    event = program.sessions[-1].event
    event.ends_at = clock.now() - timedelta(hours=11)
    db.session.commit()

    assert jobs.give() == 0
    assert program.certified_at is None


def test_what_somebody_writes_after_the_others_had_theirs_completes_it(app: Flask) -> None:
    program = held(3, 3, people=3)
    program.certificate_reflection = True
    first, second, third = enrolments(program)
    first.reflected_at = clock.now()
    db.session.commit()
    early = jobs.give()

    second.reflected_at = clock.now()
    db.session.commit()
    numbers = [jobs.give(), jobs.give()]

    assert (early, numbers) == (1, [1, 0])
    assert certified(program) == [True, True, False]
    assert len(letters("certificate")) == 2
    assert third.certified_at is None


def test_it_says_how_long_they_were_there_and_whom_they_met(app: Flask) -> None:
    program = program_builders.school(5)
    for number in range(3):
        program_builders.held(program, number, absent=int(number == 1), ago=4 - number)
        event = program.sessions[number].event
        rsvps = db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id)).all()
        there = {rsvp.person_id: 1 for rsvp in rsvps[int(number == 1) :]}
        ledger.record(event, 1, there, there, now=event.ends_at)
    db.session.commit()

    jobs.give()

    found = given(program)
    assert sorted(one.there for one in found) == [2, 3, 3, 3, 3]
    assert all(one.minutes == 120 * one.there for one in found)
    assert {one.people for one in found} == {4}
    (away,) = [one for one in found if one.there == 2]
    said = wording.sheet(away).line
    assert "There for 2 of 3 sessions, 4 hours." in said
    assert "Met 4 people" in said


def test_who_switched_them_off_has_theirs_without_a_letter(app: Flask) -> None:
    program = held(2, 2)
    quiet, other = (one.person for one in enrolments(program)[:2])
    preferences.switch_off(quiet, "certificate", now=clock.now())
    db.session.commit()

    jobs.give()
    stops = [(letter.to, letter.unsubscribe or "") for letter in letters("certificate")]
    deliver_due()

    assert [to for to, _stop in stops] == [quiet.email, other.email]
    assert all(stop.endswith("~/certificate") for _to, stop in stops)
    left = [letter.to for letter in letters("certificate") if letter.state == "sent"]
    assert left == [other.email]
    assert certified(program)[:2] == [True, True]


def test_a_session_that_was_called_off_counts_for_nobody(app: Flask) -> None:
    program = held(3, 3, 0)
    program.sessions[-1].event.cancelled_at = clock.now()
    db.session.commit()

    jobs.give()

    first = given(program)[0]
    assert (first.there, first.sessions) == (2, 2)


def test_a_session_without_a_door_counts_for_who_had_a_place(app: Flask) -> None:
    program = held(0, 1)

    jobs.give()

    assert [one.there for one in given(program)] == [2, 1, 1]


def test_the_page_of_an_enrolment_opens_the_certificate_once_it_was_given(
    app: Flask, client: Visitor
) -> None:
    program = held(3, 2, 1)
    jobs.give()
    first, _second, third = enrolments(program)

    answer = client.get(f"{page_of(first)}/certificate.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "certificate.pdf" in client.get(page_of(first)).text
    assert "certificate.pdf" not in client.get(page_of(third)).text
    assert client.get(f"{page_of(third)}/certificate.pdf").status_code == 404


def test_after_the_last_session_the_page_promises_nothing_and_asks_nobody_to_leave(
    app: Flask, client: Visitor
) -> None:
    program = held(2, 1, people=2)
    ahead = client.get(page_of(program_builders.join(program_builders.school(1)))).text
    jobs.give()

    pages = [client.get(page_of(one)).text for one in enrolments(program)]

    assert [page.count("Leave the program") for page in (ahead, *pages)] == [1, 0, 0]
    assert "For each session an invite" in ahead
    assert not any("You’re in" in page or "comes by mail" in page for page in pages)
    assert "Well done" in pages[0]


def test_an_organizer_says_how_many_sessions_are_needed(app: Flask, client: Visitor) -> None:
    program = program_builders.school(1)
    make.sign_in(client, make.member(program.community))
    page = program_builders.path(program)

    client.submit(page, to="/certificate", certificate_sessions="2")
    wrong = client.submit(page, to="/certificate", certificate_sessions="53")

    assert db.session.get_one(Program, program.id).certificate_sessions == 2
    assert wrong.status_code == 422
