"""The same program run again: dates on the clocks, everything it says, and none of its people."""

from datetime import UTC, date, datetime, timedelta

import make
import program_builders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.programs.cohorts import actions, dates
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import rescheduling

BERLIN = "Europe/Berlin"


def weekly(first: datetime, number: int, zone: str = BERLIN) -> list[dates.Times]:
    """So many sessions of two hours at the same time on the clocks, week by week."""
    starts = (dates.moved(first, zone, days=7 * week) for week in range(number))
    return [(start, start + timedelta(hours=2), zone) for start in starts]


@given(
    first=st.integers(0, 1500),
    number=st.integers(1, 8),
    waited=st.integers(-400, 400),
)
def test_the_next_run_begins_on_the_same_weekday_after_this_one_and_today(first, number, waited):
    sessions = weekly(datetime(2026, 1, 1, 17, tzinfo=UTC) + timedelta(days=first), number)
    now = sessions[0][0] + timedelta(days=waited)

    day = dates.next_first_day(sessions, now=now)

    then = dates.run_again(sessions, day)
    assert day.weekday() == dates.first_day(sessions).weekday()
    assert then[0].starts_at > now + timedelta(days=12)
    assert then[0].starts_at > sessions[-1][1]
    wall = [(clock.wall(one.starts_at, BERLIN)) for one in then]
    assert [one.date() - wall[0].date() for one in wall] == [
        timedelta(days=7 * week) for week in range(number)
    ]


def test_the_hour_stays_over_a_change_of_clocks_and_a_skipped_one_is_told():
    sessions = weekly(datetime.fromisoformat("2026-11-29T02:30+01:00"), 2)

    then = dates.run_again(sessions, date(2027, 3, 21))

    assert [clock.wall(one.starts_at, BERLIN).hour for one in then] == [2, 3]
    assert [len(one.oddities) > 0 for one in then] == [False, True]


def full(**given: object) -> Program:
    said = {
        "title": "First steps", "summary": "s", "description": "d", "for_whom": "f",
        "takes_away": "t", "price_note": "p", "language": "de", "capacity": 12,
        "late_joining": False, "certificate_sessions": 2, "certificate_people": 3,
        "certificate_roles": 4, "certificate_reflection": True, "cohort": "Autumn 2026",
    }  # fmt: skip
    program = make.program(sessions=3, **said | given)
    program.sessions[1].compulsory, program.sessions[1].drop_in = True, 5
    program.sessions[1].materials = [{"title": "Slides", "url": "https://example.org/s"}]
    program_builders.led_by(program, "Noor", about="Educator", words="Hello")
    return program


def test_the_draft_has_all_that_it_says_and_asks_and_nobody_in_it(each_database):
    program = full()
    program_builders.join(program)
    program.agreement = "a"
    first = dates.next_first_day(actions.times(program.sessions), now=clock.now())

    made, _then = actions.run_again(program, first=first, cohort="Spring", now=clock.now())

    assert {name: getattr(made, name) for name in actions.KEPT} == {
        name: getattr(program, name) for name in actions.KEPT
    }
    assert (made.cohort, made.first_id) == ("Spring", program.id)
    assert made.state(clock.now()) == "draft"
    assert made.slug != program.slug
    assert [(one.name, one.about, one.words) for one in made.trainers] == [
        ("Noor", "Educator", "Hello")
    ]
    assert [(one.compulsory, one.drop_in, one.materials) for one in made.sessions] == [
        (one.compulsory, one.drop_in, one.materials) for one in program.sessions
    ]
    assert [one.event.title for one in made.sessions] == [
        one.event.title for one in program.sessions
    ]
    assert not any(one.event.published_at for one in made.sessions)
    enrolled = db.select(db.func.count(Enrolment.id)).where(Enrolment.program_id == made.id)
    assert db.session.scalar(enrolled) == 0


def test_the_same_form_sent_twice_makes_one_draft(organizer, host) -> None:
    program = make.program(community=host)
    page = f"{program_builders.path(program)}/runs"
    first = dates.next_first_day(actions.times(program.sessions), now=clock.now())

    answers = [
        organizer.post(f"{page}?first={first}", data={"cohort": name})
        for name in ("Spring", "Spring", "Summer")
    ]

    places = [answer.headers["Location"] for answer in answers]
    assert places[0] == places[1] != places[2]
    assert len(actions.other_runs(program)) == 2


def test_every_run_knows_the_first_one_and_all_the_others(app):
    first = full()
    day = dates.next_first_day(actions.times(first.sessions), now=clock.now())
    second, _ = actions.run_again(first, first=day, cohort="two", now=clock.now())
    third, _ = actions.run_again(
        second, first=day + timedelta(days=70), cohort="three", now=clock.now()
    )

    assert third.first_id == first.id
    assert set(actions.other_runs(second)) == {first, third}


def test_the_window_of_enrolment_moves_along_on_the_clocks(app):
    program = full()
    start = program.sessions[0].event.starts_at
    program.enrols_from = start - timedelta(days=20)
    day = dates.next_first_day(actions.times(program.sessions), now=clock.now())

    made, _ = actions.run_again(program, first=day, cohort="next", now=clock.now())

    zone = program.community.zone
    before, after = (clock.wall(one.enrols_from, zone) for one in (program, made))
    assert after.time() == before.time()
    days = (day - dates.first_day(actions.times(program.sessions))).days
    assert (after.date() - before.date()).days == days
    assert made.enrols_until is None


def test_a_session_that_was_called_off_by_itself_is_left_out(app):
    program = full()
    rescheduling.cancel_event(program.sessions[1].event, now=clock.now())

    assert len(actions.to_run_again(program)) == 2


def test_a_day_that_has_passed_is_refused(app):
    program = full()

    with pytest.raises(Refused, match="to come"):
        actions.run_again(program, first=date(2020, 1, 1), cohort="x", now=clock.now())


def test_the_page_shows_the_dates_first_and_makes_the_draft_after(client: Visitor) -> None:
    program = full()
    make.sign_in(client, make.member(program.community))
    page = f"{program_builders.path(program)}/runs"
    day = dates.first_day(actions.times(program.sessions)) + timedelta(days=70)

    looked = client.get(page, query_string={"first": day.isoformat()})
    nothing = db.session.scalar(db.select(db.func.count(Program.id)))
    unnamed = client.post(page, query_string={"first": day.isoformat()}, data={"cohort": " "})
    wrong = client.get(page, query_string={"first": "soon"})
    made = client.submit(
        f"{page}?first={day.isoformat()}", to=f"runs?first={day.isoformat()}", cohort="Spring 2027"
    )

    assert (
        clock.short_day(
            dates.run_again(actions.times(program.sessions), day)[0].starts_at, BERLIN
        ).partition(" ")[2]
        in looked.text
    )
    assert nothing == 1
    assert (unnamed.status_code, wrong.status_code, made.status_code) == (422, 422, 303)
    shown = client.get(made.headers["Location"]).text
    assert "Saved as a draft" in shown
    assert "Autumn 2026" in shown
