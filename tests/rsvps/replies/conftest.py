"""A site that reads answers, and a clock to turn."""

import pytest
from flask import Flask
from flooding import Clock
from reply_builders import FORM

from eventapp import clock


@pytest.fixture
def reads(app: Flask) -> Flask:
    app.config["ANSWER_ADDRESS"] = FORM
    return app


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found
