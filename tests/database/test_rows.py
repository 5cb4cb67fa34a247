"""Rows written and read one by one: the same as a flush and a query for records would give."""

from datetime import timedelta

import make

from eventapp import rows
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Ask, Offer, Rsvp


def rsvp(event: Event, nonce: str = "n") -> Rsvp:
    person = make.person()
    link = rows.insert(
        Link(purpose="rsvp", person=person, nonce=nonce, digest=nonce, created_at=make.NOON)
    )
    return Rsvp(
        event=event, person=person, link=link, state="going", first_name="Ann", turn=1,
        created_at=make.NOON, changed_at=make.NOON,
        ask=Ask(text="a first job"), offer=Offer(text="CVs", kind="skill"),
    )  # fmt: skip


def test_a_record_is_written_with_what_it_points_at_and_owns(each_database):
    event = make.event()

    written = rows.insert(rsvp(event)).id
    db.session.commit()
    db.session.expunge_all()

    kept = db.session.get_one(Rsvp, written)
    assert (kept.event_id, kept.link.nonce, kept.link.person) == (event.id, "n", kept.person)
    assert (kept.ask.text, kept.ask.kind) == ("a first job", "advice")
    assert (kept.offer.text, kept.offer.kind) == ("CVs", "skill")
    assert (kept.source, kept.food, kept.sequence) == ("web", "", None)


def test_what_was_written_is_a_record_of_the_session(app):
    written = rows.insert(rsvp(make.event()))

    written.food = "vegan"
    written.ask = None
    db.session.commit()

    assert db.session.scalar(db.select(Rsvp.food)) == "vegan"
    assert db.session.scalar(db.select(Ask)) is None


def test_a_record_is_not_written_where_one_has_its_value(each_database):
    said = {"email": "ann@example.org", "first_name": "Ann", "created_at": make.NOON}

    first = rows.insert_once(Person(**said), unique="email")
    second = rows.insert_once(Person(**said), unique="email")

    assert first is db.session.scalars(db.select(Person)).one()
    assert second is None


def test_a_new_record_may_have_the_number_of_one_that_is_gone(app):
    gone = make.person()
    db.session.execute(db.text("DELETE FROM person"))

    new = rows.insert(Person(email="bob@example.org", first_name="Bob", created_at=make.NOON))

    assert new.id == gone.id
    assert db.session.get(Person, new.id) is new


def test_rows_are_read_with_what_waits_in_the_session(app):
    db.session.add(Person(email="ann@example.org", first_name="Ann", created_at=make.NOON))

    assert len(rows.read(db.select(Person.__table__), {})) == 1


def test_none_stands_for_the_default(app):
    said = rsvp(make.event())
    said.stage = None

    assert rows.insert(said).stage == ""


def test_a_default_that_is_made_is_made_anew_for_each(app):
    event = make.event()

    first, second = rows.insert(rsvp(event, "a")), rows.insert(rsvp(event, "b"))

    assert first.question_answers == second.question_answers == {}
    assert first.question_answers is not second.question_answers


def test_a_locked_row_is_as_fresh_as_the_lock(each_database):
    event = make.event(capacity=5)
    roles = len(event.roles)
    db.session.flush()
    table = Event.__table__
    later = event.starts_at + timedelta(minutes=5)
    db.session.execute(db.update(table).values(capacity=7, starts_at=later))
    db.session.execute(db.text("DELETE FROM event_role"))

    locked = lock_row(Event, event.id)

    assert locked is event
    assert (event.capacity, event.starts_at, roles, event.roles) == (7, later, roles, [])
    assert not db.session.dirty


def test_what_was_changed_before_a_lock_is_kept(app):
    event = make.event(capacity=5)
    event.capacity = 9

    lock_row(Event, event.id)
    db.session.commit()

    assert db.session.scalar(db.select(Event.capacity)) == 9
