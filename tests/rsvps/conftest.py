"""An event with many guests, where four are many, and nobody has to wait."""

import make
import pytest
from flask import Flask

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.rsvps import announcements, jobs
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "PART", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)


@pytest.fixture
def meetup(each_database: Flask, short_parts: None) -> Event:
    return make.event(capacity=8)


@pytest.fixture
def guests(meetup: Event) -> list[Rsvp]:
    """Eight who have a place with their invite, and two who wait."""
    found = [make.rsvp(meetup, letter="invite") for _ in range(10)]
    db.session.commit()
    deliver.deliver_due()
    return found
