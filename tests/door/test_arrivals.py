from datetime import timedelta

import make
import pytest
from flask import Flask
from published_plans import seated

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions
from eventapp.door.models import Arrival
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans


def arrivals() -> list[Arrival]:
    return list(db.session.scalars(db.select(Arrival)))


def come(event: Event, *, by: Person, once: str = "form-1", **given: object) -> Rsvp:
    fields: dict = {
        "first_name": "Rosa", "last_name": "", "role_id": event.roles[0].id, "email": "",
        "now": clock.now(),
    }  # fmt: skip
    return actions.walk_in(event, once=once, by=by, **fields | given)


def test_checking_in_twice_is_success_twice_with_one_row(each_database: Flask) -> None:
    rsvp, kofi = make.rsvp(), make.person()
    now = clock.now()

    first = actions.arrive(rsvp, by=kofi, now=now)
    again = actions.arrive(rsvp, by=kofi, now=now + timedelta(minutes=1))

    assert (first, again) == (True, False)
    assert [(a.rsvp_id, a.arrived_at, a.by_id) for a in arrivals()] == [(rsvp.id, now, kofi.id)]


def test_a_guest_without_a_place_is_not_checked_in(app: Flask) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    waiting = make.rsvp(event)

    with pytest.raises(Refused):
        actions.arrive(waiting, by=make.person(), now=clock.now())

    assert arrivals() == []


def test_undo_takes_the_check_in_back_and_keeps_the_place(each_database: Flask) -> None:
    rsvp = make.rsvp()
    actions.arrive(rsvp, by=make.person(), now=clock.now())

    assert actions.undo(rsvp.event, rsvp.id, by=make.person(), now=clock.now()) is True
    assert actions.undo(rsvp.event, rsvp.id, by=make.person(), now=clock.now()) is False

    assert arrivals() == []
    assert rsvp.going


def test_undo_reaches_only_the_event_it_is_about(app: Flask) -> None:
    rsvp = make.rsvp()
    actions.arrive(rsvp, by=make.person(), now=clock.now())

    assert actions.undo(make.event(), rsvp.id, by=make.person(), now=clock.now()) is False

    assert len(arrivals()) == 1


def test_a_walk_in_is_checked_in_and_gets_no_letter_without_an_address(
    each_database: Flask,
) -> None:
    event, kofi = make.event(), make.person()

    rsvp = come(event, by=kofi)

    assert (rsvp.state, rsvp.source, rsvp.person.email) == ("going", "door", None)
    assert [a.rsvp_id for a in arrivals()] == [rsvp.id]
    assert db.session.scalars(db.select(Message)).all() == []


def test_a_walk_in_with_an_address_is_invited(app: Flask) -> None:
    event = make.event()

    come(event, by=make.person(), email="rosa@example.org")

    letter = db.session.scalars(db.select(Message)).one()
    assert (letter.kind, letter.to) == ("invite", "rosa@example.org")


def test_the_same_form_twice_is_one_walk_in(each_database: Flask) -> None:
    event, kofi = make.event(), make.person()

    one, two = come(event, by=kofi), come(event, by=kofi)

    assert one is two
    assert rsvps.count(event, "going") == len(arrivals()) == 1


def test_a_walk_in_who_turns_out_to_have_a_place_is_simply_checked_in(app: Flask) -> None:
    event = make.event()
    known = make.rsvp(event, email="aiko@example.org", first_name="Aiko", ask="data")

    come(event, by=make.person(), first_name="aiko", email="aiko@example.org")

    assert [a.rsvp_id for a in arrivals()] == [known.id]
    assert (known.source, known.ask.text) == ("web", "data")


def test_a_full_house_lets_nobody_in(app: Flask) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    db.session.commit()

    with pytest.raises(Refused, match="The only place is taken"):
        come(event, by=make.person())
    db.session.rollback()

    assert rsvps.count(event, "going") == 1
    assert arrivals() == []


def test_a_walk_in_doesn_t_pass_those_who_wait(app: Flask) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    make.rsvp(event)
    event.capacity = 3

    with pytest.raises(Refused, match="One person waits in line"):
        come(event, by=make.person())


def test_someone_who_cancelled_and_comes_anyway_keeps_what_they_said(app: Flask) -> None:
    event = make.event()
    rsvp = make.rsvp(event, first_name="Aiko", ask="my first job", organization="Harbour")
    rsvps.cancel(rsvp, now=clock.now())

    come(event, by=make.person(), first_name="Aiko", returning=rsvp)

    assert rsvp.going
    assert (rsvp.ask.text, rsvp.organization) == ("my first job", "Harbour")
    assert [a.rsvp_id for a in arrivals()] == [rsvp.id]


def test_a_walk_in_sits_where_a_chair_is_free_and_nobody_moves(app: Flask) -> None:
    event = make.event(tables=2, seats=4, rounds=2)
    plan = seated(event, [make.rsvp(event) for _ in range(7)])
    before = plans.routes(plan)

    rsvp = come(event, by=make.person())

    after = plans.routes(plan)
    assert {who: route for who, route in after.items() if who != rsvp.id} == before
    assert after[rsvp.id] == (2, 1)


def test_a_walk_in_during_round_one_sits_down_in_round_two(app: Flask) -> None:
    started = clock.now() - timedelta(minutes=30)
    event = make.event(
        tables=2, seats=4, rounds=2, starts_at=started, ends_at=started + timedelta(hours=2)
    )
    plan = seated(event, [make.rsvp(event) for _ in range(6)])

    rsvp = come(event, by=make.person())

    first, second = plans.routes(plan)[rsvp.id]
    assert first == 0
    assert second > 0


def test_a_guest_promoted_after_the_plan_gets_a_chair_on_arriving(app: Flask) -> None:
    event = make.event(tables=2, seats=4, rounds=2)
    plan = seated(event, [make.rsvp(event) for _ in range(6)])
    late = make.rsvp(event)

    actions.arrive(late, by=make.person(), now=clock.now())

    assert all(plans.routes(plan)[late.id])


def test_without_a_free_chair_a_walk_in_comes_in_all_the_same(app: Flask) -> None:
    event = make.event(tables=2, seats=4, rounds=2)
    plan = seated(event, [make.rsvp(event) for _ in range(8)])

    rsvp = come(event, by=make.person())

    assert [a.rsvp_id for a in arrivals()] == [rsvp.id]
    assert rsvp.id not in plans.routes(plan)


def test_a_code_dies_with_the_place_it_was_printed_for(app: Flask) -> None:
    rsvp = make.rsvp()
    old = actions.code_of(rsvp)
    rsvps.cancel(rsvp, now=clock.now())

    rsvps.admit(rsvp.event, rsvp.person, make.answers(rsvp.event), source="door", now=clock.now())

    assert actions.rsvp_of_code(old) is None
    assert actions.rsvp_of_code(actions.code_of(rsvp)) is rsvp
