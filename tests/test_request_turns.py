"""Slow visitors keep nobody waiting: a request has a turn to be worked on when all of it is here."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Semaphore
from urllib.parse import urlsplit

import pytest
from conftest import visitor
from flask import Flask
from http_phone import Phone
from live_server import Server

from eventapp import logs, measuring, request_turns

# The first half of a form; the other never comes.
HALF = (
    "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4000\r\n"
    "Content-Type: {kind}\r\n\r\nemail=ann"
)
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "application/json",
    "text/plain",
)


@pytest.fixture
def half_sent(serve: Callable[..., Server]) -> Iterator[Server]:
    """A server to which more visitors have sent half a form than requests are worked on."""
    server = serve()
    host = urlsplit(server.url).netloc
    with ExitStack() as stack:
        for number in range(request_turns.AT_WORK + 4):
            address = (urlsplit(server.url).hostname, urlsplit(server.url).port)
            one = stack.enter_context(socket.create_connection(address, 30))
            one.sendall(HALF.format(host=host, kind=KINDS[number % len(KINDS)]).encode())
        yield server


@pytest.mark.services
def test_others_are_answered_while_many_send_a_form_that_never_ends(half_sent: Server) -> None:
    phone = Phone(half_sent.url, patience=30)

    for path in ("/", "/healthz", "/sign-in", "/readyz"):
        phone.get(path)

        assert phone.status == 200, path


@pytest.fixture
def one_turn(monkeypatch: pytest.MonkeyPatch) -> Semaphore:
    monkeypatch.setattr(request_turns, "_turns", Semaphore(1))
    return request_turns._turns


def test_whatever_is_worked_on_has_a_turn_and_gives_it_back(
    app: Flask, one_turn: Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = []

    def page() -> str:
        free.append(one_turn.acquire(blocking=False))
        return "a page"

    monkeypatch.setitem(app.view_functions, "health.ready", page)
    client = visitor(app)

    answers = [
        client.get("/readyz").status_code,
        client.get("/nothing-here").status_code,
        client.post("/sign-in", data={"email": "x" * 100_000}).status_code,
        client.get("/?q=" + "x" * 20_000).status_code,
        client.get("/readyz").status_code,
    ]

    assert answers == [200, 404, 413, 414, 200]
    assert free == [False, False]
    assert one_turn.acquire(blocking=False)


def test_that_a_process_lives_is_told_while_all_turns_are_taken(
    app: Flask, one_turn: Semaphore
) -> None:
    one_turn.acquire()

    assert visitor(app).get("/healthz").status_code == 200
    assert not one_turn.acquire(blocking=False)


def test_the_wait_for_a_turn_counts_in_what_a_page_took(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, told = [100.0], []

    class Busy:
        def acquire(self) -> None:
            clock[0] += 7

        def release(self) -> None:
            pass

    monkeypatch.setattr(request_turns, "_turns", Busy())
    for module in (request_turns, logs):
        monkeypatch.setattr(module, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(measuring, "answered", lambda *said: told.append(said))

    visitor(app).get("/sign-in")

    assert told == [("people.sign_in", 200, 7.0)]
