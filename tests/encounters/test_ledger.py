"""Who has met whom, as the ledger keeps it."""

import make
from flask import Flask

from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.insights.reading import evening_of


def test_two_at_one_table_who_both_came_have_met(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem, dot = (make.person() for _ in range(4))

    new = ledger.record(
        event,
        1,
        {ana.id: 1, ben.id: 1, cem.id: 2, dot.id: 1},
        {ana.id, ben.id, cem.id},
        now=make.NOON,
    )

    assert new == 1
    assert ledger.met(ana.id) == {ben.id}
    assert ledger.met(dot.id) == set()


def test_recording_a_round_twice_is_once(app: Flask) -> None:
    event = make.past_event()
    ana, ben = make.person(), make.person()
    seats = {ana.id: 3, ben.id: 3}

    first = ledger.record(event, 1, seats, set(seats), now=make.NOON)
    second = ledger.record(event, 1, seats, set(seats), now=make.NOON)

    assert (first, second) == (1, 0)
    assert db.session.scalar(db.select(db.func.count(Encounter.id))) == 1


def test_someone_who_arrives_later_is_added_to_a_recorded_round(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = (make.person() for _ in range(3))
    seats = {ana.id: 1, ben.id: 1, cem.id: 1}
    ledger.record(event, 1, seats, {ana.id, ben.id}, now=make.NOON)

    new = ledger.record(event, 1, seats, set(seats), now=make.NOON)

    assert new == 2
    assert ledger.met(cem.id) == {ana.id, ben.id}


def test_pairs_are_counted_over_rounds_and_events(app: Flask) -> None:
    ana, ben, cem = (make.person() for _ in range(3))
    for event in (make.past_event(), make.past_event()):
        ledger.record(event, 1, {ana.id: 1, ben.id: 1, cem.id: 2}, {ana.id, ben.id}, now=make.NOON)
        ledger.record(event, 2, {ben.id: 1, cem.id: 1}, {ben.id, cem.id}, now=make.NOON)

    counts = ledger.counts([ana.id, ben.id, cem.id])

    assert counts == {(ana.id, ben.id): 2, (ben.id, cem.id): 2}
    assert ledger.counts([ana.id, cem.id]) == {}


def test_a_pair_that_shares_two_rounds_is_one_pair_of_the_event(app: Flask) -> None:
    event = make.past_event()
    seats = {make.rsvp(event).person_id: 1, make.rsvp(event).person_id: 1}
    for number in (1, 2):
        ledger.record(event, number, seats, set(seats), now=make.NOON)

    evening = evening_of(event, now=make.NOON)

    assert len(evening.met) == 1


def test_meetings_among_a_few_say_who_met_whom_where_and_how_often(each_database: Flask) -> None:
    first, second = make.past_event(), make.past_event()
    ana, ben, cem, eva = sorted(make.person().id for _ in range(4))
    for event, round, people in (
        (first, 1, (ana, ben, eva)),
        (first, 2, (ana, ben)),
        (second, 1, (ben, cem)),
    ):
        ledger.record(event, round, dict.fromkeys(people, 1), people, now=make.NOON)

    found = ledger.meetings_among([ana, ben, cem])

    meetings = sorted(zip(*(each.tolist() for each in found), strict=True))
    assert meetings == [(ana, ben, first.id)] * 2 + [(ben, cem, second.id)]
    assert [len(each) for each in ledger.meetings_among([])] == [0, 0, 0]
