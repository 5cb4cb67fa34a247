"""A program's sessions at the desk: dates are shown before they are made, and more join later."""

import re

import make
import pytest
import session_builders
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.programs import actions as programs
from eventapp.programs.models import Program
from eventapp.rsvps.models import Rsvp

SIX = {"title": "First Steps", "zone": "Europe/Berlin", "starts_on": "2031-03-18",
       "starts_at": "18:30", "ends_at": "20:00", "sessions": "6", "not_on": "2031-04-08"}  # fmt: skip


@pytest.fixture
def program(host) -> Program:
    """A published program of three sessions with two people in it."""
    made = make.program(community=host)
    for email in ("ann@example.org", "bo@example.org"):
        programs.enrol(made, email, make.answers(made.sessions[0].event), now=clock.now())
    db.session.commit()
    return made


def page_of(program: Program) -> str:
    return f"/desk/{program.community.slug}/programs/{program.slug}"


def invites() -> int:
    return db.session.query(Message).filter(Message.calendar.is_not(None)).count()


def test_the_dates_are_shown_before_anything_is_made(organizer, host):
    looked = organizer.submit(f"/desk/{host.slug}/programs/new", to="/new", **SIX)

    assert looked.status_code == 200
    assert "6 dates" in looked.text
    assert "29 Apr" in looked.text
    assert "8 Apr" not in looked.text
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 0
    form = forms(looked.text)[-1]
    assert (form.values["title"], form.values["not_on"]) == ("First Steps", "2031-04-08")


@pytest.mark.parametrize("typed", ["8 April", "8.4.", "Apr 8, 2031", "8. april 2031"])
def test_a_day_is_left_out_however_it_is_typed(organizer, host, typed):
    page = f"/desk/{host.slug}/programs/new"

    looked = organizer.submit(page, to="/new", **SIX | {"not_on": typed})

    assert "8 Apr" not in looked.text.partition('id="dates"')[2]
    assert "29 Apr" in looked.text
    assert forms(looked.text)[-1].values["not_on"] == typed


def test_the_dates_that_were_shown_are_made_each_at_its_hours_on_the_clocks(organizer, host):
    answer = session_builders.made(organizer, f"/desk/{host.slug}/programs/new", **SIX)

    assert answer.status_code == 303
    made = db.session.scalars(db.select(Event).order_by(Event.starts_at)).all()
    assert [f"{one.local_start:%d.%m. %H:%M}–{one.local_end:%H:%M}" for one in made] == [
        f"{day} 18:30–20:00" for day in ("18.03.", "25.03.", "01.04.", "15.04.", "22.04.", "29.04.")
    ]
    assert [one.title for one in made] == [f"First Steps, {n}" for n in range(1, 7)]


def test_other_dates_than_those_shown_are_shown_first(organizer, host):
    page = f"/desk/{host.slug}/programs/new"
    shown = forms(organizer.submit(page, to="/new", **SIX).text)[-1].values

    answer = organizer.post(page, data=shown | {"sessions": "4"})

    assert answer.status_code == 200
    assert "4 dates" in answer.text
    assert "aren’t the dates you looked at" in answer.text
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 0


def test_looking_once_more_makes_nothing(organizer, host):
    page = f"/desk/{host.slug}/programs/new"
    shown = forms(organizer.submit(page, to="/new", **SIX).text)[-1].values

    answer = organizer.post(page, data=shown | {"again": "yes"})

    assert answer.status_code == 200
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": "2031-03-23", "starts_at": "02:30", "ends_at": "04:00"},
         "There is no 02:30 on Sun 30 Mar 2031 in Europe/Berlin: the clocks go forward."),
        ({"sessions": ""}, "Give how many there are, or the day until which they go."),
        ({"until": "2031-03-17"}, "There is no such day until then."),
        ({"until": "2039-03-17"}, "At most 52 are made at once."),
        ({"not_on": "Easter"}, "“Easter” is no day that we know. Give days as in 7 April or 2026-04-07"),
        ({"not_on": "8/4"}, "“8/4” may be two days."),
        ({"weekdays": ["9"]}, "valid choice"),
        ({"every": "0"}, "Give a number from 1 to 13."),
    ],
)  # fmt: skip
def test_a_rule_that_gives_no_dates_is_refused_in_words(organizer, host, typed, sentence):
    answer = organizer.submit(f"/desk/{host.slug}/programs/new", to="/new", **SIX | typed)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_people_of_a_program_come_to_an_added_session_by_themselves(organizer, program):
    before = invites()
    answer = session_builders.made(organizer, f"{page_of(program)}/sessions/new", sessions="2")

    assert answer.status_code == 303
    db.session.expire_all()
    added = [one.event for one in program.sessions[3:]]
    assert [one.title for one in added] == [f"{program.title}, 4", f"{program.title}, 5"]
    for event in added:
        assert event.published_at
        found = db.session.scalars(db.select(Rsvp.state).where(Rsvp.event_id == event.id)).all()
        assert found == ["going", "going"]
    assert invites() == before + 4
    assert "2 people who are enrolled are told." in organizer.get(page_of(program)).text


def test_an_added_session_may_stay_a_draft_until_its_own_page_publishes_it(organizer, program):
    before = invites()
    session_builders.made(organizer, f"{page_of(program)}/sessions/new", sessions="1", publish=None)
    db.session.expire_all()
    event = program.sessions[-1].event
    assert (event.published_at, invites()) == (None, before)
    assert "enrolled are told" not in organizer.get(page_of(program)).text

    organizer.post(f"/desk/{program.community.slug}/events/{event.slug}/publication")
    organizer.post(f"/desk/{program.community.slug}/events/{event.slug}/publication")

    assert db.session.query(Rsvp).filter_by(event_id=event.id, state="going").count() == 2
    assert invites() == before + 2


