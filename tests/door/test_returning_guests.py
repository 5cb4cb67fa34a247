"""Who gave the place back and says yes again is a newcomer, whatever they had before."""

from collections import Counter

import board_page
import door_builders
import make
import pytest
import seating_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door.reseating import actions as reseating
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, plans, problems
from eventapp.seating.board import desk, edits, snapshot, undo


def again(rsvp: Rsvp, *, now=None) -> None:
    """The same guest says yes once more."""
    said = make.answers(rsvp.event, first_name=rsvp.first_name)
    rsvps.admit(rsvp.event, rsvp.person, said, source="web", letter=None, now=now or clock.now())


def cancel_and_return(rsvp: Rsvp) -> None:
    rsvps.cancel(rsvp, now=clock.now())
    again(rsvp)


def fullest(event: Event) -> int:
    """The most people going who share a table in a round of the published plan."""
    going = {rsvp.id for rsvp in problems.going(event)}
    seats = plans.seats_of(plans.published(event)).values()
    return max(
        count
        for seated in seats
        for count in Counter(at for who, at in seated.items() if who in going).values()
    )


def say_yes(browser: Visitor, event: Event, name: str, email: str) -> str:
    """A yes on the public page; the page that it leads to."""
    page = f"/{event.community.slug}/events/{event.slug}"
    role = str(event.roles[0].id)
    said = browser.submit(page, to="/rsvps", first_name=name, email=email, role=role)
    assert said.status_code == 303, said.text
    return browser.get(said.location).text


def press(organizer: Visitor, event: Event, ending: str):
    said = organizer.submit(f"{seating_builders.desk(event)}/tables", to=ending)
    assert said.status_code == 303, said.text


@pytest.fixture
def organizer(app: Flask, client: Visitor, monkeypatch) -> Visitor:
    monkeypatch.setattr(desk, "SECONDS", 0.1)
    return client


def test_a_returning_guest_gets_a_free_chair_and_nobody_shares_theirs(
    app: Flask, organizer: Visitor
) -> None:
    event, guests = seating_builders.room(11, tables=3, seats=4, rounds=2)
    seating_builders.organizer(organizer, event.community)
    press(organizer, event, "/plans")
    press(organizer, event, "/publication")
    seats = plans.seats_of(plans.published(event))[1]
    crowded = Counter(seats.values()).most_common(1)[0][0]
    leaving = next(guest for guest in guests if seats[guest.id] == crowded)
    email = leaving.person.email
    organizer.submit(
        f"{seating_builders.desk(event)}/people/{leaving.id}/cancellation", to="/cancellation"
    )
    say_yes(visitor(app), event, "Newcomer", "new@example.org")
    press(organizer, event, "/seats")
    press(organizer, event, "/publication")

    page = say_yes(visitor(app), event, leaving.first_name, email)
    shared = fullest(event)
    press(organizer, event, "/seats")
    press(organizer, event, "/publication")

    assert "The tables are out. Yours follow: here, or at the door at the latest." in page
    assert "at table" not in page
    assert shared == 4
    assert fullest(event) == 4
    assert all(leaving.id in at for at in plans.seats_of(plans.published(event)).values())


def test_a_returning_guest_finds_a_chair_at_the_door(app: Flask) -> None:
    event, (first, second) = door_builders.full(2, at=4)
    gone, newcomer = first[0], second[0]
    rsvps.cancel(gone, now=clock.now())
    rosa = door_builders.walk_in(event)
    rsvps.cancel(newcomer, now=clock.now())

    again(gone)
    door_builders.come(gone)

    seats = door_builders.at(event)
    assert seats[rosa.id] == 1
    assert seats[gone.id] == 2


def test_a_host_who_comes_back_is_no_host_and_nothing_stays_locked(app: Flask) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    host, mate = guests[0], guests[1]
    edits.add_host_rule(event, snapshot.read(event), host.id, 2, now=clock.now())
    edits.add_pair_rule(event, snapshot.read(event), "together", mate.id, host.id, now=clock.now())

    cancel_and_return(host)

    assert snapshot.read(event).rules == []
    assert snapshot.read(event).unseated(1) == [host]


