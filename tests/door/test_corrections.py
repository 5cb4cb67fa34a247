"""An organizer says who really sat where, and everything that tells of who met follows."""

from datetime import timedelta
from itertools import combinations

import door_builders
import make
import pytest
import seating_builders
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import jobs, presence
from eventapp.door.corrections.models import SeatCorrection
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.followups.tablemates import company_of
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def past(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> tuple[Event, list[list[Rsvp]]]:
    """An event that is over: two tables of three in two rounds, all but the last checked in."""
    event, seated = door_builders.full(2, at=3, minutes=10)
    for rsvp in [*seated[0], *seated[1][:2]]:
        door.arrive(rsvp, by=make.person(), now=event.starts_at)
    db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: event.ends_at + timedelta(hours=1))
    jobs.write_who_met()
    seating_builders.organizer(client, event.community)
    return event, seated


def test_the_forms_come_before_the_many_tables(past: tuple[Event, object], client: Visitor) -> None:
    event, _seated = past

    told = client.get(page(event)).text

    assert told.index("Somebody sat elsewhere") < told.index('class="sat-tables"')


def page(event: Event) -> str:
    return f"{seating_builders.desk(event)}/who-sat"


def correct(client: Visitor, event: Event, **given: object):
    return client.post(f"{page(event)}/corrections", data={"round": 1, **given})


def people(*rsvps: Rsvp) -> set[tuple[int, int]]:
    return set(combinations(sorted(rsvp.person_id for rsvp in rsvps), 2))


def met(event: Event, round: int) -> set[tuple[int, int]]:
    found = db.select(ledger.Encounter.low_id, ledger.Encounter.high_id)
    rows = db.session.execute(found.filter_by(event_id=event.id, round=round))
    return {(low, high) for low, high in rows}


def test_tables_that_were_joined_have_met_at_once_and_apart_again_they_haven_t(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, (first, second) = past
    before = met(event, 1), met(event, 2)

    correct(client, event, kind="joined", table=1, other=2)
    joined = met(event, 1), met(event, 2)
    correct(client, event, kind="joined", table=2, other=1)
    made = db.session.scalars(db.select(SeatCorrection)).one()
    client.post(f"{page(event)}/corrections/{made.id}/undoing", data={"round": 1})

    assert joined == (people(*first, *second[:2]), before[1])
    assert (met(event, 1), met(event, 2)) == before
    assert made.undone_at
    assert made.undone_by_id
    assert made.by_id


def test_tables_that_were_joined_all_evening_are_corrected_at_once(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, (first, second) = past

    correct(client, event, kind="joined", table=1, other=2, every="yes")

    assert met(event, 1) == met(event, 2) == people(*first, *second[:2])


def test_who_sat_elsewhere_wasn_t_there_or_was_is_followed_by_cards_and_ledger(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, (first, second) = past

    correct(client, event, kind="guest", who=first[0].id, table=2)
    correct(client, event, kind="guest", who=first[1].id, table="")
    correct(client, event, kind="guest", who=second[2].id, table=2)

    assert met(event, 1) == people(first[0], *second)
    assert {rsvp.id for rsvp in second} | {first[0].id} == {
        who for who, at in company_of(event).seats[1].items() if at == 2
    }
    came = db.select(Rsvp.id).where(Rsvp.id == second[2].id, presence.took_part())
    assert db.session.scalar(came) == second[2].id


def test_looking_says_how_many_pairs_more_and_changes_nothing(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, (first, _second) = past

    joined = client.get(f"{page(event)}?round=1&kind=joined&table=1&other=2")
    moved = client.get(f"{page(event)}?round=1&kind=guest&who={first[0].id}&table=2")

    assert "In round 1: tables 1 and 2 were joined" in joined.text
    assert "6 more pairs met" in joined.text
    assert "2 more pairs met; 2 pairs did not meet" in moved.text
    assert db.session.scalars(db.select(SeatCorrection)).all() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "joined", "table": 1, "other": 1}, "two different tables"),
        ({"kind": "joined", "table": 1, "other": 9}, "no such table"),
        ({"kind": "guest", "who": 999_999, "table": 1}, "isn’t on the list"),
        ({"kind": "guest", "table": 1}, "Choose somebody"),
        ({"round": 7, "kind": "joined", "table": 1, "other": 2}, "has begun"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]], given: dict, said: str
) -> None:
    event, _seated = past

    refused = correct(client, event, **given)

    assert refused.status_code == 409
    assert said in refused.text
    assert db.session.scalars(db.select(SeatCorrection)).all() == []


def test_a_round_to_come_isn_t_corrected_and_one_that_runs_is_written_when_it_ends(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, (first, second) = door_builders.full(2, at=3, minutes=-5)
    door_builders.come(*first, *second)
    db.session.commit()
    seating_builders.organizer(client, event.community)

    to_come = correct(client, event, round=2, kind="joined", table=1, other=2)
    correct(client, event, kind="joined", table=1, other=2)
    running = met(event, 1)
    monkeypatch.setattr(clock, "now", lambda: event.ends_at)
    jobs.write_who_met()

    assert to_come.status_code == 409
    assert running == set()
    assert met(event, 1) == people(*first, *second)


def test_the_pages_of_an_evening_lead_to_its_corrections(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, _seated = past
    desk = seating_builders.desk(event)

    for where in ("lookback", "tables"):
        assert page(event) in client.get(f"{desk}/{where}").text


def test_another_day_forgets_what_was_corrected_of_the_first(
    client: Visitor, past: tuple[Event, list[list[Rsvp]]]
) -> None:
    event, _seated = past
    correct(client, event, kind="joined", table=1, other=2)

    presence.clear_day(event, now=clock.now())

    assert db.session.scalars(db.select(SeatCorrection)).all() == []
    assert met(event, 1)
