"""Sessions are in the order in which they are, wherever they are shown; a clash is pointed out."""

from datetime import UTC, datetime, timedelta

import make
import page_crawler
import pytest
import session_builders
from conftest import visitor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.programs import actions, clashes
from eventapp.programs.models import Program
from eventapp.seating.series import overview

WEEK = timedelta(weeks=1)
FIRST = datetime(2027, 3, 14, 17, tzinfo=UTC)


@pytest.fixture
def weekly(app, monkeypatch) -> Program:
    """Four sessions, one a week from Sunday 14 March; it is the week before."""
    monkeypatch.setattr(clock, "now", lambda: FIRST - timedelta(days=5))
    program = make.program(sessions=4, community=make.community(zone="Europe/Berlin"))
    for number, session in enumerate(program.sessions):
        event = session.event
        event.title = f"Evening {number + 1}"
        event.starts_at = FIRST + number * WEEK
        event.ends_at = event.starts_at + timedelta(hours=2)
    db.session.commit()
    return program


@pytest.fixture
def organizer(app, weekly):
    someone = visitor(app)
    make.sign_in(someone, make.member(weekly.community))
    return someone


def move(program: Program, title: str, starts: datetime) -> None:
    (event,) = (s.event for s in program.sessions if s.event.title == title)
    event.ends_at = starts + (event.ends_at - event.starts_at)
    event.starts_at = starts
    db.session.commit()
    db.session.expire_all()


def in_order(text: str) -> list[str]:
    """The titles of a text in the order in which each is first seen."""
    return sorted((f"Evening {n}" for n in range(1, 5) if f"Evening {n}" in text), key=text.index)


def page_of(program: Program) -> str:
    return f"/{program.community.slug}/programs/{program.slug}"


def desk_of(program: Program) -> str:
    return f"/desk{page_of(program)}"


def test_a_moved_session_moves_on_the_program_s_page(client, weekly):
    move(weekly, "Evening 2", FIRST + 4 * WEEK)
    move(weekly, "Evening 1", FIRST + 7 * WEEK)

    page = page_crawler.markup(client.get(page_of(weekly)).text).shown

    assert in_order(page) == ["Evening 3", "Evening 4", "Evening 2", "Evening 1"]
    assert "28 March to 2 May" in page
    assert page.index("Next") < page.index("Evening 3") < page.index("Evening 4")


def test_every_list_of_sessions_is_in_order_of_time(client, organizer, weekly):
    host = weekly.community
    answers = make.answers(weekly.sessions[0].event)
    for name in ("aiko", "zoe"):
        enrolment, _ = actions.enrol(weekly, f"{name}@example.org", answers, now=clock.now())
    mine = f"/e/{token_of(enrolment.link)}"
    move(weekly, "Evening 1", FIRST + 7 * WEEK)

    for path in (mine, desk_of(weekly), f"{desk_of(weekly)}/tables"):
        shown = page_crawler.markup(organizer.get(path).text).shown
        assert in_order(shown) == ["Evening 2", "Evening 3", "Evening 4", "Evening 1"], path
    for path in (f"/{host.slug}", "/", f"/desk/{host.slug}/programs"):
        shown = page_crawler.markup(organizer.get(path).text).shown
        assert "Sun 21 Mar" in shown, path
        assert shown.index("Sun 21 Mar") < shown.index("Sun 2 May"), path
    sittings = overview.read(db.session.get(Program, weekly.id), now=clock.now()).sittings
    assert next((s.position, s.event.title) for s in sittings) == (1, "Evening 2")


def test_the_letter_on_joining_lists_the_sessions_in_order_of_time(app, weekly):
    move(weekly, "Evening 1", FIRST + 7 * WEEK)

    answers = make.answers(weekly.sessions[0].event)
    actions.enrol(weekly, "aiko@example.org", answers, now=clock.now())

    (letter,) = db.session.scalars(db.select(Message).where(Message.kind == "enrolled"))
    assert in_order(letter.text) == ["Evening 2", "Evening 3", "Evening 4", "Evening 1"]


