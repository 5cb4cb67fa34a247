"""A page asks the database as often for eighty people as for twelve, and never many times."""

import make
import pytest
from conftest import running, sqlite_copy, visitor
from crowd_builders import Evening
from flask import Flask, request
from public_forms import answer
from sqlalchemy import Engine
from sqlalchemy import event as events
from visitor import Visitor

from eventapp.db import db
from eventapp.people.actions import page_token_of, token_of
from eventapp.programs.models import Program
from eventapp.rsvps.personal_feed import actions as personal_feeds

FEW, MANY, MOST = 12, 80, 14


def counted(client: Visitor, pages: dict[str, str], queries: list[str]) -> dict[str, list[str]]:
    found = {}
    for name, path in pages.items():
        client.get(path)
        queries.clear()
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        found[name] = list(queries)
    return found


def addresses(site: Evening, card: str) -> dict[str, str]:
    desk = f"/desk/{site.host.slug}"
    event, past = (f"{desk}/events/{one.slug}" for one in (site.event, site.past))
    program: Program = site.program
    return {
        "home": "/",
        "community": f"/{site.host.slug}",
        "event": f"/{site.host.slug}/events/{site.event.slug}",
        "calendar feed": f"/{site.host.slug}/calendar.ics",
        "what is on, within another site": f"/{site.host.slug}/embed",
        "event within another site": f"/{site.host.slug}/events/{site.event.slug}/embed",
        "program within another site": f"/{site.host.slug}/programs/{program.slug}/embed",
        "program feed": f"/{site.host.slug}/programs/{program.slug}.ics",
        "new events": f"/{site.host.slug}/events.atom",
        "my feed": f"/calendar/{personal_feeds.token_of(site.feed)}.ics",
        "my own calendar": "/me/calendar",
        "my page": f"/r/{token_of(site.mine.link)}",
        "my page afterwards": f"/r/{token_of(site.was.link)}",
        "me": "/me",
        "people I met": "/me/people",
        "desk": desk,
        "events": f"{desk}/events",
        "events, searched": f"{desk}/events?q=e",
        "settings": f"{desk}/settings",
        "plan": f"{event}/plan",
        "people": f"{event}/people?all=1",
        "people, searched": f"{event}/people?q=guest&here=no&silent=invite&sort=role",
        "one of them": f"{event}/people/{site.mine.id}",
        "who is here twice": f"{event}/people/duplicates",
        "export": f"{event}/export",
        "people csv": f"{event}/people.csv",
        "people xlsx": f"{event}/people.xlsx",
        "arrivals": f"{event}/arrivals.csv",
        "seats": f"{event}/seats.csv",
        "tables": f"{event}/tables",
        "all rounds": f"{event}/tables?round=all",
        "tables on paper": f"{event}/tables/print",
        "badges": f"{event}/badges",
        "badge sheet": f"{event}/badges/sheet.png",
        "messages": f"{event}/messages?all=1",
        "door": f"{event}/door?q=guest",
        "missing": f"{event}/door/missing",
        "door tables": f"/desk/{site.host.slug}/events/{site.tonight.slug}/door/tables",
        "remote": f"/desk/{site.host.slug}/events/{site.tonight.slug}/remote",
        "hall": f"/desk/{site.host.slug}/events/{site.tonight.slug}/hall",
        "look back": f"{past}/lookback",
        "program": f"/{site.host.slug}/programs/{program.slug}",
        "my program": f"/e/{token_of(site.enrolment.link)}",
        "programs": f"{desk}/programs",
        "programs, searched": f"{desk}/programs?q=e",
        "program at the desk": f"{desk}/programs/{program.slug}",
        "tables of a program": f"{desk}/programs/{program.slug}/tables",
        "attendance": f"{desk}/programs/{program.slug}/attendance",
        "attendance csv": f"{desk}/programs/{program.slug}/attendance.csv",
        "card": card,
    }


@pytest.fixture(scope="module")
def asked(empty_sqlite, tmp_path_factory) -> dict[int, dict[str, list[str]]]:
    """The queries of every page, by how many people there are."""
    folder, seen, found = tmp_path_factory.mktemp("crowd"), [], {}

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    events.listen(Engine, "before_cursor_execute", note)
    with running(sqlite_copy(empty_sqlite, folder), folder) as app:
        site = Evening()
        client = as_guest_and_owner(app, site)
        for people in (FEW, MANY):
            site.fill(people)
            if people == MANY:
                site.grow()
            pages = addresses(site, site.card())
            db.session.commit()
            found[people] = counted(client, pages, seen)
    events.remove(Engine, "before_cursor_execute", note)
    return found


def as_guest_and_owner(app: Flask, site: Evening) -> Visitor:
    """A browser of somebody who comes and organizes: every page shows them the most."""
    client = visitor(app)
    make.saved(
        make.Membership(
            community=site.host, person=site.mine.person, right="owner", created_at=make.NOON
        )
    )
    make.sign_in(client, site.mine.person)
    return client


def test_no_page_asks_more_often_the_more_people_there_are(asked) -> None:
    few = {page: len(queries) for page, queries in asked[FEW].items()}
    many = {page: len(queries) for page, queries in asked[MANY].items()}

    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}


def test_no_page_asks_many_times(asked) -> None:
    counts = {page: len(queries) for page, queries in asked[MANY].items()}

    assert {page: count for page, count in counts.items() if count > MOST} == {}


def test_no_page_asks_the_same_again_and_again(asked) -> None:
    repeated = {
        page: max(map(queries.count, queries), default=0) for page, queries in asked[MANY].items()
    }

    assert {page: times for page, times in repeated.items() if times > 2} == {}


@pytest.mark.services
def test_an_answer_asks_and_writes_no_more_than_a_dozen_times(each_database, client):
    event, seen = make.event(), []
    db.session.commit()

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        # PostgreSQL is also asked to let one at a time count the letters.
        if request.method == "POST" and not statement.startswith(("BEGIN", "SELECT pg_advisory")):
            seen.append(statement)

    events.listen(Engine, "before_cursor_execute", note)
    answer(client, event, "ann@example.org", ask="a first job", offer="CVs", offer_kind="skill")
    events.remove(Engine, "before_cursor_execute", note)

    assert 6 < len(seen) <= MOST, "\n".join(seen)


def test_the_page_after_an_answer_asks_for_the_answer_and_the_tables_alone(app, client):
    link = make.rsvp(make.event()).link
    db.session.commit()
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        seen.append(statement)

    events.listen(Engine, "before_cursor_execute", note)
    page = client.get(f"/r/{page_token_of(link)}")
    events.remove(Engine, "before_cursor_execute", note)

    assert page.status_code == 200
    assert len([one for one in seen if one.startswith("SELECT")]) == 2, "\n".join(seen)
