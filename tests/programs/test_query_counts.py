"""The pages of a program ask the database as often for many people as for few."""

import make
import pytest
from flask import Flask
from program_builders import join
from progress_builders import hold
from visitor import Visitor

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs.models import Program

PUBLIC = (
    "/{host}/programs/{program}",
    "/{host}/programs/{program}.ics",
    "/{host}/programs/{program}/picture.png",
    "/e/{token}",
)
DESK = (
    "/desk/{host}/programs/{program}",
    "/desk/{host}/programs/{program}/certificates",
    "/desk/{host}/programs/{program}/tables",
    "/desk/{host}/programs/{program}/cancellation",
    "/desk/{host}/programs/{program}/runs",
    "/desk/{host}/programs/{program}/sessions/changes",
)


@pytest.fixture
def pages(app: Flask, host: Community) -> list[list[str]]:
    """The pages of a program with three people, and of one with nine; a session of each was held."""
    return [_pages(host, people) for people in (3, 9)]


def _pages(host: Community, people: int) -> list[str]:
    program: Program = make.program(community=host, sessions=3)
    for session in program.sessions:
        session.event.tables, session.event.seats, session.event.rounds = 4, 4, 1
    enrolments = [join(program) for _ in range(people)]
    hold(program, 0, *enrolments)
    db.session.commit()
    named = {"host": host.slug, "program": program.slug, "token": token_of(enrolments[0].link)}
    return [page.format(**named) for page in (*PUBLIC, *DESK)]


def test_more_people_cost_no_page_of_a_program_more_queries(
    pages: list[list[str]], organizer: Visitor, queries: list[str]
) -> None:
    def asked(page: str) -> int:
        organizer.get(page)
        queries.clear()
        assert organizer.get(page).status_code == 200
        return len(queries)

    few, many = ([asked(page) for page in one] for one in pages)

    assert dict(zip((*PUBLIC, *DESK), many, strict=True)) == dict(
        zip((*PUBLIC, *DESK), few, strict=True)
    )
    assert max(many) <= 18
