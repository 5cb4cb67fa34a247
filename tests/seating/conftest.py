"""A board to look at, for the tests of its pages."""

import pytest
import seating_builders

from eventapp.seating.board import desk


@pytest.fixture
def evening(client, monkeypatch):
    """Twelve guests at three tables, a draft, and its organizer signed in; mixing is quick."""
    monkeypatch.setattr(desk, "SECONDS", 0.1)
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community)
    return event, guests
