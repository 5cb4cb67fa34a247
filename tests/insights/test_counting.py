"""Each event that is over is counted once, and again when something before it changed."""

from datetime import timedelta

import make
import year_builders
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.insights.years import jobs
from eventapp.insights.years.models import EventFigures
from eventapp.insights.years.reading import year_of, years_of
from eventapp.rsvps.models import Rsvp


def test_each_number_is_what_all_rows_together_say(app: Flask) -> None:
    _community, events = year_builders.months(3, 20)
    met, came = set(), {}

    jobs.count_events()

    for event in events:
        counted = figures(event).counted
        here = people(event)
        pairs = {
            (one.low_id, one.high_id)
            for one in db.session.scalars(db.select(Encounter).filter_by(event_id=event.id))
        }
        assert counted["came"] == len(here)
        assert counted["nth"][0] == sum(who not in came for who in here)
        assert counted["nth"][1] == sum(came.get(who, (0, 0))[0] == 1 for who in here)
        assert sum(counted["second"].values()) == counted["nth"][1]
        assert counted["pairs"] == len(pairs)
        assert counted["again"] == len(pairs & met)
        met |= pairs
        for who in here:
            number, first = came.get(who, (0, event.id))
            came[who] = number + 1, first
    assert figures(events[-1]).counted["web"]["pairs"] == len(met)


def test_of_earlier_events_that_began_at_once_each_is_counted(app: Flask) -> None:
    _community, events = year_builders.months(3, 20)
    events[1].starts_at = events[0].starts_at
    db.session.commit()

    jobs.count_events()

    met: dict[int, set[tuple[int, int]]] = {event.id: set() for event in events}
    for one in db.session.scalars(db.select(Encounter)):
        met[one.event_id].add((one.low_id, one.high_id))
    first, second, last = met.values()
    assert figures(events[-1]).counted["web"]["pairs"] == len(first | second | last)
    assert figures(events[-1]).counted["again"] == len(last & (first | second))


def test_nothing_is_due_twice(app: Flask) -> None:
    year_builders.months(2, 12)

    assert jobs.count_events() == 2
    assert jobs.count_events() == 0


def test_after_an_upgrade_what_was_last_is_counted_first_a_few_at_a_time_and_it_ends(
    app: Flask,
) -> None:
    _community, events = year_builders.months(jobs.AT_ONCE + 2, 4)

    assert jobs.count_events() == jobs.AT_ONCE
    assert {one.event_id for one in db.session.scalars(db.select(EventFigures))} == {
        event.id for event in events[2:]
    }
    assert jobs.count_events() == 2
    assert jobs.count_events() == 0


def test_an_event_that_is_not_over_or_was_called_off_is_not_counted(app: Flask) -> None:
    make.event()
    make.past_event(cancelled_at=clock.now())
    make.past_event(published_at=None)

    assert jobs.count_events() == 0


def test_an_event_is_counted_again_when_who_met_was_put_right(app: Flask) -> None:
    _community, (event,) = year_builders.months(1, 12)
    jobs.count_events()
    kept = figures(event)
    kept.made_at -= timedelta(minutes=1)
    pairs = kept.counted["pairs"]
    gone = db.session.scalars(db.select(Encounter).filter_by(event_id=event.id)).first()
    db.session.delete(gone)
    ledger.noted(event).closed_at = clock.now()
    db.session.commit()

    assert jobs.count_events() == 1
    assert figures(event).counted["pairs"] == pairs - 1
    assert jobs.count_events() == 0


def test_later_events_are_counted_again_when_an_earlier_one_changes(app: Flask) -> None:
    _community, (first, second) = year_builders.months(2, 12)
    jobs.count_events()
    new_before = figures(second).counted["nth"][0]
    who = next(person for person in people(second) if person not in people(first))
    late = make.rsvp(first, person=db.session.get(Rsvp, rsvp_of(second, who)).person)
    db.session.add(Arrival(rsvp=late, arrived_at=first.starts_at))
    figures(first).due_at = clock.now()
    db.session.commit()

    jobs.count_events()
    jobs.count_events()

    assert figures(second).counted["nth"][0] == new_before - 1


def test_a_year_is_read_in_the_same_few_queries_however_many_events(
    app: Flask, queries: list[str]
) -> None:
    community, _events = year_builders.months(4, 12)
    jobs.count_events()

    db.session.commit()
    queries.clear()

    found = year_of(community, years_of(community)[0], now=clock.now())

    assert len(found.events) == 4
    assert len(queries) <= 4


def figures(event) -> EventFigures:
    return db.session.get_one(EventFigures, event.id)


def people(event) -> list[int]:
    rows = db.select(Rsvp.person_id).join(Arrival, Arrival.rsvp_id == Rsvp.id)
    return list(db.session.scalars(rows.where(Rsvp.event_id == event.id)))


def rsvp_of(event, person: int) -> int:
    return db.session.scalar(db.select(Rsvp.id).filter_by(event_id=event.id, person_id=person))
