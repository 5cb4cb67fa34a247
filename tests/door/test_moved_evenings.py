"""An event moves to another day: nobody is here there yet, and it is asked before it is saved."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import door_builders
import make
import pytest
import seating_builders
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from visitor import Visitor, forms

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import guest_list, presence
from eventapp.door.models import Visit
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import event_changes
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans

WEEK = timedelta(days=7)


@pytest.fixture
def evening(app: Flask, client: Visitor) -> tuple[Event, list[Rsvp]]:
    """An event that runs, five guests, two of them in; its organizer is signed in."""
    start = clock.now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    event = make.event(starts_at=start, ends_at=start + timedelta(hours=3), rounds=2)
    people = [make.rsvp(event) for _ in range(5)]
    door_builders.come(*people[:2])
    seating_builders.organizer(client, event.community)
    return event, people


def moved(event: Event, by: timedelta) -> dict[str, str]:
    """The fields of the form that move an event."""
    fields = {}
    for name, moment in (("starts", event.starts_at + by), ("ends", event.ends_at + by)):
        local = moment.astimezone(ZoneInfo(event.zone))
        fields |= {f"{name}_on": f"{local:%Y-%m-%d}", f"{name}_at": f"{local:%H:%M}"}
    return fields


def review(organizer: Visitor, event: Event, by: timedelta):
    """The page that asks before the change is saved."""
    return organizer.submit(
        f"{seating_builders.desk(event)}/plan", to="/review", **moved(event, by)
    )


def save(organizer: Visitor, page: str, **chosen: str | None):
    """Press the button of the review page."""
    form = next(form for form in forms(page) if form.action.endswith("/revisions"))
    data = {k: v for k, v in (form.values | chosen).items() if v is not None}
    return organizer.post(form.action, data=data)


def came(event: Event) -> tuple[int, int]:
    """How many are in, and how many are missing."""
    entries = guest_list.guest_entries(event)
    return len(guest_list.inside(entries)), len(guest_list.missing(entries))


def test_an_event_that_moves_to_another_day_asks_about_its_check_ins_first(
    client: Visitor, evening
) -> None:
    event, _people = evening
    before = event.starts_at

    page = review(client, event, WEEK)

    assert page.status_code == 200
    assert "2 people are checked in" in page.text
    assert "On the new day nobody is here yet." in page.text
    assert event.starts_at == before
    assert came(event) == (2, 3)


def test_on_the_new_day_nobody_is_here_yet(client: Visitor, evening) -> None:
    event, people = evening

    saved = save(client, review(client, event, WEEK).text)

    assert saved.status_code == 303
    assert event.starts_at > clock.now() + timedelta(days=6)
    assert came(event) == (0, 5)
    assert door.arrive(people[0], by=make.person(), now=event.starts_at)


def test_only_the_date_was_wrong_and_everybody_stays_checked_in(client: Visitor, evening) -> None:
    event, _people = evening

    save(client, review(client, event, WEEK).text, arrivals="keep")

    assert event.starts_at > clock.now() + timedelta(days=6)
    assert came(event) == (2, 3)


@pytest.mark.parametrize("said", [None, "", "sideways"])
def test_without_an_answer_nothing_is_saved_and_it_is_asked_again(
    client: Visitor, evening, said: str | None
) -> None:
    event, _people = evening
    before = event.starts_at

    page = save(client, review(client, event, WEEK).text, arrivals=said)

    assert page.status_code == 422
    assert "Say what becomes of the check-ins, then save." in page.text
    assert event.starts_at == before
    assert came(event) == (2, 3)
    assert save(client, page.text).status_code == 303
    assert came(event) == (0, 5)


def test_who_comes_in_while_the_change_is_looked_at_is_asked_about(
    client: Visitor, evening
) -> None:
    event, people = evening
    for rsvp in people[:2]:
        door.undo(event, rsvp.id, by=make.person(), now=clock.now())
    page = review(client, event, WEEK).text
    door_builders.come(people[4])

    answer = save(client, page)

    assert "arrivals" not in page
    assert answer.status_code == 422
    assert "One person is checked in" in answer.text
    assert came(event) == (1, 4)


def test_another_hour_of_the_same_evening_keeps_the_check_ins(client: Visitor, evening) -> None:
    event, _people = evening
    # Whatever the hour of this test: one that doesn't cross the morning.
    hour = event.local_start.hour
    by = timedelta(minutes=30 if not 4 <= hour < 5 else -30)

    page = review(client, event, by)
    save(client, page.text)

    assert "checked in" not in page.text
    assert came(event) == (2, 3)


def test_an_event_without_anybody_here_asks_nothing(client: Visitor, evening) -> None:
    event, people = evening
    for rsvp in people[:2]:
        door.undo(event, rsvp.id, by=make.person(), now=clock.now())

    page = review(client, event, WEEK)

    assert "checked in" not in page.text
    assert save(client, page.text).status_code == 303


def test_an_event_whose_guests_have_no_address_still_asks(client: Visitor, evening) -> None:
    event, people = evening
    for rsvp in people:
        rsvp.person.email = None

    page = review(client, event, WEEK)

    assert page.status_code == 200
    assert "2 people are checked in" in page.text
    assert save(client, page.text).status_code == 303
    assert came(event) == (0, 5)


def test_a_guest_without_an_address_does_not_stand_in_the_way_of_moving(
    client: Visitor, evening
) -> None:
    event, _people = evening
    door_builders.walk_in(event)

    saved = save(client, review(client, event, WEEK).text)

    assert saved.status_code == 303
    assert came(event) == (0, 6)


def test_who_met_before_the_event_moved_has_met_and_nobody_else(
    app: Flask, client: Visitor
) -> None:
    event, (first, second) = door_builders.full(2, at=3, minutes=-1)
    people = first + second
    for rsvp in people[:5]:
        make.saved(door.Arrival(rsvp=rsvp, arrived_at=event.starts_at))
    rsvps.cancel(first[0], now=clock.now())
    seating_builders.organizer(client, event.community)

    save(client, review(client, event, WEEK).text)

    rows = db.session.execute(
        db.select(ledger.Encounter.round, ledger.Encounter.low_id, ledger.Encounter.high_id)
    ).all()
    pairs = {frozenset({one.person_id, two.person_id}) for one in first for two in first} | {
        frozenset({second[0].person_id, second[1].person_id})
    }
    assert {frozenset({low, high}) for _round, low, high in rows} == {
        pair for pair in pairs if len(pair) == 2
    }
    assert {number for number, _low, _high in rows} == {1}
    assert db.session.scalars(db.select(Visit)).all() == []
    assert not any(presence.at_tables(event, now=clock.now()).values())


def test_tables_that_the_door_closed_are_open_on_the_new_day(app: Flask, client: Visitor) -> None:
    event, _seated = door_builders.full(2)
    plans.published(event).tables[0].closed_from = 1
    seating_builders.organizer(client, event.community)

    save(client, review(client, event, WEEK).text)

    assert [table.closed_from for table in plans.published(event).tables] == [None, None]


def snapshot(hour: float, *, zone: str = "Europe/Berlin") -> event_changes.Snapshot:
    """An event so many hours after a midnight in winter, on the clocks of its place."""
    start = make.datetime(2027, 1, 10, tzinfo=ZoneInfo(zone)) + timedelta(hours=hour)
    return event_changes.Snapshot("Tables", start, start + timedelta(hours=2), zone)


@pytest.mark.parametrize(
    ("before", "after", "another"),
    [(19, 20, False), (23.5, 24.5, False), (24.5, 23, False), (19, 43, True), (9, 4, True)],
    ids=["an hour", "past midnight", "back before it", "the next day", "the night before"],
)
def test_an_evening_ends_in_the_morning(before: float, after: float, another: bool) -> None:
    found = event_changes.another_evening(snapshot(before), snapshot(after))

    assert found is another


@given(st.floats(5, 28.9), st.floats(5, 28.9), st.sampled_from(["Asia/Tokyo", "America/Lima"]))
def test_one_evening_runs_from_five_to_five(before: float, after: float, zone: str) -> None:
    one, other = snapshot(before, zone=zone), snapshot(after, zone=zone)

    assert not event_changes.another_evening(one, other)