def test_two_who_are_to_sit_apart_stay_so_whenever_both_come(app: Flask) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    one, other = guests[:2]
    edits.add_pair_rule(event, snapshot.read(event), "apart", one.id, other.id, now=clock.now())

    rsvps.cancel(one, now=clock.now())
    meanwhile = snapshot.read(event).rules
    again(one)
    edits.seat_everybody(snapshot.read(event), now=clock.now())

    laid = snapshot.read(event)
    assert meanwhile == []
    assert [rule.kind for rule in laid.rules] == ["apart"]
    assert all(at[one.id] != at[other.id] for at in laid.seats.values())


def test_undoing_gives_a_returning_guest_neither_chair_nor_host_s_table(app: Flask) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    one = guests[0]
    edits.add_host_rule(event, snapshot.read(event), one.id, 2, now=clock.now())
    (rule,) = snapshot.read(event).rules
    edits.remove_rule(event, snapshot.read(event), rule.id, now=clock.now())
    to = snapshot.read(event).seats[1][one.id] % 3 + 1
    edits.move(snapshot.read(event), one.id, 1, to, now=clock.now())

    cancel_and_return(one)
    for _ in range(3):
        undo.undo(snapshot.read(event))
    back = snapshot.read(event)
    for _ in range(3):
        undo.redo(snapshot.read(event))

    for laid in (back, snapshot.read(event)):
        assert laid.rules == []
        assert all(one.id not in seated for seated in laid.seats.values())


def test_the_button_to_undo_names_nobody_who_has_left(app: Flask, client: Visitor) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community)
    to = snapshot.read(event).seats[1][guests[0].id] % 3 + 1
    edits.move(snapshot.read(event), guests[0].id, 1, to, now=clock.now())

    cancel_and_return(guests[0])

    page = client.get(f"{seating_builders.desk(event)}/tables").text
    assert f"somebody who left to table {to}" in page
    assert board_page.form(page, "/undo")


def test_a_change_at_the_door_taken_back_gives_nobody_a_chair_of_an_earlier_place(
    app: Flask,
) -> None:
    event, seated = door_builders.short(2)
    missing = seated[1][-1]
    plan = door_builders.apply(event)
    cancel_and_return(missing)

    reseating.undo(event, plan.version, by=make.person(), now=clock.now())

    assert missing.id not in door_builders.at(event)


def test_before_anything_is_published_a_chair_frees_in_a_round_whose_time_has_come(
    app: Flask,
) -> None:
    event = door_builders.event(minutes=-1, tables=2, seats=3, capacity=None)
    guests = door_builders.guests(event, 6)
    seating_builders.plan(event)
    gone, now = guests[0], clock.now()
    rsvps.cancel(gone, now=now)
    seating_builders.guest(event, 60)
    edits.seat_everybody(snapshot.read(event, now=now), now=now)

    again(gone)

    laid = snapshot.read(event, now=now)
    assert all(max(Counter(seated.values()).values()) <= 3 for seated in laid.seats.values())
    assert laid.unseated(1) == [gone]


def test_a_search_that_went_on_while_a_guest_left_keeps_no_chair_for_them(app: Flask) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    asked = problems.problem_of_event(event)
    solved = engine.solve(asked, steps=0)
    rsvps.cancel(guests[0], now=clock.now())

    plan = actions.save_solution(event, asked, solved, seed=1, now=clock.now())

    assert all(guests[0].id not in seated for seated in plans.seats_of(plan).values())


def test_nobody_is_checked_in_whose_place_is_given_back_at_that_moment(app: Flask) -> None:
    _event, (people,) = door_builders.full(1)
    rsvp = people[0]
    assert rsvp.going
    # As another request would, behind the back of this one.
    db.session.execute(
        db.update(Rsvp)
        .where(Rsvp.id == rsvp.id)
        .values(state="cancelled")
        .execution_options(synchronize_session=False)
    )

    with pytest.raises(Refused, match="has no place tonight"):
        door.arrive(rsvp, by=make.person(), now=clock.now())
