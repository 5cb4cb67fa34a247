"""The page of a program's tables: the finding, the chart, and who sees it."""

import make
import program_builders
import pytest
import seating_builders
from browser import axe

from eventapp import clock
from eventapp.db import db
from eventapp.seating import actions


def test_the_headline_says_how_far_everybody_is_and_will_be(app, client) -> None:
    program = program_builders.school(9, seats=3)
    seating_builders.organizer(client, program.community)

    nothing = client.get(f"{program_builders.path(program)}/tables").text
    program_builders.held(program, 0)
    actions.publish(seating_builders.plan(program.sessions[1].event, seed=8), now=clock.now())
    later = client.get(f"{program_builders.path(program)}/tables").text

    assert "<h1>Nobody has met yet, and no tables say who will</h1>" in nothing
    assert (
        "<h1>Everyone has met at least 2 of 8 people; by the last session, at least 4</h1>" in later
    )


def test_the_page_offers_to_plan_published_sessions_anew(app, client) -> None:
    program = program_builders.school(9, seats=3)
    seating_builders.organizer(client, program.community)
    tables = f"{program_builders.path(program)}/tables"

    none = client.get(tables).text
    actions.publish(seating_builders.plan(program.sessions[1].event), now=clock.now())
    one = client.get(tables).text

    assert 'name="anew"' not in none
    assert "Plan the one with published tables anew, too" in one
    assert "<b>0 have met</b>; 9 will have by the last session as planned" in one


@pytest.mark.parametrize("people", [0, 1])
def test_a_program_of_nobody_or_one_has_a_page_too(app, client, people) -> None:
    program = program_builders.school(people)
    seating_builders.organizer(client, program.community)

    shown = client.get(f"{program_builders.path(program)}/tables")

    assert shown.status_code == 200
    assert "Nobody is there yet to be met" in shown.text


def test_the_page_asks_the_database_as_often_for_many_as_for_few(app, client, queries) -> None:
    program = program_builders.school(6)
    program_builders.held(program, 0)
    seating_builders.plan(program.sessions[1].event)
    seating_builders.organizer(client, program.community)
    asked_for = []

    for _ in range(2):
        client.get(f"{program_builders.path(program)}/tables")
        queries.clear()
        client.get(f"{program_builders.path(program)}/tables")
        asked_for.append(len(queries))
        for _ in range(6):
            program_builders.join(program)

    assert asked_for[0] == asked_for[1] <= 14


def test_a_program_s_page_tells_of_its_own_search_only(app, client) -> None:
    program = program_builders.school()
    make.search(event=program.sessions[0].event)
    make.search(event=make.event())
    make.search(program=make.program())
    seating_builders.organizer(client, program.community)

    shown = client.get(f"{program_builders.path(program)}/tables").text
    make.search(program=program)
    later = client.get(f"{program_builders.path(program)}/tables").text

    assert "<progress" not in shown
    assert "<progress" in later


def test_the_page_is_for_organizers_alone(app, client) -> None:
    program = program_builders.school()
    seating_builders.organizer(client, program.community, "door")

    assert client.get(f"{program_builders.path(program)}/tables").status_code == 404
    assert (
        client.post(f"{program_builders.path(program)}/searches", data={"seconds": 10}).status_code
        == 404
    )


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_chart_reads_well_at_every_width(
    app, client, open_browser, page_server, width, scheme
) -> None:
    program = program_builders.school(9, seats=3)
    program_builders.held(program, 0)
    seating_builders.plan(program.sessions[1].event)
    seating_builders.organizer(client, program.community)
    client.get("/")
    cookie = client.get_cookie("eventapp")
    path = program_builders.path(program)
    db.session.commit()
    page = open_browser(width=width, color_scheme=scheme)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])

    page.goto(f"{page_server}{path}/tables")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bars = page.locator(".contacts tbody .contacts-bar")
    assert bars.count() == 9
    assert bars.first.locator("rect").count() == 3
