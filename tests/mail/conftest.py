"""A clock that the tests of letters turn."""

import pytest
from flooding import Clock

from eventapp import clock


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock_ = Clock()
    monkeypatch.setattr(clock, "now", lambda: clock_.now)
    return clock_
