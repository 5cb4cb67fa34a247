"""What the tests of letters share: a clock that they turn, and an app that only renders."""

import pytest
from flask import Flask
from flask_babel import Babel
from flooding import Clock
from jinja2 import StrictUndefined

from eventapp import clock
from eventapp.paths import ROOT


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock_ = Clock()
    monkeypatch.setattr(clock, "now", lambda: clock_.now)
    return clock_


@pytest.fixture(scope="module")
def post() -> Flask:
    """The smallest app that renders letters; a name that a letter wasn't given is an error."""
    app = Flask("letters", template_folder=str(ROOT / "templates"), static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    return app
