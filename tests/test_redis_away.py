"""While Redis is away, visitors are answered, and counted by each process for itself."""

from pathlib import Path

import pytest
from conftest import running, sqlite_copy, visitor
from services import free_port

from eventapp import web


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """One limiter serves all apps of a process, and remembers what it found."""
    for name in ("_storage_dead", "_in_memory_fallback_enabled"):
        monkeypatch.setattr(web.limiter, name, False)


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
