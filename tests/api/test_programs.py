"""Programs and who is enrolled in them, read by the API."""

import api_builders
import make
import pytest
from api_builders import Program
from flask import Flask
from program_builders import join
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.programs import actions as programs


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def ask(client: Visitor, host: Community) -> Program:
    return api_builders.program(client, host)


def test_a_program_is_read_with_its_sessions_and_who_is_enrolled(
    ask: Program, host: Community
) -> None:
    program = make.program(community=host, capacity=1, sessions=2)
    first, left, waits = join(program), join(program), join(program)
    programs.leave(left, now=clock.now())
    db.session.commit()

    read = ask("GET", f"/programs/{program.id}").json
    listed = ask("GET", f"/programs/{program.id}/enrolments").json["items"]
    waiting = ask("GET", f"/programs/{program.id}/enrolments?state=waitlisted").json

    assert [one["event"] for one in read["sessions"]] == [s.event_id for s in program.sessions]
    assert (read["enrolled"], read["waitlisted"]) == (1, 1)
    states = [(one["id"], one["state"], one["email"]) for one in listed]
    assert states == [
        (first.id, "enrolled", first.person.email),
        (left.id, "cancelled", left.person.email),
        (waits.id, "waitlisted", waits.person.email),
    ]
    assert [one["id"] for one in waiting["items"]] == [waits.id]


def test_who_is_enrolled_elsewhere_isn_t_found(ask: Program) -> None:
    other = make.program()
    join(other)
    db.session.commit()

    assert ask("GET", f"/programs/{other.id}/enrolments").status_code == 404


def test_who_may_read_programs_alone_sees_nobody_of_them(client: Visitor, host: Community) -> None:
    program = make.program(community=host)
    token = api_builders.program(client, host, "programs:read")

    assert token("GET", f"/programs/{program.id}").status_code == 200
    assert token("GET", f"/programs/{program.id}/enrolments").status_code == 403
