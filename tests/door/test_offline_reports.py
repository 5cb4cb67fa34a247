"""What doors pressed without a connection is sent: in any order, more than once, from two at a time."""

from datetime import timedelta
from uuid import uuid4

import door_builders
import make
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offline_reports import arrivals, listed, ms, pressed, running, send
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, presence
from eventapp.door.models import Arrival
from eventapp.door.offline import actions as offline
from eventapp.door.offline.batch import Report
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(client: Visitor) -> Event:
    return running(client)


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
