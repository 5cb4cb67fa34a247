"""Somebody who isn't on the list: let in within seconds, over the places only when asked twice."""

import door_builders
import make
import pytest
from concurrent_requests import rush, statuses
from flask import Flask
from published_plans import seated
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.door.reseating import actions as reseating
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.seating import plans


def page_of(event: Event, more: str = "/walk-ins") -> str:
    return door_builders.door(event, more)


def staff(client: Visitor, event: Event, right: str = "door", **given: object) -> Person:
    someone = make.member(event.community, right, **given)
    make.sign_in(client, someone)
    return someone


def rosa(event: Event, **given: object) -> dict[str, object]:
    return {"first_name": "Rosa", "role": event.roles[0].id, "once": "form-1"} | given


def let_in(client: Visitor, event: Event, **given: object):
    """The whole way of a walk-in: the page's own form, and where it leads."""
    answer = client.submit(page_of(event), to="/walk-ins", **rosa(event, **given))
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def overrides() -> list[HistoryEntry]:
    return list(db.session.scalars(db.select(HistoryEntry).filter_by(what="override")))


def test_a_walk_in_is_a_name_and_a_role_and_the_answer_names_the_table(client: Visitor) -> None:
    event = make.event(tables=2, seats=4, rounds=2)
    seated(event, [make.rsvp(event) for _ in range(7)])
    staff(client, event)

    asked = client.get(page_of(event))
    sent = client.submit(page_of(event), to="/walk-ins", **rosa(event))
    answer = client.get(sent.headers["Location"])

    required = asked.text.partition("<details")[0]
    assert 'name="email"' not in required
    assert 'name="last_name"' not in required
    assert "First name and role are enough." in required
    assert sent.status_code == 303
    assert "Come in" in answer.text
    assert '<p class="tbl-no"><span>Table</span><b>2</b>' in answer.text


def test_a_full_house_is_said_with_its_numbers_and_nobody_comes_in_by_one_press(
    client: Visitor,
) -> None:
    event = make.event(capacity=2)
    for _ in range(4):
        make.rsvp(event)
    staff(client, event)

    first, answer = client.get(page_of(event)), let_in(client, event)

    for page in (first, answer):
        assert "All 2 places are taken. 2 people wait in line, and come first." in page.text
    assert "Let them in anyway" not in first.text
    assert answer.status_code == 422
    assert "Let them in anyway" in answer.text
    assert 'value="Rosa"' in answer.text
    assert (rsvps.count(event, "going"), rsvps.count(event, "waitlisted")) == (2, 2)
    assert overrides() == []


def test_let_in_anyway_is_one_over_and_kept_with_who_did_it(client: Visitor) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    kofi = staff(client, event, first_name="Kofi")

    answer = let_in(client, event, anyway="1")

    assert "Come in" in answer.text
    assert "Walk-in. One over" in answer.text
    (kept,) = overrides()
    assert (kept.rsvp.first_name, kept.by, kept.after) == ("Rosa", kofi, "going")
    assert "The only place is taken." in kept.why
    assert rsvps.count(event, "going") == 2


def test_whoever_waits_keeps_their_number_and_gets_the_next_place_that_is_there(
    client: Visitor,
) -> None:
    event = make.event(capacity=2)
    first, _second = make.rsvp(event), make.rsvp(event)
    line = [make.rsvp(event) for _ in range(2)]
    before = [rsvps.position(one) for one in line]
    staff(client, event)

    let_in(client, event, anyway="1")
    asked = let_in(client, event, once="form-2")
    let_in(client, event, anyway="1", once="form-2")

    assert "3 of 2 places are taken." in asked.text
    assert [rsvps.position(one) for one in line] == before == [1, 2]
    assert rsvps.count(event, "going") == 4
    # Two over: a place that is given back isn't there for anybody until it fits again.
    rsvps.cancel(first, now=clock.now())
    assert [one.state for one in line] == ["waitlisted", "waitlisted"]
    event.capacity = 4
    rsvps.promote(event, now=clock.now())
    assert [one.state for one in line] == ["going", "waitlisted"]


def test_anyway_where_a_place_is_free_is_no_override(client: Visitor) -> None:
    event = make.event()
    staff(client, event)

    let_in(client, event, anyway="1", email="rosa@example.org")

    assert overrides() == []
    assert [(m.kind, m.to) for m in db.session.scalars(db.select(Message))] == [
        ("invite", "rosa@example.org")
    ]


def test_who_is_let_in_anyway_gets_the_invite_and_no_letter_about_a_line(client: Visitor) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    staff(client, event)

    let_in(client, event, anyway="1", email="rosa@example.org")

    assert [(m.kind, m.to) for m in db.session.scalars(db.select(Message))] == [
        ("invite", "rosa@example.org")
    ]


def test_a_limit_on_a_role_is_asked_about_like_a_full_house(client: Visitor) -> None:
    event = make.event(capacity=9)
    limited = db.metadata.tables["event_role"]
    db.session.execute(
        limited.update().where(limited.c.role_id == event.roles[0].id).values(most=1)
    )
    make.rsvp(event, role_id=event.roles[0].id)
    staff(client, event)

    asked = let_in(client, event)
    answer = let_in(client, event, anyway="1")

    assert asked.status_code == 422
    assert "your limits" in asked.text
    assert "Come in" in answer.text
    assert "over" not in overrides()[0].why


def test_the_organizer_reads_who_let_whom_in_over_the_places(client: Visitor) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    staff(client, event, first_name="Kofi")
    let_in(client, event, anyway="1")
    staff(client, event, "organizer")
    desk = f"/desk/{event.community.slug}"

    people = client.get(f"{desk}/events/{event.slug}/people").text
    (guest,) = db.session.scalars(db.select(Rsvp).filter_by(source="door"))
    person = client.get(f"{desk}/events/{event.slug}/people/{guest.id}").text

    assert "One over: more people have a place" in people
    assert "Kofi let Rosa in at the door" in people
    assert "A place against the rules" in person
    assert "Let in at the door. The only place is taken." in person
    assert "2 of 1 places, one over" in client.get(desk).text


def test_the_last_place_at_two_doors_is_given_once(each_database: Flask) -> None:
    event = make.event(capacity=1)
    doors = [make.member(event.community, "door") for _ in "12"]
    names = ("Rosa", "Kit")

    answers = rush(
        each_database,
        [
            (page_of(event), rosa(event, first_name=name, once=name), door)
            for name, door in zip(names, doors, strict=True)
        ],
    )

    assert statuses(answers) == {303: 1, 422: 1}
    assert db.session.scalar(db.select(db.func.count(Arrival.id))) == 1


def test_nobody_is_seated_with_those_alone_who_will_have_left(app: Flask) -> None:
    event = door_builders.event()
    full, early = door_builders.guests(event, 4), door_builders.guests(event, 1)
    door_builders.plan(event, [full, early], [full, early])
    door_builders.come(*full, *early)
    reseating.leave(early[0], 1, now=clock.now())

    guest = door_builders.walk_in(event)

    assert plans.routes(plans.published(event))[guest.id] == (2, 0)


@pytest.mark.parametrize("right", ["door", "organizer"])
def test_a_double_press_on_anyway_is_one_guest(client: Visitor, right: str) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    staff(client, event, right)

    for _ in "12":
        assert client.post(page_of(event), data=rosa(event, anyway="1")).status_code == 303

    assert (rsvps.count(event, "going"), len(overrides())) == (2, 1)