def test_sessions_at_the_same_moment_are_pointed_out_on_moving_and_at_the_desk(organizer, weekly):
    event = weekly.sessions[3].event
    plan = f"/desk/{weekly.community.slug}/events/{event.slug}/plan"
    make.rsvp(event)
    other = weekly.sessions[2].event.local_start

    looked = organizer.submit(plan, to="/review", starts_on=f"{other:%Y-%m-%d}",
                              starts_at="19:00", ends_at="21:00")  # fmt: skip
    sheet = next(
        s for s in page_crawler.sheets(plan, looked.text) if s.action.endswith("/revisions")
    )
    organizer.post(sheet.action, data=sheet.values)

    said = "“Evening 3”, of the same program, is at the same time."
    assert said in page_crawler.markup(looked.text).shown
    assert said in page_crawler.markup(organizer.get(plan).text).shown
    desk = page_crawler.markup(organizer.get(desk_of(weekly)).text).shown
    for title in ("Evening 3", "Evening 4"):
        assert f"At the same time as “{title}”" in desk


def test_sessions_one_after_the_other_are_no_clash(organizer, weekly):
    move(weekly, "Evening 4", weekly.sessions[2].event.ends_at)

    assert "At the same time" not in organizer.get(desk_of(weekly)).text


def test_a_draft_moved_onto_another_session_is_told(organizer, weekly):
    for session in weekly.sessions:
        session.event.published_at = None
    event = weekly.sessions[3].event
    plan = f"/desk/{weekly.community.slug}/events/{event.slug}/plan"

    organizer.submit(f"{plan}?step=when", to="/plan", starts_on="2027-03-28", starts_at="18:00",
                     ends_at="20:00")  # fmt: skip

    assert "of the same program, is at the same time" in organizer.get(plan).text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(-400, 400), min_size=1, max_size=6))
def test_a_program_is_read_in_order_of_time_however_it_was_moved(app, hours):
    program = make.program(sessions=len(hours))
    for session, shift in zip(program.sessions, hours, strict=True):
        session.event.starts_at = make.NOON + timedelta(hours=shift)
        session.event.ends_at = session.event.starts_at + timedelta(hours=2)
    db.session.flush()
    db.session.expire(program)

    found = [(s.event.starts_at, s.position) for s in program.sessions]
    found_clashes = clashes.clashes(program, now=make.NOON - timedelta(days=99))

    assert found == sorted(found)
    for session in program.sessions:
        near = [one for one in hours if abs(make.NOON + timedelta(hours=one)
                - session.event.starts_at) < timedelta(hours=2)]  # fmt: skip
        assert len(found_clashes[session.event_id]) == len(near) - 1
    db.session.rollback()


def test_a_program_of_a_community_keeps_its_clocks_and_says_what_the_clocks_do(organizer, weekly):
    host: Community = weekly.community
    typed = {"title": "Late", "zone": "Europe/London", "starts_on": "2027-03-21",
             "starts_at": "01:30", "ends_at": "04:00", "sessions": "3", "every": "1"}  # fmt: skip

    page = f"/desk/{host.slug}/programs/new"
    answer = organizer.submit(page, to="/new", **typed)
    later = {"starts_on": "2027-10-24", "ends_at": "05:00"}
    looked = organizer.submit(page, to="/new", **typed | later)
    session_builders.made(organizer, page, **typed | later)

    assert answer.status_code == 422
    assert "There is no 01:30 on Sun 28 Mar 2027 in Europe/London" in answer.text
    assert looked.status_code == 200
    assert "01:30 comes twice that night" in looked.text
    made = db.session.scalars(db.select(Program).where(Program.title == "Late")).one()
    hours = [(f"{s.event.local_start:%H:%M}", f"{s.event.local_end:%H:%M}") for s in made.sessions]
    assert hours == [("01:30", "05:00")] * 3
