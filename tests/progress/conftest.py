"""A clock that tests turn, and no pauses."""

import pytest
from program_letters import Weeks

from eventapp.progress.letters import jobs


@pytest.fixture
def weeks(app, monkeypatch: pytest.MonkeyPatch) -> Weeks:
    """The clock of a program; it is before all of it."""
    monkeypatch.setattr(jobs, "PAUSE", 0)
    return Weeks(monkeypatch)
