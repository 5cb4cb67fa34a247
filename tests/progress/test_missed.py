"""'We missed you': the morning after, to whoever had a place and wasn't there, and is still of it."""

from datetime import timedelta

import make
import program_builders
import pytest
from followup_builders import letters
from program_letters import FIRST, LINKS, Weeks, came, places, readers, weekly

from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import MailPreference
from eventapp.programs import actions as programs
from eventapp.programs.models import Program
from eventapp.progress.letters import jobs
from eventapp.progress.letters import readers as parts
from eventapp.rsvps import actions as rsvps


@pytest.fixture
def program(weeks: Weeks) -> Program:
    """Four people, of whom one came to the first session; it is the morning after."""
    found = weekly(4)
    found.sessions[0].materials = LINKS
    came(found.sessions[0], 0)
    weeks.after(found.sessions[0])
    return found


def excuse(program: Program, number: int, state: str) -> None:
    session = program.sessions[0]
    person = places(session)[number].person
    made = Attendance(
        session=session, person=person, state=state, reason="Flu", said_at=session.event.ends_at
    )
    make.saved(made)
    db.session.commit()


def emails(program: Program, *numbers: int) -> list[str | None]:
    found = program_builders.enrolments(program)
    return [found[number].person.email for number in numbers]


def test_who_was_not_there_hears_what_comes_next_once(
    weeks: Weeks, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)

    assert (jobs.tell_who_was_missed(), jobs.tell_who_was_missed()) == (3, 0)
    assert readers("missed") == emails(program, 1, 2, 3)
    said = letters("missed")[0].text
    assert "You weren’t at Evening 1 on Tuesday, 2 March 2027." in said
    assert "Next: Evening 2" in said
    assert LINKS[0]["url"] in said
    assert program.sessions[0].missed_at


def test_who_gave_the_next_place_back_is_told_of_the_one_after(
    weeks: Weeks, program: Program
) -> None:
    rsvps.cancel(places(program.sessions[1])[1], now=program.sessions[0].event.ends_at)
    db.session.commit()

    jobs.tell_who_was_missed()

    assert ["Next: Evening 3" in letter.text for letter in letters("missed")] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["excused", "elsewhere", "there"])
def test_nobody_is_missed_who_was_excused_or_caught_up(
    weeks: Weeks, program: Program, state: str
) -> None:
    excuse(program, 1, state)

    jobs.tell_who_was_missed()

    assert readers("missed") == emails(program, 2, 3)


def test_nobody_is_missed_who_gave_it_back_left_or_switched_it_off(
    weeks: Weeks, program: Program
) -> None:
    before = program.sessions[0].event.starts_at - timedelta(hours=3)
    weeks.at(before)
    _first, second, third, fourth = program_builders.enrolments(program)
    rsvps.cancel(places(program.sessions[0])[1], now=before)
    programs.leave(third, now=before)
    db.session.add(MailPreference(person=fourth.person, topic="program", off_at=before))
    db.session.commit()
    weeks.after(program.sessions[0])

    jobs.tell_who_was_missed()

    assert readers("missed") == []
    assert second.state == "enrolled"


def test_where_no_door_ran_nobody_knows_who_was_missed(weeks: Weeks) -> None:
    program = weekly()
    weeks.after(program.sessions[0])

    assert jobs.tell_who_was_missed() == 0
    assert program.sessions[0].missed_at is None


@pytest.mark.parametrize(("hours", "number"), [(11, 0), (12, 3), (24, 0), (60, 3), (73, 0)])
def test_it_leaves_by_day_and_not_when_all_is_forgotten(
    weeks: Weeks, program: Program, hours: int, number: int
) -> None:
    # It ended at 20:30 on the clocks of Berlin.
    weeks.at(program.sessions[0].event.ends_at + timedelta(hours=hours))

    assert jobs.tell_who_was_missed() == number


def test_after_the_last_session_nobody_is_missed(weeks: Weeks) -> None:
    program = weekly(2, sessions=1)
    came(program.sessions[0], 0)
    weeks.after(program.sessions[0])

    assert jobs.tell_who_was_missed() == 0
    assert program.sessions[0].missed_at


def test_none_leaves_to_who_was_excused_left_or_came_meanwhile(
    weeks: Weeks, program: Program
) -> None:
    jobs.tell_who_was_missed()
    excuse(program, 1, "excused")
    programs.leave(program_builders.enrolments(program)[2], now=program.sessions[0].event.ends_at)
    db.session.commit()

    deliver_due()

    assert [one.state for one in letters("missed")] == ["withdrawn", "withdrawn", "sent"]


def test_a_letter_that_waits_says_what_comes_next_now(weeks: Weeks, program: Program) -> None:
    jobs.tell_who_was_missed()
    program.sessions[1].event.cancelled_at = program.sessions[0].event.ends_at
    db.session.commit()

    deliver_due()

    assert all("Next: Evening 3" in letter.text for letter in letters("missed"))


def test_for_many_it_asks_as_much_as_for_few(weeks: Weeks, queries: list[str]) -> None:
    def asked(people: int) -> int:
        weeks.at(FIRST - timedelta(days=20))
        program = weekly(people)
        came(program.sessions[0], 0)
        weeks.after(program.sessions[0])
        before = len(queries)
        jobs.tell_who_was_missed()
        return len([one for one in queries[before:] if not one.startswith("INSERT")])

    few, many = asked(4), asked(12)

    assert many == few
