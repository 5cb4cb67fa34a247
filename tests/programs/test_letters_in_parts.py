"""Letters to everybody of a program are written part by part: the worker does it, and loses none."""

import make
import program_builders
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import jobs
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.interest import actions as interest
from eventapp.programs.models import Program
from eventapp.programs.states import actions as states


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "PART", 2)
    monkeypatch.setattr(jobs, "PAUSE", 0)


@pytest.fixture
def program(app: Flask) -> Program:
    made = make.program(sessions=2)
    for _ in range(5):
        program_builders.join(made)
    db.session.commit()
    return made


def written(kind: str) -> list[Message]:
    found = db.select(Message).filter_by(kind=kind).where(Message.state != "withdrawn")
    return list(db.session.scalars(found))


def test_what_becomes_of_a_program_is_kept_with_the_work_and_the_worker_writes_it(
    each_database: Flask,
) -> None:
    program = make.program(sessions=2)
    for _ in range(5):
        program_builders.join(program)

    told = states.call_off(program, now=clock.now())
    db.session.commit()
    before = len(written("program-off"))
    jobs.write()

    assert (told, before) == (5, 0)
    assert len({one.to for one in written("program-off")}) == 5
    (done,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    assert (done.state, done.written, done.people) == ("done", 5, 5)


def test_whoever_takes_it_up_after_a_crash_writes_to_nobody_twice(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    states.call_off(program, now=clock.now())
    db.session.commit()
    parts = announcing.write_part

    def broken(found: ProgramAnnouncement, **given: object) -> bool:
        more = parts(found, **given)
        if found.cursor and len(written("program-off")) > 2:
            raise RuntimeError("the power went out")
        return more

    monkeypatch.setattr(announcing, "write_part", broken)
    jobs.write()
    half = len(written("program-off"))
    monkeypatch.setattr(announcing, "write_part", parts)
    (found,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    found.due_at = clock.now()
    db.session.commit()

    jobs.write()

    assert half == 2
    assert found.tries == 1
    assert len({one.to for one in written("program-off")}) == len(written("program-off")) == 5


def test_on_again_before_all_heard_that_it_was_off_nobody_is_told_that_any_more(
    program: Program,
) -> None:
    states.call_off(program, now=clock.now())
    (off,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    announcing.write_part(off, at_most=2, now=clock.now())

    states.bring_back(program, now=clock.now())
    db.session.commit()
    jobs.write()

    assert off.state == "replaced"
    assert written("program-off") == []
    assert len(written("program-on")) == 5


def test_who_joins_later_is_not_told_what_was_before(program: Program) -> None:
    states.call_off(program, now=clock.now())
    states.bring_back(program, now=clock.now())
    late = program_builders.join(program).person
    db.session.commit()

    jobs.write()

    assert late.email not in {one.to for one in written("program-on")}


def test_who_asked_to_hear_is_told_once_also_in_parts(program: Program) -> None:
    for number in range(3):
        program_builders.interest(program, f"{number}@example.org", confirmed=True)
    gone = program_builders.interest(program, "gone@example.org", confirmed=True)

    told = interest.tell(program, now=clock.now())
    interest.stop(gone)
    db.session.commit()
    jobs.write()
    again = interest.tell(program, now=clock.now())

    assert (told, again) == (4, 0)
    assert sorted(one.to for one in written("runs-again")) == [
        f"{number}@example.org" for number in range(3)
    ]


def test_the_page_of_the_program_says_how_far_it_is(program: Program, client: Visitor) -> None:
    make.sign_in(client, make.member(program.community))
    path = program_builders.path(program)
    states.call_off(program, now=clock.now())
    db.session.commit()

    page = client.get(path).text
    looked = client.get(f"{path}/announcements").json
    jobs.write()

    assert "Everybody is told that it is called off" in page
    assert "0 of 5 mails are written." in looked["html"]
    assert not looked["over"]
    assert client.get(f"{path}/announcements").json == {"over": True, "html": ""}
    assert "Everybody is told that it is called off" not in client.get(path).text
