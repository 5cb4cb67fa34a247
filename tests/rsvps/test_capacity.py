"""The last place is given once, whoever asks at the same instant; on the shipped server."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import make
import pytest
from conftest import running

from eventapp import clock
from eventapp.db import db, only_reads
from eventapp.mail.models import Message
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.services


class Guest:
    """One phone: opens the page, then sends the form when everybody is ready."""

    def __init__(self, server: str, path: str, email: str) -> None:
        self.host, self.path, self.email = urlsplit(server).netloc, path, email
        self.status, self.took = 0, 0.0

    def open_page(self, role: int) -> None:
        page, cookie = self._ask("GET", self.path, {}, "")
        hidden = dict(re.findall(r'name="(csrf_token|once)"[^>]* value="([^"]+)"', page))
        self.form = urlencode(
            {**hidden, "first_name": "Guest", "email": self.email, "role": role}
            | {"stage": "", "ask_kind": "advice", "offer_kind": "advice"}
        )
        self.cookie = cookie

    def send(self, barrier: threading.Barrier) -> None:
        barrier.wait()
        began = time.perf_counter()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        self._ask("POST", f"{self.path}/rsvps", headers, self.form)
        self.took = time.perf_counter() - began

    def _ask(self, method: str, path: str, headers: dict, body: str) -> tuple[str, str]:
        with closing(HTTPConnection(self.host, timeout=60)) as connection:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            self.status = answer.status
            cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
            return answer.read().decode(), cookie


@contextmanager
def event_of(server, tmp_path, **given) -> Iterator[tuple[str, int, int]]:
    with running(server.database_url, tmp_path):
        event = make.event(**given)
        found = f"/{event.community.slug}/events/{event.slug}", event.roles[0].id, event.id
        db.session.commit()
        # A transaction left open here would keep the whole crowd waiting.
        db.session.remove()
        yield found


@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_200_rsvps_at_once_for_60_places_give_exactly_60(which, request, serve, tmp_path):
    url = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if which != "sqlite" else {}
    server = serve(**url)
    with event_of(server, tmp_path, capacity=60) as (path, role, event_id):
        guests = [Guest(server.url, path, f"crowd{n}@example.org") for n in range(200)]
        for guest in guests:
            guest.open_page(role)
        barrier = threading.Barrier(200)
        crowd = [threading.Thread(target=guest.send, args=(barrier,)) for guest in guests]

        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()

        assert {guest.status for guest in guests} == {303}
        turns = db.session.execute(
            db.select(Rsvp.state, Rsvp.turn).where(Rsvp.event_id == event_id).order_by(Rsvp.turn)
        ).all()
        assert [turn for _, turn in turns] == list(range(1, 201))
        assert [state for state, _ in turns] == ["going"] * 60 + ["waitlisted"] * 140
        letters = db.select(Message.kind, db.func.count()).group_by(Message.kind)
        assert dict(db.session.execute(letters).all()) == {"invite": 60, "waitlist": 140}


@pytest.mark.parametrize("guarded", [True, False])
def test_the_lock_is_what_keeps_the_count(guarded, each_database, monkeypatch):
    """The same race inside this process: without its guard it must go wrong."""
    app = each_database
    event_id = make.event(capacity=5).id
    db.session.commit()
    db.session.remove()
    if not guarded:
        monkeypatch.setattr(actions, "lock", lambda event: None)
    counted = actions.count
    # Everybody looks before anybody writes: that is when a place is given twice.
    monkeypatch.setattr(actions, "count", lambda *a: (counted(*a), time.sleep(0.02))[0])
    troubles = []

    def ask(number: int) -> None:
        with app.app_context():
            only_reads(not guarded)
            try:
                found = db.session.get(make.Event, event_id)
                answers = make.answers(found)
                email = f"racer{number}@example.org"
                actions.request(found, email, answers, once=str(number), now=clock.now())
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                troubles.append(error)

    racers = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    db.session.rollback()
    going = counted(db.session.get(make.Event, event_id), "going")
    went_right = going == 5 and not troubles
    assert went_right == guarded, f"{going} going, {len(troubles)} failed"
