"""A site that reads answers, and a clock to turn."""

import make
import pytest
from flask import Flask
from flooding import Clock
from reply_builders import FORM

from eventapp import clock
from eventapp.events.models import Event


@pytest.fixture
def reads(app: Flask) -> Flask:
    app.config["ANSWER_ADDRESS"] = FORM
    return app


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


@pytest.fixture
def event(reads: Flask, turned: Clock) -> Event:
    return make.event(capacity=2)
