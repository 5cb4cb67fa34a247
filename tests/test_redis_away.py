"""While Redis is away, visitors are answered, and counted by each process for itself."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import api_builders
import make
import pytest
from conftest import running, sqlite_copy, visitor
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from services import free_port

from eventapp import redis_patience, web
from eventapp.api import limits as api_limits
from eventapp.mail import jobs


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """One limiter serves all apps of a process, and remembers what it found."""
    for name in ("_storage_dead", "_in_memory_fallback_enabled"):
        monkeypatch.setattr(web.limiter, name, False)
    monkeypatch.setattr(jobs, "_asked_again_at", 0.0)
    monkeypatch.setattr(api_limits, "_asked_again_at", 0.0)
    monkeypatch.setattr(api_limits, "ALONE", FixedWindowRateLimiter(MemoryStorage()))


def test_all_are_answered_and_nobody_may_ask_without_end(
    empty_sqlite: Path, tmp_path: Path
) -> None:
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0", "RATELIMIT_ENABLED": True}

    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, **away) as app:
        client = visitor(app)
        answers = [client.get("/sign-in").status_code]
        answers += [
            client.submit("/sign-in", email="ann@example.org").status_code for _ in range(3)
        ]
        found = [client.post("/sign-in", data={}).status_code for _ in range(25)]

    assert answers == [200, 303, 303, 303]
    assert found[-1] == 429


def test_programs_are_answered_and_counted_too(
    hanging: "Hanging", empty_sqlite: Path, tmp_path: Path
) -> None:
    away = {"REDIS_URL": hanging.url, "RATELIMIT_ENABLED": True}

    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, **away) as app:
        ask = api_builders.program(visitor(app), make.community())
        answers = [ask("GET", "/community") for _ in range(301)]

    assert {one.status_code for one in answers[:300]} == {200}
    assert "r=297;" in answers[2].headers["RateLimit"]
    assert answers[300].status_code == 429
    assert len(hanging.came) == 1


class Hanging:
    """A Redis that takes every connection and never says a word; `came` are those that it took."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.came: list[socket.socket] = []
        self.url = f"redis://127.0.0.1:{self.listening.getsockname()[1]}/0"
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.came.append(self.listening.accept()[0])
            except OSError:
                return

    def end(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        for one in (self.listening, *self.came):
            one.close()


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    redis = Hanging()
    yield redis
    redis.end()


def test_a_redis_that_hangs_is_asked_once_and_left_alone_for_a_while(
    hanging: Hanging, empty_sqlite: Path, tmp_path: Path
) -> None:
    settings = {"REDIS_URL": hanging.url, "RATELIMIT_ENABLED": True}
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, **settings) as app:
        for _ in range(5):
            jobs.ask("deliver")
        by_letters = len(hanging.came)
        client = visitor(app)
        said = [client.submit("/sign-in", email="ann@example.org").status_code]
        patience = [
            pool.connection_kwargs["socket_timeout"]
            for pool in (
                app.extensions["queue"].storage.pool,
                web.limiter.storage.storage.connection_pool,
            )
        ]

    assert (said, by_letters) == ([303], 1)
    assert patience == [redis_patience.BRIEFLY] * 2
