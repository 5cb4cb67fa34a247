"""A clock that the tests of letters turn, and a mail server that misbehaves."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flooding import Clock
from unruly_mail_server import UnrulyServer

from eventapp import clock


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock_ = Clock()
    monkeypatch.setattr(clock, "now", lambda: clock_.now)
    return clock_


@pytest.fixture
def unruly_alone() -> Iterator[UnrulyServer]:
    """A mail server that misbehaves on command."""
    with UnrulyServer() as server:
        yield server


@pytest.fixture
def unruly(each_database: Flask, unruly_alone: UnrulyServer) -> UnrulyServer:
    """The same for the test's app, with little patience on our side."""
    each_database.config["SMTP_URL"] = unruly_alone.url
    each_database.config["SMTP_TIMEOUT"] = 0.5
    return unruly_alone
