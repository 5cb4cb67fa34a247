"""Halfway and at the end: what somebody has of a program, in numbers, and what could come next."""

from datetime import timedelta

import make
import program_builders
import pytest
from followup_builders import letters
from hypothesis import given
from hypothesis import strategies as st
from program_letters import FIRST, Weeks, came, places, readers, weekly

from eventapp.certificates import jobs as certificates
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import MailPreference
from eventapp.programs import actions as programs
from eventapp.programs.models import Program, Session
from eventapp.progress.letters import jobs, times
from eventapp.progress.letters import readers as parts


def met(session: Session, *numbers: int) -> None:
    """Some of them sat at one table, and both were there."""
    people = [places(session)[number].person_id for number in numbers]
    table = dict.fromkeys(people, 1)
    ledger.record(session.event, 1, table, table, now=session.event.ends_at)
    db.session.commit()


@pytest.fixture
def program(weeks: Weeks) -> Program:
    """Five people and four sessions, two of them over: two came, the second once, and met a third."""
    found = weekly(5)
    came(found.sessions[0], 0, 1, 2)
    met(found.sessions[0], 0, 1, 2)
    came(found.sessions[1], 0)
    weeks.after(found.sessions[1])
    return found


def emails(program: Program, *numbers: int) -> list[str | None]:
    found = program_builders.enrolments(program)
    return [found[number].person.email for number in numbers]


@given(st.integers(0, 60), st.integers(0, 60))
def test_half_is_over_once_on_the_way_and_never_of_a_few(over: int, sessions: int) -> None:
    found = times.half_over(over, sessions)

    assert found == (sessions >= 4 and over * 2 in {sessions, sessions + 1})


def test_halfway_whoever_came_sees_how_far_they_are_once(
    weeks: Weeks, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)

    assert (jobs.show_halfway(), jobs.show_halfway()) == (3, 0)
    assert readers("halfway") == emails(program, 0, 1, 2)
    first, second, _third = (letter.text for letter in letters("halfway"))
    assert "■■·· 2 of 4 sessions" in first
    assert "■□·· 1 of 4 sessions" in second
    assert "●● 2 people met" in first
    assert "Evening 3" in first
    assert program.halfway_at


@pytest.mark.parametrize(("number", "sessions"), [(0, 4), (2, 4), (1, 3)])
def test_it_is_halfway_at_one_moment_alone(weeks: Weeks, number: int, sessions: int) -> None:
    program = weekly(2, sessions=sessions)
    for session in program.sessions[: number + 1]:
        came(session, 0)
    weeks.after(program.sessions[number])

    assert jobs.show_halfway() == 0


def test_it_leaves_by_day_alone(weeks: Weeks, program: Program) -> None:
    weeks.at(program.sessions[1].event.ends_at + timedelta(hours=24))

    assert jobs.show_halfway() == 0


def test_a_session_called_off_is_none_of_them(weeks: Weeks, program: Program) -> None:
    program.sessions[3].event.cancelled_at = FIRST
    db.session.commit()

    assert jobs.show_halfway() == 0


def test_halfway_leaves_to_nobody_who_left_or_switched_it_off(
    weeks: Weeks, program: Program
) -> None:
    second = program_builders.enrolments(program)[1]
    db.session.add(MailPreference(person=second.person, topic="program", off_at=FIRST))
    db.session.commit()
    jobs.show_halfway()
    programs.leave(program_builders.enrolments(program)[0], now=FIRST)
    db.session.commit()

    deliver_due()

    assert [(one.to, one.state) for one in letters("halfway")] == [
        (*emails(program, 0), "withdrawn"),
        (*emails(program, 2), "sent"),
    ]


def over(weeks: Weeks, program: Program) -> None:
    """The first came to all of it; certificates are given the morning after the last session."""
    for session in program.sessions[2:]:
        came(session, 0)
    weeks.after(program.sessions[-1])
    certificates.give()


def test_at_the_end_whoever_has_no_certificate_hears_what_they_did_and_what_comes_next(
    weeks: Weeks, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)
    over(weeks, program)
    nothing_yet = make.program(community=program.community, published_at=None)
    other = make.program(community=program.community, title="Maps by hand")
    for number, session in enumerate(other.sessions, start=6):
        session.event.starts_at = FIRST + number * timedelta(weeks=1)
        session.event.ends_at = session.event.starts_at + timedelta(hours=2)
    db.session.commit()

    assert (jobs.say_goodbye(), jobs.say_goodbye()) == (4, 0)
    assert readers("finished") == emails(program, 1, 2, 3, 4)
    second, *_others, fifth = (letter.text for letter in letters("finished"))
    assert "■□□□ 1 of 4 sessions" in second
    assert "Thank you" in second
    assert "Another time" in fifth
    assert "of 4 sessions" not in fifth
    assert "Maps by hand" in fifth
    assert nothing_yet.title not in fifth
    assert f"/{program.community.slug}/programs/{program.slug}\n" in fifth


def test_before_certificates_are_given_nobody_is_written_to(weeks: Weeks, program: Program) -> None:
    weeks.after(program.sessions[-1])

    assert jobs.say_goodbye() == 0


@pytest.mark.parametrize("hours", [24, 24 * 4])
def test_the_end_is_said_by_day_and_not_long_after(
    weeks: Weeks, program: Program, hours: int
) -> None:
    over(weeks, program)
    # Certificates are given at 10:30 UTC; at 20:30 on the clocks of Berlin it is evening.
    weeks.at(program.sessions[-1].event.ends_at + timedelta(hours=hours))

    assert jobs.say_goodbye() == 0


def test_none_leaves_to_who_has_a_certificate_after_all_or_is_gone(
    weeks: Weeks, program: Program
) -> None:
    over(weeks, program)
    jobs.say_goodbye()
    _first, second, third, *_others = program_builders.enrolments(program)
    second.certified_at = program.certified_at
    third.state = "cancelled"
    db.session.commit()

    deliver_due()

    assert [one.state for one in letters("finished")] == ["withdrawn", "withdrawn", "sent", "sent"]


def test_at_the_end_whoever_came_reads_what_was_missing_for_a_certificate(
    weeks: Weeks, program: Program
) -> None:
    over(weeks, program)

    jobs.say_goodbye()

    second, *_others, fifth = (letter.text for letter in letters("finished"))
    assert "Missing for the certificate: 2 more sessions" in second
    assert "Did you catch up some other way?" in second
    # To one who never came it would be a reproach.
    assert "Missing for the certificate" not in fifth
