"""Longer searches: the worker makes them, their page tells how far they are and stops them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import seating_builders
import worker
from conftest import running, sqlite_copy, visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.seating.board import snapshot
from eventapp.seating.models import Plan, Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.searches import jobs


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.services)])
def app(request, tmp_path, empty_sqlite) -> Iterator[Flask]:
    """The app, its queue in a file and on Redis."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, REDIS_URL=url) as app:
        yield app


@pytest.fixture
def desk(app) -> Visitor:
    """The browser of an organizer."""
    return visitor(app)


def event_of(desk: Visitor, *, people: int = 12) -> Event:
    event, _guests = seating_builders.room(people)
    seating_builders.organizer(desk, event.community)
    return event


def begin(desk: Visitor, event: Event, kind: str = "mix", *, seconds: int = 10) -> Search:
    """Press the button, and let the search be as short as a test wants it."""
    laid = snapshot.read(event)
    data = {"kind": kind, "seconds": 10, "seen": laid.stamp if laid else "none"}
    answer = desk.post(f"{seating_builders.desk(event)}/searches", data=data)
    assert answer.status_code == 303, answer.text
    search = db.session.scalars(db.select(Search).order_by(Search.id.desc())).first()
    search.seconds = seconds
    db.session.commit()
    return search


def path_of(search: Search) -> str:
    return f"/desk/{search.event.community.slug}/searches/{search.id}"


def versions(event: Event) -> list[int]:
    return list(db.session.scalars(db.select(Plan.version).filter_by(event_id=event.id)))


def meanwhile(monkeypatch: pytest.MonkeyPatch, app: Flask, happens: Callable[[], object]) -> None:
    """Let something happen, elsewhere, between a search and what becomes of it."""
    solve = searches.engine.solve

    def solving(*args, **given):
        monkeypatch.setattr(searches.engine, "solve", solve)
        found = solve(*args, **given)
        with app.app_context():
            happens()
            db.session.commit()
        return found

    monkeypatch.setattr(searches.engine, "solve", solving)


def test_what_a_longer_mix_finds_is_the_newest_draft(app, desk) -> None:
    event = event_of(desk)
    search = begin(desk, event, seconds=0)

    worker.work_off(app)

    assert (search.state, search.done) == ("done", 1.0)
    assert "as a draft" in search.said
    laid = snapshot.read(event)
    assert laid.draft
    assert not laid.unseated(1)
    assert laid.plan.seed == search.seed


def test_an_improvement_begins_from_the_tables_as_they_are_and_never_makes_them_worse(
    app, desk
) -> None:
    event = event_of(desk, people=16)
    seating_builders.plan(event, steps=1)
    before = snapshot.read(event).figures.energy
    search = begin(desk, event, "improve", seconds=1)

    worker.work_off(app)

    assert search.state == "done"
    assert snapshot.read(event).figures.energy < before


def test_an_improvement_that_finds_nothing_leaves_everything_as_it_is(app, desk) -> None:
    event = event_of(desk)
    seating_builders.plan(event)
    before = snapshot.read(event).stamp
    search = begin(desk, event, "improve", seconds=0)

    worker.work_off(app)

    assert search.state == "done"
    assert "nothing better" in search.said
    assert snapshot.read(event).stamp == before


def test_stopping_midway_keeps_the_best_so_far(app, desk, monkeypatch) -> None:
    event = event_of(desk, people=16)
    search = begin(desk, event, seconds=60)
    path, heard, note = path_of(search), [], searches.record_progress

    def noted(number, done, told, **given) -> bool:
        desk.post(f"{path}/stop")
        heard.append((done, told["found"]["energy"]))
        return note(number, done, told, **given)

    monkeypatch.setattr(searches, "record_progress", noted)
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0)

    worker.work_off(app)

    assert search.state == "stopped"
    assert len(heard) == 1
    assert 0 < search.done < 0.5
    assert snapshot.read(event).figures.energy == heard[0][1]


def test_stopping_what_has_not_begun_keeps_nothing(app, desk) -> None:
    event = event_of(desk)
    search = begin(desk, event)

    answer = desk.post(f"{path_of(search)}/stop")
    worker.work_off(app)

    assert answer.status_code == 303
    assert search.state == "stopped"
    assert versions(event) == []


