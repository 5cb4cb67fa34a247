"""Whoever is erased while a long list is on its way in isn't brought back by it."""

import make
import pytest
import worker
from conftest import visitor
from flask import Flask
from import_page import send, upload

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.people.models import Person
from eventapp.rsvps import jobs
from eventapp.rsvps.importing import batches
from eventapp.rsvps.importing.batches import Bringing
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(capacity=20)


@pytest.fixture
def waiting(each_database: Flask, event: Event, monkeypatch: pytest.MonkeyPatch) -> LongList:
    """A list of ten that the worker has still to bring in, in parts of four."""
    monkeypatch.setattr(batches, "MANY", 4)
    monkeypatch.setattr(Bringing, "at_most", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)
    organizer = visitor(each_database)
    make.sign_in(organizer, make.member(event.community, "organizer"))
    lines = ["First name,Email", *(f"Guest{n},G{n}@example.org" for n in range(10))]
    shown = upload(organizer, event, "\n".join(lines).encode())
    assert send(organizer, event, shown, go="bring").status_code == 303
    return db.session.scalars(db.select(LongList)).one()


def here() -> set[str]:
    return set(db.session.scalars(db.select(Rsvp.first_name)))


def test_whoever_is_erased_before_the_worker_begins_stays_away(
    each_database: Flask, waiting: LongList
) -> None:
    erasing.erase(make.person(email="g2@example.org"), now=clock.now())
    erasing.erase_address("g3@example.org", now=clock.now())
    db.session.commit()

    worker.work_off(each_database)

    assert here() == {f"Guest{n}" for n in (0, 1, 4, 5, 6, 7, 8, 9)}
    assert (waiting.state, waiting.erased) == ("done", [])


def test_whoever_is_erased_between_two_parts_stays_away(
    each_database: Flask, waiting: LongList, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make.person(email="g9@example.org").id
    db.session.commit()
    part, parts = jobs._part, []

    def erased_after_the_first(*given: object) -> bool:
        more = part(*given)
        parts.append(here())
        if len(parts) == 1:
            came = db.session.scalars(db.select(Person).filter_by(email="g0@example.org")).one()
            for one in (came, db.session.get_one(Person, known)):
                erasing.erase(one, now=clock.now())
            db.session.commit()
        return more

    monkeypatch.setattr(jobs, "_part", erased_after_the_first)

    worker.work_off(each_database)

    assert "Guest0" in parts[0]
    assert here() == {f"Guest{n}" for n in range(1, 9)}
    emails = set(db.session.scalars(db.select(Person.email)))
    assert not {"g0@example.org", "g9@example.org"} & emails


def test_a_list_of_before_keeps_nobody_from_coming_by_themselves(
    each_database: Flask, waiting: LongList, event: Event
) -> None:
    erasing.erase(make.person(email="g2@example.org"), now=clock.now())
    db.session.commit()
    back = make.rsvp(event, email="g2@example.org", first_name="Once More")
    db.session.commit()

    worker.work_off(each_database)

    assert db.session.get_one(Rsvp, back.id).first_name == "Once More"
    assert "Guest2" not in here()
