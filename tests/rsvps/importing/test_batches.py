"""A list comes in part by part: nobody twice, nobody over capacity, and each with their letter."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps import actions
from eventapp.rsvps.importing import batches, parsing
from eventapp.rsvps.importing.batches import Bringing, Inviting
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def short_parts(monkeypatch) -> None:
    for kind in (Bringing, Inviting):
        monkeypatch.setattr(kind, "at_most", 4)
    monkeypatch.setattr(batches, "MANY", 4)
    monkeypatch.setattr("eventapp.rsvps.importing.cli.PAUSE", 0)


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(capacity=6)


def people(number: int) -> parsing.Intake:
    rows = [parsing.Entry(n + 2, f"Guest{n}", "", f"g{n}@example.org") for n in range(number)]
    return listed(*rows)


def listed(*rows: parsing.Entry) -> parsing.Intake:
    return parsing.Intake(list(rows), [], [], [], [], [])


def here() -> list[tuple[str, str]]:
    """Everybody on the list with their state, in the order of their turns."""
    found = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn))
    return [(rsvp.first_name, rsvp.state) for rsvp in found]


def letters() -> int:
    return len(db.session.scalars(db.select(Message.id)).all())


def test_whoever_is_in_is_in_with_their_letter_at_every_moment(each_database, event):
    coming = Inviting(event, people(10))
    seen = []

    more = True
    while more:
        more = coming.part(now=clock.now())
        db.session.commit()
        seen.append((len(here()), letters()))

    assert seen == [(4, 4), (8, 8), (10, 10)]


def test_who_answers_between_two_parts_keeps_their_place_and_comes_once(each_database, event):
    coming = Inviting(event, people(10))
    coming.part(now=clock.now())
    make.rsvp(event, email="g7@example.org", first_name="Guest7")
    stranger = make.rsvp(event, email="stranger@example.org", first_name="Stranger")

    brought = coming.at_once(now=clock.now())

    names = [name for name, _state in here()]
    assert names == [*(f"Guest{n}" for n in (0, 1, 2, 3, 7)), "Stranger", *(
        f"Guest{n}" for n in (4, 5, 6, 8, 9)
    )]  # fmt: skip
    assert stranger.going
    assert (brought.going, brought.waiting) == (4, 5)
    assert actions.count(event, "going") == 6


def test_a_place_that_frees_between_two_parts_goes_to_the_first_in_line(each_database, event):
    event.capacity = 2
    coming = Bringing(event, people(10))
    coming.part(now=clock.now())
    first = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)).first()
    actions.cancel(first, now=clock.now())

    coming.at_once(now=clock.now())

    states = ["cancelled", "going", "going", *["waitlisted"] * 7]
    assert [state for _name, state in here()] == states


def test_what_a_guest_says_between_two_parts_is_not_overwritten(each_database, event):
    entries = people(10).entries
    Bringing(event, people(10)).at_once(now=clock.now())
    said = [parsing.Entry(e.line, e.first_name, "", e.email, food="none") for e in entries]
    coming = Bringing(event, listed(*said))
    coming.part(now=clock.now())
    own = db.session.scalars(db.select(Rsvp).where(Rsvp.first_name == "Guest9")).one()
    own.food, own.answered_at, own.changed_at = "vegan", clock.now(), clock.now()
    db.session.flush()

    coming.at_once(now=clock.now())

    foods = {rsvp.first_name: rsvp.food for rsvp in db.session.scalars(db.select(Rsvp))}
    assert foods.pop("Guest9") == "vegan"
    assert set(foods.values()) == {"none"}


def test_many_who_are_taken_off_are_done_by_the_worker_too(each_database, event):
    guests = [make.rsvp(event, email=f"g{n}@example.org", first_name=f"Guest{n}") for n in range(6)]
    for guest in guests:
        guest.answered_at = None
    off = Decisions(off=frozenset(guest.id for guest in guests[:3]))
    gone = [
        parsing.LeftOut(n + 2, "cancelled", email=f"g{n}@example.org", first_name=f"Guest{n}")
        for n in range(3)
    ]
    coming = Bringing(event, parsing.Intake([], [], gone, [], [], []), decisions=off)

    many, first = coming.many, coming.part(now=clock.now())
    brought = coming.at_once(now=clock.now())

    assert (many, first) == (True, True)
    assert brought.off == 3
    assert [state for _name, state in here()] == ["cancelled"] * 3 + ["going"] * 3


def test_who_is_new_shares_an_address_across_two_parts(each_database, event):
    rows = people(10).entries
    twin = parsing.Entry(12, "Twin", "", rows[0].email)

    brought = Inviting(event, listed(*rows, twin)).at_once(now=clock.now())

    kinds = list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))
    twins = db.session.scalars(db.select(Rsvp).where(Rsvp.first_name == "Twin")).one()
    assert (brought.going, brought.waiting, brought.sharing) == (6, 5, 1)
    assert (kinds[-1], twins.person.letterbox) == ("shared", rows[0].email)


def test_who_was_erased_between_two_parts_stops_nobody(each_database, event):
    Bringing(event, people(10)).at_once(now=clock.now())
    said = [
        parsing.Entry(e.line, e.first_name, "", e.email, food="none") for e in people(10).entries
    ]
    coming = Bringing(event, listed(*said))
    coming.part(now=clock.now())
    gone = db.session.scalars(db.select(Rsvp).where(Rsvp.first_name == "Guest9")).one()
    db.session.delete(gone)
    db.session.flush()

    brought = coming.at_once(now=clock.now())

    assert (brought.changed, brought.waiting) == (9, 1)
    assert len(here()) == 10


def test_the_command_brings_in_part_by_part(each_database, event, tmp_path, monkeypatch):
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["First name,Email", *(f"G{n},g{n}@example.org" for n in range(10))]))
    db.session.commit()
    part, seen = Bringing.part, []

    def counted(self: Bringing, *, now) -> bool:
        seen.append(len(here()))
        return part(self, now=now)

    monkeypatch.setattr(Bringing, "part", counted)
    name = f"{event.community.slug}/{event.slug}"
    said = each_database.test_cli_runner().invoke(
        args=["attendees", "import", name, str(file), "--mail"]
    )

    assert said.exit_code == 0, said.output
    assert seen == [0, 4, 8]
    assert "4 of 10 are done." in said.output
    assert "Imported 10: 6 have a place, 4 wait for one." in said.output
    assert letters() == 10
