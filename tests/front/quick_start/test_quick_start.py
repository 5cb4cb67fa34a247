"""A title, a date and a list become a draft with its people and its tables."""

import io
from datetime import timedelta

import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Announcement, Rsvp
from eventapp.seating.models import Plan

DAY = f"{clock.now() + timedelta(days=20):%Y-%m-%d}"
NAMES = "\n".join(f"Guest{number} Surname{number}" for number in range(25))


def send(organizer, host, **given):
    said = {"title": "Thursday dinner", "starts_on": DAY, "people": NAMES}
    return organizer.submit(f"/desk/{host.slug}/quick-start", to="/quick-start", **said | given)


def everybody() -> list[Rsvp]:
    return list(db.session.scalars(db.select(Rsvp).order_by(Rsvp.id)))


def test_names_alone_are_enough(organizer, host):
    answer = send(organizer, host)

    event = db.session.scalars(db.select(Event)).one()
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/events/{event.slug}/tables")
    assert (event.tables, event.seats, event.rounds, event.capacity) == (5, 5, 3, 25)
    assert [rsvp.state for rsvp in everybody()] == ["going"] * 25
    assert len(db.session.scalars(db.select(Plan)).one().tables) == 5


def test_nobody_is_mailed_and_nothing_is_published(client, organizer, host):
    send(organizer, host, people=NAMES + "\nZoë Martin, zoe@example.org")

    event = db.session.scalars(db.select(Event)).one()
    assert event.state == "draft"
    for kind in (Message, Announcement):
        assert db.session.scalars(db.select(kind)).all() == []
    assert client.get(f"/{host.slug}/events/{event.slug}").status_code == 404


def test_roles_and_addresses_come_along_where_the_list_has_them(organizer, host):
    role = host.roles[0].name
    send(organizer, host, people=f"Ana, {role}\nBo <bo@example.org>\nCara, Unknown Role\nDan")

    ana, bo, _cara, dan = everybody()
    assert ana.role.name == role
    assert bo.person.email == "bo@example.org"
    assert (dan.role, dan.person.email) == (None, None)


@pytest.mark.parametrize("file", [NAMES, "Full name;Company\n" + NAMES.replace(" S", ";S")])
def test_a_file_does_as_well(organizer, host, file):
    upload = (io.BytesIO(file.encode()), "guests.csv")

    send(organizer, host, people="", file=upload)

    assert len(everybody()) == 25


def test_lines_that_cant_be_used_come_back_with_the_whole_list(organizer, host):
    people = "Name,Email\nAna,nonsense\nBo,bo@example.org\n" + NAMES.replace("\n", ",\n")

    answer = send(organizer, host, people=people)

    assert answer.status_code == 422
    assert "One line can’t be used" in answer.text
    assert "Ana, nonsense" in answer.text
    assert "Bo,bo@example.org" in answer.text
    assert DAY in answer.text
    assert everybody() == []
    assert db.session.scalars(db.select(Event)).all() == []


def test_one_may_go_on_without_these_lines(organizer, host):
    people = "Name,Email\nAna,nonsense\n" + NAMES.replace("\n", ",\n")

    send(organizer, host, people=people, leave_out="y")

    assert "Ana" not in [rsvp.first_name for rsvp in everybody()]
    assert len(everybody()) == 25


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"people": ""}, "Type or paste who comes, or choose a file."),
        ({"people": "Ana\nBo\nCara"}, "Tables need at least four people."),
        ({"starts_on": "2001-01-01"}, "This is over already."),
        ({"starts_on": "1066-10-14"}, "Check the year."),
        ({"starts_on": ""}, "Give the date"),
        ({"title": ""}, "Give the event a title."),
        ({"tables": "2", "seats": "3"}, "25 people come, and there are 6 chairs."),
        ({"tables": "1"}, "25 people come, and there are 20 chairs."),
        ({"people": "a\0b"}, "This is no table that can be read."),
        ({"people": "\n".join(f"Guest{n} Surname{n}" for n in range(501))}, "at most 500"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_made(organizer, host, given, said):
    answer = send(organizer, host, **given)

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(db.select(Event)).all() == []


def test_tables_chairs_and_rounds_are_as_one_says(organizer, host):
    send(organizer, host, tables="3", seats="9", rounds="8", place_name="The barn")

    event = db.session.scalars(db.select(Event)).one()
    assert (event.tables, event.seats, event.rounds, event.place_name) == (3, 9, 8, "The barn")
    # The rounds fit into the evening.
    assert event.ends_at - event.starts_at == timedelta(minutes=8 * 25 + 30)


def test_sent_twice_it_is_one_event(organizer, host):
    places = {send(organizer, host, once="A" * 22).headers["Location"] for _ in range(2)}

    assert len(places) == 1
    assert len(everybody()) == 25


def test_a_draft_thrown_away_takes_those_with_it_whom_only_a_name_was_known_of(organizer, host):
    send(organizer, host, people=NAMES + "\nBo, bo@example.org")
    before = make.event(community=host)
    also = everybody()[0].person
    make.rsvp(before, person=also)

    organizer.post(f"/desk/{host.slug}/events/thursday-dinner/cancellation")

    kept = set(db.session.scalars(db.select(Person.first_name)))
    assert kept == {"Ines", "Bo", also.first_name}


def test_who_watches_the_door_makes_no_events(app, client, host):
    make.sign_in(client, make.member(host, "door"))

    assert client.get(f"/desk/{host.slug}/quick-start").status_code in {403, 404}
