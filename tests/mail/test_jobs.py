"""The queue wakes the worker, whichever storage it is kept in."""

import make
import pytest
import worker
from conftest import running, sqlite_copy
from flask import g

from eventapp.db import db
from eventapp.mail import jobs
from eventapp.mail.jobs import ask, queue_of
from eventapp.mail.models import Message


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.services)])
def queued(request, tmp_path, empty_sqlite):
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, REDIS_URL=url) as app:
        yield app


def state() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Message.state)))


@pytest.mark.parametrize(("mark", "task"), jobs.WAKES.items())
def test_a_request_wakes_the_worker_for_what_it_left_behind(app, monkeypatch, mark, task):
    asked = []
    monkeypatch.setattr(jobs, "ask", asked.append)
    app.config["TESTING"] = False

    with app.test_request_context():
        setattr(g, mark, True)

    assert asked == [task]
    assert task in app.extensions["tasks"]


def test_waking_the_worker_sends_what_waits(queued):
    make.rsvp(letter="invite")
    db.session.commit()

    ask("deliver")
    worker.work_off(queued)

    assert state() == ["sent"]


def test_the_worker_is_woken_once_until_it_begins_and_then_again(queued):
    queue = queue_of(queued)
    for name in ("deliver", "announcements", "deliver"):
        ask(name)
    assert queue.pending_count() == 2

    begun = queue.dequeue()
    ask(begun.name)

    assert [task.name for task in queue.pending()] == ["announcements", "deliver"]


def test_letters_posted_at_the_same_moment_leave_together(queued, monkeypatch):
    def post(_seconds: float = 0) -> None:
        make.rsvp(letter="invite")
        db.session.commit()

    monkeypatch.setattr(jobs.time, "sleep", post)
    queue = queue_of(queued)
    jobs.gather(queue)
    post()

    ask("deliver")
    queue.execute(queue.dequeue())

    assert state() == ["sent", "sent"]


def test_nothing_but_letters_is_gathered(queued, monkeypatch):
    slept = []
    monkeypatch.setattr(jobs.time, "sleep", slept.append)
    queue = queue_of(queued)
    jobs.gather(queue)
    ask("announcements")

    worker.work_off(queued)

    assert slept == []


def test_a_queue_in_a_file_keeps_nobody_waiting_for_the_disk(queued):
    storage = queue_of(queued).storage
    if storage.blocking:
        return

    # 1 is NORMAL: a power cut may take the last of it, and never harms the file.
    assert storage.sql("PRAGMA synchronous", results=True) == [(1,)]


def test_the_queue_is_asked_for_nothing_but_the_next_task(queued, monkeypatch):
    queue = queue_of(queued)
    ask("deliver")
    asked = []
    monkeypatch.setattr(queue.storage, "peek_many", lambda keys: asked.extend(keys) or {})

    worker.work_off(queued)

    assert asked == []


def test_the_sweep_finds_what_a_crash_left_even_when_one_chore_fails(queued):
    def trouble() -> None:
        raise RuntimeError("no luck")

    queued.extensions["chores"] = (trouble, *queued.extensions["chores"])
    make.rsvp(letter="invite")

    worker.sweep(queued)

    assert state() == ["sent"]
