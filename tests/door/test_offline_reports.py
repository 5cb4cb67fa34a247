"""What doors pressed without a connection is sent: in any order, more than once, from two at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import door_builders
import make
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, presence
from eventapp.door.models import Arrival, DoorReport
from eventapp.door.offline import actions as offline
from eventapp.door.offline.batch import Report
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import HistoryEntry, Rsvp


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def pressed(kind: str, at: datetime, **about: object) -> dict[str, object]:
    """A report as a device keeps it, whose clock is right and who heard from us an hour before."""
    seen = ms(at - timedelta(hours=1))
    fields = {"id": str(uuid4()), "kind": kind, "number": 1, "pressed": ms(at), "ahead": 0}
    return fields | {"contact": seen} | about


def send(client: Visitor, event: Event, *reports: dict[str, object]) -> dict[str, str]:
    """Send a batch; the word about each."""
    data = {"sent": ms(clock.now()), "reports": list(reports)}
    answer = client.post(door_builders.door(event, "/reports"), json=data)
    assert answer.status_code == 200
    answers = answer.json["answers"]
    return {str(one["id"]): answers[one["id"]]["outcome"] for one in reports}


def arrivals() -> dict[int, datetime]:
    return dict(db.session.execute(db.select(Arrival.rsvp_id, Arrival.arrived_at)).all())


def listed(client: Visitor, event: Event) -> str:
    return client.get(door_builders.door(event, "")).text


@pytest.fixture
def ago() -> Callable[[int], datetime]:
    now = clock.now()
    return lambda minutes: now - timedelta(minutes=minutes)


@pytest.fixture
def event(client: Visitor) -> Event:
    event = door_builders.event(minutes=-10, capacity=None)
    door_builders.staff(client, event)
    return event


def test_an_arrival_counts_from_when_it_was_pressed(
    each_database: Flask, client: Visitor, ago
) -> None:
    event = door_builders.event(minutes=-30, capacity=None)
    door_builders.staff(client, event)
    rsvp, other = make.rsvp(event), make.rsvp(event)
    door_builders.plan(event, [[rsvp, other]], [[rsvp, other]])

    said = send(
        client, event, pressed("in", ago(40), rsvp=rsvp.id), pressed("in", ago(5), rsvp=other.id)
    )

    assert set(said.values()) == {"done"}
    assert arrivals() == {rsvp.id: ago(40), other.id: ago(5)}
    # Who came after round 1 was over has not sat in it.
    assert presence.at_tables(event, now=clock.now()) == {
        1: {rsvp.id: 1},
        2: {rsvp.id: 1, other.id: 1},
    }


def test_sent_again_it_is_answered_again_and_done_once(
    app: Flask, client: Visitor, event, ago
) -> None:
    rsvp = make.rsvp(event)
    report, walk_in = (
        pressed("in", ago(5), rsvp=rsvp.id),
        pressed("walk-in", ago(4), first_name="Rosa"),
    )

    first, again = send(client, event, report, walk_in), send(client, event, report, walk_in)

    assert first == again
    assert len(arrivals()) == 2
    assert len(db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == event.id)).all()) == 2


def test_a_replay_after_an_undo_brings_nobody_back(app: Flask, client: Visitor, event, ago) -> None:
    rsvp = make.rsvp(event)
    report = pressed("in", ago(5), rsvp=rsvp.id)
    send(client, event, report)
    actions.undo(event, rsvp.id, by=make.person(), now=clock.now())

    send(client, event, report)

    assert arrivals() == {}


def test_in_before_says_when_and_by_whom(app: Flask, client: Visitor, event, ago) -> None:
    rsvp, kofi = make.rsvp(event), make.person(first_name="Kofi")
    actions.arrive(rsvp, by=kofi, now=ago(9))
    report = pressed("in", ago(5), rsvp=rsvp.id)
    db.session.commit()

    data = {"sent": ms(clock.now()), "reports": [report]}
    answer = client.post(door_builders.door(event, "/reports"), json=data).json["answers"]

    told = answer[report["id"]]
    assert (told["outcome"], told["by"], told["at"]) == ("already", "Kofi", ms(ago(9)))
    assert "to look at" not in listed(client, event)


def test_who_gave_the_place_back_meanwhile_is_listed_until_seen(
    app: Flask, client: Visitor, event, ago
) -> None:
    rsvp = make.rsvp(event, first_name="Aiko")
    rsvps.cancel(rsvp, now=ago(3))

    said = send(client, event, pressed("in", ago(5), rsvp=rsvp.id))

    assert list(said.values()) == ["no-place"]
    assert arrivals() == {}
    assert "Aiko came at" in listed(client, event)
    client.submit(door_builders.door(event, ""), to="/conflicts")
    assert "Aiko came at" not in listed(client, event)


def test_who_gave_the_place_back_is_listed_once_however_often_they_were_pressed(
    app: Flask, client: Visitor, event, ago
) -> None:
    twice, undone = make.rsvp(event, first_name="Twice"), make.rsvp(event, first_name="Undone")
    for rsvp in (twice, undone):
        rsvps.cancel(rsvp, now=ago(9))

    send(
        client,
        event,
        pressed("in", ago(8), rsvp=twice.id),
        pressed("out", ago(7), rsvp=twice.id),
        pressed("in", ago(6), rsvp=twice.id),
        pressed("in", ago(5), rsvp=undone.id),
        pressed("out", ago(4), rsvp=undone.id),
    )

    page = listed(client, event)
    assert page.count("Twice came at") == page.count("<b>Twice came at") + 1 == 2
    assert "Undone came at" not in page


def test_what_another_door_took_back_is_listed_and_what_one_took_back_oneself_is_not(
    app: Flask, client: Visitor, event, ago
) -> None:
    mine, theirs = make.rsvp(event, first_name="Mine"), make.rsvp(event, first_name="Theirs")
    actions.undo(event, theirs.id, by=make.person(), now=ago(4))

    send(client, event, pressed("out", ago(4), rsvp=mine.id), pressed("in", ago(5), rsvp=mine.id))
    send(client, event, pressed("in", ago(5), rsvp=theirs.id))

    assert arrivals() == {}
    page = listed(client, event)
    assert "Theirs was checked in at" in page
    assert "Mine was checked in at" not in page


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


def test_one_report_that_fails_takes_no_other_with_it(app: Flask, client: Visitor, ago) -> None:
    event = door_builders.event(capacity=1)
    rsvp = make.rsvp(event)
    door_builders.staff(client, event)
    stranger = make.rsvp()
    reports = [
        pressed("walk-in", ago(9), first_name="Rosa"),
        pressed("in", ago(8), rsvp=stranger.id),
        pressed("nonsense", ago(7)),
        pressed("in", ago(6), rsvp=rsvp.id),
    ]

    said = send(client, event, *reports)

    assert list(said.values()) == ["full", "unknown", "unreadable", "done"]
    assert sorted(arrivals().values()) == [ago(9), ago(6)]


def test_a_walk_in_of_the_device_is_undone_by_its_own_key(
    app: Flask, client: Visitor, event, ago
) -> None:
    walk_in = pressed("walk-in", ago(5), first_name="Rosa")

    send(client, event, walk_in, pressed("out", ago(4), walk_in=walk_in["id"]))

    assert arrivals() == {}


def test_reports_need_the_token_and_our_own_page(app: Flask, client: Visitor, event, ago) -> None:
    rsvp, path = make.rsvp(event), door_builders.door(event, "/reports")
    data = {"sent": ms(clock.now()), "reports": [pressed("in", ago(5), rsvp=rsvp.id)]}

    bare = client.post(path, json=data, headers={"X-CSRFToken": ""})
    strange = client.post(path, json=data, headers={"Origin": "https://elsewhere.example"})
    token = client.get(door_builders.door(event, "/list")).json["token"]
    ours = client.post(path, json=data, headers={"X-CSRFToken": token})

    assert [answer.status_code for answer in (bare, strange, ours)] == [400, 400, 200]


def test_a_press_that_was_about_another_day_or_place_counts_no_more(
    app: Flask, client: Visitor, event, ago
) -> None:
    rsvp = make.rsvp(event)
    send(client, event, pressed("in", ago(9), rsvp=rsvp.id))
    rsvps.cancel(rsvp, now=ago(6))
    rsvps.admit(event, rsvp.person, make.answers(event), source="web", now=ago(5), letter=None)

    send(client, event, pressed("out", ago(10), rsvp=rsvp.id))

    assert arrivals() == {}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_in_one_second_the_first_checked_them_in(app: Flask, order: tuple[int, int]) -> None:
    event, now, doors = make.event(), clock.now(), [make.person(), make.person()]
    rsvp = make.rsvp(event)

    for n in order:
        report = Report(str(uuid4()), "in", n, 0, 0, 0, rsvp=rsvp.id)
        at = now + timedelta(milliseconds=100 * n - 500)
        offline.take(event, report, at=at, by=doors[n], now=now)

    assert [one.by_id for one in db.session.scalars(db.select(Arrival))] == [doors[0].id]


@pytest.mark.parametrize("body", ["[" * 60_000, '{"reports":' * 5_000])
def test_what_no_device_sends_is_no_batch(body: str, client: Visitor, event: Event) -> None:
    answer = client.post(door_builders.door(event, "/reports"), data=body)

    assert answer.status_code == 422


PRESSES = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["in", "out"]), st.integers(1, 30), st.integers(0, 1)
    ),
    max_size=8,
)


@given(PRESSES, st.randoms())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_doors_agree_in_whatever_order_they_are_heard(
    app: Flask, presses: list[tuple[int, str, int, int]], chance
) -> None:
    now, doors = clock.now(), [make.person(), make.person()]
    made = [(str(uuid4()), n, *one) for n, one in enumerate(presses)]

    def end_of(order: list[tuple[str, int, int, str, int, int]]) -> list[tuple[object, object]]:
        event = make.event(capacity=None)
        guests = [make.rsvp(event) for _ in range(3)]
        for key, number, who, kind, ago, door in order:
            report = Report(key, kind, number, 0, 0, 0, rsvp=guests[who].id)
            at = now - timedelta(milliseconds=ago * 300)
            offline.take(event, report, at=at, by=doors[door], now=now)
        there = db.session.scalars(db.select(Arrival)).all()
        found = {one.rsvp_id: (one.arrived_at, one.by_id) for one in there}
        return [found.get(guest.id, (None, None)) for guest in guests]

    assert end_of(chance.sample([*made, *made], 2 * len(made))) == end_of(made)
