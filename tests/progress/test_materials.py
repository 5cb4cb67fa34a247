"""What to read before a session: to the enrolled who come, each once, by day, true when it leaves."""

from datetime import timedelta

import make
import program_builders
import program_letters
import pytest
from followup_builders import letters
from program_letters import FIRST, LINKS, Weeks, readers, weekly

from eventapp.db import db
from eventapp.mail.deliver import deliver_due
from eventapp.people import preferences
from eventapp.people.models import MailPreference
from eventapp.programs import actions as programs
from eventapp.programs.models import Program
from eventapp.progress.letters import jobs
from eventapp.progress.letters import readers as parts
from eventapp.rsvps import actions as rsvps

TWO_DAYS = timedelta(days=2)


@pytest.fixture
def program(weeks: Weeks) -> Program:
    """Three people, and slides for the first session."""
    found = weekly()
    found.sessions[0].materials = LINKS
    db.session.commit()
    return found


def test_materials_leave_two_days_before_part_by_part_and_once(
    weeks: Weeks, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)
    weeks.at(FIRST - TWO_DAYS - timedelta(minutes=1))
    early = jobs.send_materials()
    weeks.at(FIRST - TWO_DAYS)

    assert (early, jobs.send_materials(), jobs.send_materials()) == (0, 3, 0)
    assert readers("materials") == [
        one.person.email for one in program_builders.enrolments(program)
    ]
    assert program.sessions[0].materials_at == FIRST - TWO_DAYS
    said = letters("materials")[0]
    assert "https://files.example/slides" in said.text
    assert 'href="https://files.example/slides"' in said.html


def test_a_crash_between_two_parts_writes_to_nobody_twice(
    weeks: Weeks, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)
    weeks.at(FIRST - TWO_DAYS)

    def die(_seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("eventapp.mail.jobs.time.sleep", die)
        with pytest.raises(KeyboardInterrupt):
            jobs.send_materials()
    before = len(letters("materials"))

    assert (before, jobs.send_materials()) == (2, 1)
    assert len(set(readers("materials"))) == len(readers("materials")) == 3


def test_materials_added_late_leave_at_once_and_changed_ones_not_again(
    weeks: Weeks, program: Program
) -> None:
    session = program.sessions[1]
    weeks.at(session.event.starts_at - timedelta(hours=5))
    before = jobs.send_materials()
    session.materials = LINKS
    db.session.commit()

    late = jobs.send_materials()
    session.materials = [*LINKS, {"title": "More", "url": "https://files.example/more"}]
    db.session.commit()

    assert (before, late, jobs.send_materials()) == (0, 3, 0)


def test_nobody_gets_them_by_night_unless_the_session_begins_before_the_day(
    weeks: Weeks, program: Program
) -> None:
    # 23:00 in Berlin.
    night = (FIRST - timedelta(days=1)).replace(hour=22, minute=0)
    weeks.at(night)
    first = jobs.send_materials()
    event = program.sessions[0].event
    event.starts_at, event.ends_at = night + timedelta(hours=8), night + timedelta(hours=10)
    db.session.commit()

    assert (first, jobs.send_materials()) == (0, 3)


def test_only_who_has_a_place_and_is_enrolled_and_wants_them_gets_them(
    weeks: Weeks, program: Program
) -> None:
    first, second, third = program_builders.enrolments(program)
    rsvps.cancel(program_letters.places(program.sessions[0])[0], now=FIRST - TWO_DAYS)
    programs.leave(second, now=FIRST - TWO_DAYS)
    db.session.add(MailPreference(person=third.person, topic="materials", off_at=FIRST - TWO_DAYS))
    db.session.commit()
    weeks.at(FIRST - TWO_DAYS)

    jobs.send_materials()

    assert readers("materials") == []
    assert first.state == "enrolled"
    assert preferences.off(third.person) == {"materials"}


def test_a_drop_in_who_comes_to_one_session_alone_gets_none(weeks: Weeks, program: Program) -> None:
    make.rsvp(program.sessions[0].event, email="drop-in@example.org")
    db.session.commit()
    weeks.at(FIRST - TWO_DAYS)

    jobs.send_materials()

    assert "drop-in@example.org" not in readers("materials")
    assert len(readers("materials")) == 3


@pytest.mark.parametrize("what", ["session", "program", "unpublished"])
def test_what_does_not_take_place_has_none(weeks: Weeks, program: Program, what: str) -> None:
    weeks.at(FIRST - TWO_DAYS)
    if what == "session":
        program.sessions[0].event.cancelled_at = FIRST
    elif what == "program":
        program.cancelled_at = FIRST
    else:
        program.sessions[0].event.published_at = None
    db.session.commit()

    assert jobs.send_materials() == 0


def test_a_letter_that_waits_says_the_time_of_now_and_none_leaves_in_vain(
    weeks: Weeks, program: Program
) -> None:
    weeks.at(FIRST - TWO_DAYS)
    jobs.send_materials()
    event = program.sessions[0].event
    event.starts_at += timedelta(hours=1)
    programs.leave(program_builders.enrolments(program)[0], now=FIRST - TWO_DAYS)
    rsvps.cancel(program_letters.places(program.sessions[0])[1], now=FIRST - TWO_DAYS)
    db.session.commit()

    deliver_due()

    gone, given_back, there = letters("materials")
    assert [one.state for one in (gone, given_back, there)] == ["withdrawn", "withdrawn", "sent"]
    assert "19:30" in there.text


def test_what_may_have_reached_somebody_leaves_only_as_long_as_it_is_true(
    weeks: Weeks, program: Program
) -> None:
    weeks.at(FIRST - TWO_DAYS)
    jobs.send_materials()
    for letter in letters("materials"):
        letter.tries = 1
    program.sessions[0].event.starts_at += timedelta(hours=1)
    db.session.commit()

    deliver_due()

    assert {letter.state for letter in letters("materials")} == {"withdrawn"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[", "", "/desk", "ftp://a.example/"]
)
def test_what_is_no_address_on_the_web_is_no_link(weeks: Weeks, program: Program, url: str) -> None:
    program.sessions[0].materials = [{"title": "Odd", "url": url}]

    assert parts.materials_of(program.sessions[0]) == ()


def test_who_joins_once_the_others_have_them_gets_them_at_once(
    weeks: Weeks, program: Program
) -> None:
    weeks.at(FIRST - TWO_DAYS)
    jobs.send_materials()
    late = program_builders.join(program)
    db.session.commit()
    weeks.at(FIRST - timedelta(hours=5))

    assert (jobs.send_materials(), jobs.send_materials()) == (1, 0)
    assert readers("materials")[-1] == late.person.email
    assert program.sessions[0].materials_at == FIRST - TWO_DAYS


def test_who_joins_is_told_of_materials_only_where_some_are_to_come(
    weeks: Weeks, program: Program
) -> None:
    before = letters("enrolled")[-1].text
    weeks.after(program.sessions[0])
    program_builders.join(program)
    db.session.commit()
    late = letters("enrolled")[-1].text
    program.sessions[2].materials = LINKS
    program_builders.join(program)
    db.session.commit()

    said = ["What to read" in text for text in (before, late, letters("enrolled")[-1].text)]
    assert said == [False, False, True]