def test_tables_that_were_changed_while_it_searched_are_left_as_they_are(
    app, desk, monkeypatch
) -> None:
    event = event_of(desk)
    number = event.id
    search = begin(desk, event, seconds=0)
    meanwhile(
        monkeypatch, app, lambda: seating_builders.plan(db.session.get_one(Event, number), seed=5)
    )

    worker.work_off(app)

    assert search.state == "stale"
    assert "changed meanwhile" in search.said
    assert versions(event) == [1]


def test_a_plan_found_for_an_event_that_was_called_off_is_not_kept(app, desk, monkeypatch) -> None:
    event = event_of(desk)
    number = event.id
    search = begin(desk, event, seconds=0)

    def called_off() -> None:
        db.session.get_one(Event, number).cancelled_at = clock.now()

    meanwhile(monkeypatch, app, called_off)

    worker.work_off(app)

    assert (search.state, versions(event)) == ("stale", [])


def test_the_same_button_twice_is_one_search(app, desk) -> None:
    event = event_of(desk)

    first, second = begin(desk, event, seconds=0), begin(desk, event, seconds=0)
    worker.work_off(app)

    assert first.id == second.id
    assert versions(event) == [1]


def test_nobody_is_kept_waiting_for_the_database_while_it_searches(app, desk, monkeypatch) -> None:
    event = event_of(desk)
    begin(desk, event, seconds=0)
    held, solve = [], searches.engine.solve

    def solving(*args, **given):
        held.append(db.session().in_transaction())
        return solve(*args, **given)

    monkeypatch.setattr(searches.engine, "solve", solving)

    worker.work_off(app)

    assert held == [False]


def test_letters_never_wait_behind_a_second_search(app, desk) -> None:
    begin(desk, event_of(desk), seconds=0)

    with jobs._one:
        worker.work_off(app)

    assert searches.waiting()


def test_a_search_that_the_queue_lost_is_begun_within_a_minute(app, desk, monkeypatch) -> None:
    event = event_of(desk)
    with monkeypatch.context() as broken:
        broken.setattr("eventapp.mail.jobs.queue_of", lambda app: None)
        search = begin(desk, event, seconds=0)

    worker.sweep(app)
    worker.work_off(app)

    assert search.state == "done"


def test_a_search_whose_worker_died_is_closed_and_the_next_one_can_begin(app, desk) -> None:
    event = event_of(desk)
    lost = begin(desk, event)
    lost.state, lost.heard_at = "running", clock.now() - timedelta(minutes=2)

    worker.sweep(app)
    again = begin(desk, event, seconds=0)
    worker.work_off(app)

    assert (lost.state, again.state) == ("failed", "done")


def test_what_a_closed_search_still_finds_is_not_kept(app, desk, monkeypatch) -> None:
    event = event_of(desk)
    search = begin(desk, event, seconds=0)

    def closed() -> None:
        db.session.execute(db.update(Search).values(state="failed"))

    meanwhile(monkeypatch, app, closed)

    worker.work_off(app)

    assert (search.state, versions(event)) == ("failed", [])


def test_a_fault_closes_the_search_and_the_next_one_is_made(app, desk, monkeypatch) -> None:
    first = event_of(desk)
    second, _guests = seating_builders.room(12, community=first.community)
    searched = [begin(desk, event, seconds=0) for event in (first, second)]
    solve = searches.engine.solve

    def solving(asked, **given):
        monkeypatch.setattr(searches.engine, "solve", solve)
        raise MemoryError

    monkeypatch.setattr(searches.engine, "solve", solving)

    worker.work_off(app)

    assert [search.state for search in searched] == ["failed", "done"]
    assert "broke off" in searched[0].said


def test_the_engine_starts_no_threads_of_its_own() -> None:
    script = "import eventapp, numpy, os; print(len(os.listdir('/proc/self/task')))"
    free = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}

    said = subprocess.run(
        [sys.executable, "-c", script],
        env=free | {"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "1\n"
