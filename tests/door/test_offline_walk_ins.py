"""Walk-ins whom a door let in without a connection."""

import door_builders
import make
import pytest
from flask import Flask
from offline_reports import arrivals, listed, pressed, running, send
from visitor import Visitor

from eventapp.db import db
from eventapp.door.models import DoorReport
from eventapp.events.models import Event
from eventapp.rsvps.models import HistoryEntry, Rsvp


@pytest.fixture
def event(client: Visitor) -> Event:
    return running(client)


def test_a_walk_in_who_was_let_in_without_a_place_is_in_on_top_and_listed_until_seen(
    app: Flask, client: Visitor, ago
) -> None:
    event = door_builders.event(capacity=1)
    make.rsvp(event)
    door_builders.staff(client, event)

    said = send(client, event, pressed("walk-in", ago(5), first_name="Rosa", last_name="Lang"))

    assert list(said.values()) == ["full"]
    # They stand inside: a place on top, and the time at which they came.
    assert [rsvp.state for rsvp in db.session.scalars(db.select(Rsvp))] == ["going", "going"]
    assert list(arrivals().values()) == [ago(5)]
    step = db.session.scalars(db.select(HistoryEntry).filter_by(what="override")).one()
    assert "Let in at the door" in step.why
    assert "Rosa Lang was let in" in listed(client, event)
    client.submit(door_builders.door(event, ""), to="/conflicts")
    assert "Rosa Lang was let in" not in listed(client, event)


def test_a_walk_in_on_top_is_taken_back_as_any_other(app: Flask, client: Visitor, ago) -> None:
    event = door_builders.event(capacity=1)
    make.rsvp(event)
    door_builders.staff(client, event)
    walk_in = pressed("walk-in", ago(5), first_name="Rosa")
    send(client, event, walk_in)

    send(client, event, pressed("out", ago(4), walk_in=walk_in["id"]))

    assert arrivals() == {}


def test_a_walk_in_to_an_event_called_off_is_listed_by_name_and_forgotten_when_seen(
    app: Flask, client: Visitor, event, ago
) -> None:
    event.cancelled_at = ago(9)
    db.session.commit()

    said = send(client, event, pressed("walk-in", ago(5), first_name="Rosa", last_name="Lang"))

    assert list(said.values()) == ["closed"]
    assert "Rosa Lang came at" in listed(client, event)
    client.submit(door_builders.door(event, ""), to="/conflicts")
    assert {report.name for report in db.session.scalars(db.select(DoorReport))} == {""}


def test_a_walk_in_of_the_device_is_undone_by_its_own_key(
    app: Flask, client: Visitor, event, ago
) -> None:
    walk_in = pressed("walk-in", ago(5), first_name="Rosa")

    send(client, event, walk_in, pressed("out", ago(4), walk_in=walk_in["id"]))

    assert arrivals() == {}
