"""A board to look at, for the tests of its pages."""

import crowd
import pytest

from eventapp.seating import desk


@pytest.fixture
def evening(app, client, monkeypatch):
    """Twelve guests at three tables, a draft, and its organizer signed in; mixing is quick."""
    monkeypatch.setattr(desk, "SECONDS", 0.1)
    event, guests = crowd.room(12, tables=3, seats=5)
    crowd.plan(event)
    crowd.organizer(client, event.community)
    return event, guests