def test_an_added_session_is_made_like_the_last_one(organizer, program):
    last = program.sessions[-1]
    last.event.place_name, last.event.tables, last.compulsory, last.drop_in = "Loft", 9, True, 2
    last.materials = [{"title": "Slides", "url": "https://example.org"}]
    db.session.commit()

    session_builders.made(organizer, f"{page_of(program)}/sessions/new", titles="Farewell")

    db.session.expire_all()
    added = program.sessions[-1]
    assert (added.event.title, added.event.place_name, added.event.tables) == (
        "Farewell",
        "Loft",
        9,
    )
    assert (added.compulsory, added.drop_in, added.materials) == (True, 2, [])


def test_a_session_added_between_two_others_takes_its_number(organizer, program):
    first = program.sessions[0].event
    between = first.local_start.date().toordinal() + 2
    day = first.local_start.date().fromordinal(between).isoformat()

    session_builders.made(
        organizer, f"{page_of(program)}/sessions/new", starts_on=day, titles="Between"
    )

    shown = re.findall(r">(\d)\. ([^<]+)</a></h3>", organizer.get(page_of(program)).text)
    assert [number for number, _title in shown] == ["1", "2", "3", "4"]
    assert shown[1][1] == "Between"


def test_the_same_form_sent_twice_adds_its_sessions_once(organizer, program):
    page = f"{page_of(program)}/sessions/new"
    looked = organizer.submit(page, to="/new")
    (form,) = (one for one in forms(looked.text) if one.values.get("shown"))

    first, second = (organizer.post(page, data=form.values) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Sessions were added or removed meanwhile" in second.text
    db.session.expire_all()
    assert len(program.sessions) == 4
    assert db.session.query(Message).filter_by(kind="invite").count() == 8


def test_more_places_for_one_session_go_to_who_waits_for_them(organizer, program):
    session = program.sessions[0]
    session.drop_in, session.event.capacity = 1, 20
    _comes, waiting = make.rsvp(session.event), make.rsvp(session.event)
    assert waiting.state == "waitlisted"

    organizer.submit(f"{page_of(program)}/sessions/{session.id}", to=f"/{session.id}", drop_in="2")

    db.session.refresh(waiting)
    assert waiting.state == "going"


def test_nothing_is_added_to_a_program_that_is_called_off(organizer, program):
    program.cancelled_at = clock.now()
    db.session.commit()

    answer = session_builders.made(organizer, f"{page_of(program)}/sessions/new")

    assert 400 <= answer.status_code < 500
    assert "This program is called off." in answer.text
    assert len(program.sessions) == 3


def test_a_day_that_has_passed_is_not_published_and_nothing_is_added(organizer, program):
    answer = session_builders.made(
        organizer, f"{page_of(program)}/sessions/new", starts_on="2020-03-17", sessions="2",
        starts_at="18:30", ends_at="20:00", ends_on="",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "can&#39;t be published" in answer.text or "can't be published" in answer.text
    db.session.expire_all()
    assert len(program.sessions) == 3


def test_a_session_says_whether_it_is_compulsory_who_drops_in_and_its_materials(organizer, program):
    session = program.sessions[1]
    typed = {"compulsory": "y", "drop_in": "0", "materials": "Slides https://example.org/a"}

    answer = organizer.submit(
        f"{page_of(program)}/sessions/{session.id}", to=f"/{session.id}", **typed
    )

    assert answer.status_code == 303
    db.session.refresh(session)
    assert (session.compulsory, session.drop_in) == (True, 0)
    assert session.materials == [{"title": "Slides", "url": "https://example.org/a"}]
    page = organizer.get(page_of(program)).text
    assert "Compulsory" in page
    assert "Nobody comes to this session only." in page
    assert "One material." in page
    kept = forms(organizer.get(f"{page_of(program)}/sessions/{session.id}").text)[-1].values
    assert kept["materials"].strip() == "Slides https://example.org/a"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"materials": "A https://a.example\nSlides javascript:x"}, "Line 2: end it with a web address"),
        ({"materials": "https://a.example"}, "Line 1: write a title before the address."),
        ({"drop_in": "-1"}, "Give a number from 0, or leave it empty."),
    ],
)  # fmt: skip
def test_what_can_t_be_kept_of_a_session_is_said(organizer, program, typed, sentence):
    session = program.sessions[1]

    answer = organizer.submit(
        f"{page_of(program)}/sessions/{session.id}", to=f"/{session.id}", **typed
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    db.session.refresh(session)
    assert session.materials == []


@pytest.mark.parametrize("typed", ["", None])
def test_a_session_may_have_no_materials(organizer, program, typed):
    session = program.sessions[1]
    session.materials = [{"title": "Slides", "url": "https://example.org"}]
    db.session.commit()

    answer = organizer.submit(
        f"{page_of(program)}/sessions/{session.id}", to=f"/{session.id}", materials=typed
    )

    assert answer.status_code == 303
    db.session.refresh(session)
    assert session.materials == []


def test_a_session_of_another_program_is_not_found(organizer, program, host):
    other = make.program(community=host)

    answer = organizer.get(f"{page_of(program)}/sessions/{other.sessions[0].id}")

    assert answer.status_code == 404
