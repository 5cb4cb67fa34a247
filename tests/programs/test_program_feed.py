"""A program as a calendar to subscribe to: every session, under the UID of its own invites."""

from datetime import timedelta

import make
import pytest
import vobject
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.programs.models import Program, Session


@pytest.fixture
def program(each_database: Flask) -> Program:
    return make.program(sessions=3)


@pytest.fixture
def path(program: Program) -> str:
    return f"/{program.community.slug}/programs/{program.slug}.ics"


def uids(client: Visitor, path: str) -> list[str]:
    read = vobject.readOne(client.get(path).text)
    return [entry.uid.value for entry in read.contents.get("vevent", [])]


def test_it_has_every_session_and_nothing_else(
    client: Visitor, program: Program, path: str
) -> None:
    make.event(community=program.community)
    make.program(community=program.community)

    assert uids(client, path) == [session.event.uid for session in program.sessions]
    text = client.get(path).text.replace("\r\n ", "")
    assert f"NAME:{program.title}\r\n" in text
    assert f"SOURCE;VALUE=URI:http://localhost{path}\r\n" in text


def test_a_session_that_is_no_longer_public_leaves_it(
    client: Visitor, program: Program, path: str
) -> None:
    hidden, draft, stays = (session.event for session in program.sessions)
    hidden.visibility, draft.published_at = "invited", None

    assert uids(client, path) == [stays.uid]


def test_another_session_is_in_it_at_once(client: Visitor, program: Program, path: str) -> None:
    before = client.get(path).headers
    one = make.event(
        community=program.community, starts_at=clock.now() + timedelta(days=1), published_at=None
    )
    program.sessions.append(Session(event=one, position=9))
    assert client.get(path, headers={"If-None-Match": before["ETag"]}).status_code == 304

    one.published_at = clock.now()

    for name, told in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert client.get(path, headers={name: before[told]}).status_code == 200
    assert one.uid in uids(client, path)


def test_its_new_title_is_another_version(client: Visitor, program: Program, path: str) -> None:
    before = client.get(path).headers["ETag"]

    program.title = "Another title"

    assert client.get(path, headers={"If-None-Match": before}).status_code == 200


def test_a_draft_or_an_unknown_one_has_none(client: Visitor, program: Program, path: str) -> None:
    elsewhere = make.community().slug
    assert client.get(f"/{elsewhere}/programs/{program.slug}.ics").status_code == 404

    program.published_at = None

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("tell", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_costs_one_query(
    client: Visitor, path: str, tell: str, queries: list[str]
) -> None:
    before = client.get(path).headers
    told = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    queries.clear()

    assert client.get(path, headers={tell: told[tell]}).status_code == 304
    assert len(queries) == 1


def test_a_program_without_sessions_has_an_empty_one(app: Flask, client: Visitor) -> None:
    bare = make.program(sessions=0)

    assert uids(client, f"/{bare.community.slug}/programs/{bare.slug}.ics") == []
