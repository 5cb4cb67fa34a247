"""What several tests at the door ask for: a server that goes away, and the minutes before now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from door_outage import Outage, outage
from flask import Flask

from eventapp import clock


@pytest.fixture
def server(app: Flask) -> Iterator[Outage]:
    """The app of the test, which can be shut and opened again."""
    with outage(app) as server:
        yield server


@pytest.fixture
def ago() -> Callable[[int], datetime]:
    """The time so many minutes before the test began."""
    now = clock.now()
    return lambda minutes: now - timedelta(minutes=minutes)
