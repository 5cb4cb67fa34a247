"""Time that passes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from eventapp import clock


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Let time pass."""
    real = clock.now

    def passes(by: timedelta) -> datetime:
        moment = real() + by
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return passes
