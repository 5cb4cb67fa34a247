"""What sessions share is changed at once: looked at first, then all of it or nothing."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.local_time import moment
from eventapp.mail.models import Message
from eventapp.programs import actions as programs
from eventapp.programs.models import Program
from eventapp.programs.sessions import together


@pytest.fixture
def program(host) -> Program:
    """A published program of four sessions, 18 to 20 in Berlin over the change of clocks, one in it."""
    made = make.program(community=host, sessions=4)
    day = date(2031, 3, 16)
    for week, session in enumerate(made.sessions):
        set_times(session.event, day + timedelta(weeks=week))
    db.session.flush()
    programs.enrol(made, "ann@example.org", make.answers(made.sessions[0].event), now=clock.now())
    db.session.commit()
    return made


def set_times(event, day):
    event.zone = "Europe/Berlin"
    event.starts_at, event.ends_at = (
        moment(day, time(hour), ZoneInfo(event.zone)) for hour in (18, 20)
    )


def looked_at(organizer, program, *, nth=0, scope="all", **typed):
    page = f"/desk/{program.community.slug}/programs/{program.slug}/sessions/changes"
    number = program.sessions[nth].id
    return organizer.submit(f"{page}?session={number}", to="/review", scope=scope, **typed)


def saved(organizer, looked):
    form = next(one for one in forms(looked.text) if (one.action or "").endswith("/changes"))
    return organizer.post(form.action, data=form.values)


def hours(program):
    db.session.expire_all()
    return [f"{s.event.local_start:%H:%M}–{s.event.local_end:%H:%M}" for s in program.sessions]


def letters():
    return db.session.query(Message).count()


def test_who_is_mailed_is_shown_before_anything_changes(organizer, program):
    before = letters()

    looked = looked_at(organizer, program, starts_at="19:00", ends_at="21:00")

    assert looked.status_code == 200
    assert "4 sessions change, 5 mails" in looked.text
    assert "Save and send 5 mails" in looked.text
    assert hours(program) == ["18:00–20:00"] * 4
    assert letters() == before


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("one", [18, 19, 18, 18]), ("later", [18, 19, 19, 19]), ("all", [19] * 4)],
)
def test_one_this_and_later_or_all_move_on_their_own_days(organizer, program, scope, expected):
    days = [s.event.local_start.date() for s in program.sessions]
    looked = looked_at(organizer, program, nth=1, scope=scope, starts_at="19:00", ends_at="21:00")

    answer = saved(organizer, looked)

    assert answer.status_code == 303
    assert hours(program) == [f"{hour}:00–{hour + 2}:00" for hour in expected]
    assert [s.event.local_start.date() for s in program.sessions] == days


def test_what_is_left_as_it_was_stays_as_each_session_has_it(organizer, program):
    program.sessions[2].event.place_name = "Elsewhere"
    db.session.commit()

    saved(organizer, looked_at(organizer, program, tables="9"))

    db.session.expire_all()
    assert [s.event.tables for s in program.sessions] == [9] * 4
    assert program.sessions[2].event.place_name == "Elsewhere"


def test_a_skipped_hour_is_refused_by_its_day_and_nothing_changes(organizer, program):
    looked = looked_at(organizer, program, starts_at="02:30", ends_at="05:00")

    assert looked.status_code == 422
    assert "There is no 02:30 on Sun 30 Mar 2031 in Europe/Berlin" in looked.text
    assert hours(program) == ["18:00–20:00"] * 4


def test_nothing_is_saved_when_somebody_else_was_quicker(organizer, program):
    looked = looked_at(organizer, program, starts_at="19:00", ends_at="21:00")
    program.sessions[3].event.revised_at = clock.now() + timedelta(minutes=1)
    db.session.commit()

    answer = saved(organizer, looked)

    assert answer.status_code == 422
    assert "Somebody else changed a session meanwhile" in answer.text
    assert hours(program) == ["18:00–20:00"] * 4


def test_one_called_off_since_its_form_was_read_is_refused(organizer, program, monkeypatch):
    looked = looked_at(organizer, program, scope="one", tables="9")
    begun = together.change

    def called_off_before(found, form, *, now):
        found.sessions[0].event.cancelled_at = now
        return begun(found, form, now=now)

    monkeypatch.setattr(together, "change", called_off_before)

    answer = saved(organizer, looked)

    assert answer.status_code == 422
    db.session.expire_all()
    assert program.sessions[0].event.tables != 9


def test_a_session_that_was_called_off_or_is_over_stays_as_it_is(organizer, program):
    program.sessions[1].event.cancelled_at = clock.now()
    set_times(program.sessions[0].event, date(2020, 3, 16))
    db.session.commit()

    saved(organizer, looked_at(organizer, program, nth=2, starts_at="19:00", ends_at="21:00"))

    assert hours(program) == ["18:00–20:00", "18:00–20:00", "19:00–21:00", "19:00–21:00"]


def test_a_draft_is_changed_without_a_mail(organizer, program):
    program.sessions[3].event.published_at = None
    db.session.commit()

    looked = looked_at(organizer, program, nth=3, scope="one", place_name="Loft")

    assert "One session changes, 0 mails" in looked.text
    saved(organizer, looked)
    db.session.expire_all()
    assert [s.event.place_name for s in program.sessions][3] == "Loft"


def test_without_a_change_there_is_nothing_to_look_at(organizer, program):
    looked = looked_at(organizer, program)

    assert looked.status_code == 422
    assert "Nothing is different." in looked.text


def test_an_evening_may_end_past_midnight(organizer, program):
    saved(organizer, looked_at(organizer, program, starts_at="22:00", ends_at="01:00"))

    assert hours(program) == ["22:00–01:00"] * 4
    assert all(s.event.ends_at - s.event.starts_at == timedelta(hours=3) for s in program.sessions)
