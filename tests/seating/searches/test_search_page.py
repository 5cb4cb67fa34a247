"""The part of a page that tells of a longer search, and what may be asked for."""

import make
import pytest
import seating_builders
import worker
from browser import axe
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.seating.board import snapshot
from eventapp.seating.models import Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.searches import jobs


@pytest.fixture
def event(client):
    """An event with guests, whose organizer is signed in."""
    event, _guests = seating_builders.room(16)
    seating_builders.organizer(client, event.community)
    return event


def sent(**given) -> dict:
    return {"kind": "mix", "seconds": 10, "seen": "none"} | given


def test_what_cannot_be_searched_for_is_said_at_once(app, client) -> None:
    event, _guests = seating_builders.room(3)
    seating_builders.organizer(client, event.community)

    answer = client.post(f"{seating_builders.desk(event)}/searches", data=sent())

    assert answer.status_code == 409
    assert "at least four people" in answer.text
    assert not searches.waiting()


@pytest.mark.parametrize(
    "wrong", [{"seconds": 3600}, {"seconds": ""}, {"kind": "series"}, {"seen": "1-old"}]
)
def test_only_what_the_form_offers_and_the_newest_tables_are_taken(
    app, client, event, wrong
) -> None:
    answer = client.post(f"{seating_builders.desk(event)}/searches", data=sent(**wrong))

    assert answer.status_code == 409
    assert not searches.waiting()


def test_the_page_tells_how_far_it_is_with_figures_beside_their_bounds(
    app, client, event, monkeypatch
) -> None:
    client.post(f"{seating_builders.desk(event)}/searches", data=sent())
    search = db.session.scalars(db.select(Search)).one()
    path, told, note = (
        f"/desk/{event.community.slug}/searches/{search.id}",
        [],
        searches.record_progress,
    )

    def noted(*args, **given) -> bool:
        note(*args, **given)
        db.session.commit()
        told.append(client.get(path).json)
        return False

    monkeypatch.setattr(searches, "record_progress", noted)
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0)

    waiting = client.get(path).json
    worker.work_off(app)

    assert "waits for its turn" in waiting["html"]
    assert told[0]["over"] is False
    assert "<progress" in told[0]["html"]
    assert "Pairs that meet twice" in told[0]["html"]
    assert "possible" in told[0]["html"]
    assert client.get(path).json == {"over": True, "html": ""}


def test_without_javascript_a_link_looks_again_and_a_button_stops(app, client, event) -> None:
    seating_builders.plan(event)
    page = f"{seating_builders.desk(event)}/tables"

    client.submit(page, to="/searches", kind="improve", seconds=60)
    shown = client.get(page).text
    client.submit(page, to="/stop")

    assert "Look again" in shown
    assert "<progress" in shown
    assert "called back before it began" in client.get(page).text


def test_what_came_of_a_search_is_told_for_a_while_only(app, client, event) -> None:
    search = make.search(event=event, state="failed", said=searches.broke_off())
    page = f"{seating_builders.desk(event)}/tables"

    soon = client.get(page).text
    search.heard_at -= searches.SHOWN_FOR
    later = client.get(page).text

    assert "broke off" in soon
    assert "broke off" not in later


def test_many_people_are_offered_a_longer_search_before_there_are_tables(app, client) -> None:
    few, _guests = seating_builders.room(16)
    seating_builders.organizer(client, few.community)
    many = make.event(community=few.community, tables=60, seats=8, capacity=None)
    for n in range(401):
        seating_builders.guest(many, n)

    pages = [client.get(f"{seating_builders.desk(event)}/tables").text for event in (few, many)]

    assert ["/searches" in page for page in pages] == [False, True]


def test_a_search_runs_and_is_stopped_on_each_database(each_database, client, monkeypatch) -> None:
    event, _guests = seating_builders.room(16)
    seating_builders.organizer(client, event.community)
    page, note = f"{seating_builders.desk(event)}/tables", searches.record_progress
    client.post(f"{seating_builders.desk(event)}/searches", data=sent(seconds=60))

    def noted(*args, **given) -> bool:
        client.submit(page, to="/stop")
        return note(*args, **given)

    monkeypatch.setattr(searches, "record_progress", noted)

    worker.work_off(each_database)

    assert db.session.scalars(db.select(Search.state)).one() == "stopped"
    assert snapshot.read(event).draft


@pytest.fixture
def searched_on(client, event, open_browser, page_server):
    """Open the tables of the event in the organizer's browser, and search longer there."""
    seating_builders.plan(event, steps=1)
    cookie = client.get_cookie("eventapp")
    path = f"{seating_builders.desk(event)}/tables"
    db.session.commit()

    def open_at(width: int) -> Page:
        page = open_browser(width=width)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])
        page.goto(f"{page_server}{path}")
        page.get_by_text("Search longer").click()
        page.locator("#longer").get_by_role("button", name="Improve").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        return page

    return open_at


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_board_shows_the_search_and_its_tables_when_it_is_over(
    app, event, searched_on, width
) -> None:
    page = searched_on(width)
    before = snapshot.read(event).figures.energy

    troubles = axe(page)
    db.session.execute(db.update(Search).values(seconds=1))
    worker.work_off(app)
    expect(page.get_by_text("The longer search is over")).to_be_visible()

    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert snapshot.read(event).figures.energy < before


@pytest.mark.browser
def test_tables_that_take_their_time_to_come_are_asked_for_once(app, searched_on) -> None:
    page, asked = searched_on(1280), []
    page.clock.install()
    page.on("request", lambda request: asked.append(request.url))
    # Nothing comes yet, and the page stays.
    page.route("**/tables", lambda route: route.fulfill(status=204))
    db.session.execute(db.update(Search).values(seconds=1))

    with page.expect_response("**/tables"):
        worker.work_off(app)
    asked.clear()
    for _second in range(3):
        page.clock.run_for(1000)

    assert asked == []
