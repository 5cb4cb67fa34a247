"""A list of people becomes RSVPs: on its page, from the command line, and in great numbers."""

import time
from pathlib import Path

import make
import pytest
from import_page import page_of, send, upload

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import actions
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import packed_file, parsing, preview
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.models import Rsvp

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LIST = "First name,Email,Status,Organization\nAda,ada@example.org,Attending,Leith\nBo,bo@example.org,Attending,\nCleo,nowhere,Attending,\nDana,dana@example.org,Not Attending,\n"


def rsvps() -> list[Rsvp]:
    return list(db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)))


def people(number: int) -> parsing.Intake:
    entries = [
        parsing.Entry(n + 2, f"Guest{n}", "Ö", f"guest{n}@example.com", ask="SQL")
        for n in range(number)
    ]
    return listed(*entries)


def listed(*entries: parsing.Entry) -> parsing.Intake:
    return parsing.Intake(list(entries), [], [], [], [], [])


def test_a_list_is_looked_at_before_anybody_comes_in(organizer, host):
    event = make.event(community=host)

    shown = upload(organizer, event, LIST.encode())

    assert "2 people on this list" in shown.text
    assert "One row can’t be used" in shown.text
    assert "One row is left out" in shown.text
    assert rsvps() == []


def test_a_list_comes_in_without_a_mail(organizer, host):
    event = make.event(community=host)

    said = send(organizer, event, upload(organizer, event, LIST.encode()), go="bring")

    assert said.status_code == 303
    assert [(r.first_name, r.state, r.source) for r in rsvps()] == [
        ("Ada", "going", "import"),
        ("Bo", "going", "import"),
    ]
    assert {(r.show_name_at, r.keep_in_touch_at) for r in rsvps()} == {(None, None)}
    assert db.session.scalars(db.select(Message)).all() == []


def test_a_list_comes_in_with_a_mail_each_when_that_is_ticked(organizer, host):
    event = make.event(community=host, capacity=1)

    send(organizer, event, upload(organizer, event, LIST.encode()), go="bring", mail="1")

    kinds = [(letter.kind, letter.to) for letter in db.session.scalars(db.select(Message))]
    assert kinds == [("invite", "ada@example.org"), ("waitlist", "bo@example.org")]


def test_the_same_list_twice_comes_in_once(organizer, host):
    event = make.event(community=host)
    send(organizer, event, upload(organizer, event, LIST.encode()), go="bring")

    again = upload(organizer, event, LIST.encode())
    send(organizer, event, again, go="bring")

    assert "Nothing new in this list" in again.text
    assert "2 are on the list already, and stay once." in again.text
    assert len(rsvps()) == 2


def test_an_address_is_one_person_however_it_is_capitalised(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, email="ada@example.org", first_name="Ada")

    send(
        organizer, event, upload(organizer, event, b"Name,Email\nAda,ADA@Example.ORG\n"), go="bring"
    )

    assert [r.person.email for r in rsvps()] == ["ada@example.org"]


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "empty"), (b"%PDF-1.7", "CSV"), (b"PK\x03\x04zip", "CSV")]
)
def test_a_file_that_is_no_list_is_named(organizer, host, data, sentence):
    said = upload(organizer, make.event(community=host), data)

    assert said.status_code == 422
    assert sentence in said.text


def test_a_list_damaged_on_the_way_is_asked_for_again(organizer, host):
    said = organizer.post(page_of(make.event(community=host)), data={"list": "not a list"})

    assert said.status_code == 422
    assert "Choose the file again" in said.text


def test_a_file_travels_between_two_pages_unchanged():
    data = LIST.encode() * 1000

    assert packed_file.unpack(packed_file.pack(data)) == data


def test_whoever_is_over_capacity_waits_behind_those_who_wait_already(app):
    event = make.event(capacity=3)
    for _ in range(4):
        make.rsvp(event)
    actions.cancel(rsvps()[0], now=clock.now())

    brought = imports.bring_in(event, people(2), now=clock.now())

    assert (brought.going, brought.waiting) == (0, 2)
    assert actions.position(rsvps()[-1]) == 2


def test_a_no_that_was_said_before_stays_a_no(app):
    event = make.event()
    rsvp = make.rsvp(event, email="guest0@example.com", first_name="Guest0", last_name="Ö")
    actions.cancel(rsvp, now=clock.now())

    brought = imports.bring_in(event, people(1), now=clock.now())

    assert brought.known == 1
    assert rsvp.state == "cancelled"


def test_somebody_known_keeps_their_name_as_a_person(app):
    known = make.person(email="guest0@example.com", first_name="Zoë")

    imports.bring_in(make.event(), people(1), now=clock.now())

    assert db.session.get(Person, known.id).first_name == "Zoë"
    assert rsvps()[0].person is known


@pytest.mark.parametrize("given", [{"cancelled_at": make.NOON}, {"published_at": None}])
def test_nobody_is_written_to_about_an_event_that_is_not_on(app, given):
    event = make.event(**given)

    with pytest.raises(Refused):
        imports.invite_all(event, people(1), now=clock.now())


def test_ten_thousand_rows_take_less_than_half_a_minute_of_work(app):
    lines = [f"Guest{n},guest{n}@example.com,Ask {n}" for n in range(9500)]
    lines += [f"Bad{n},nowhere,x" for n in range(500)]
    event = make.event(capacity=60)
    started = time.process_time()

    looked = preview.look("\n".join(["First name,Email,Ask", *lines]).encode(), Choices(), roles=[])
    brought = imports.bring_in(event, looked.found, now=clock.now())

    assert (len(looked.found.bad), brought.going, brought.waiting) == (500, 60, 9440)
    assert time.process_time() - started < 30


def test_the_command_brings_in_a_list_and_names_each_bad_row(app, tmp_path):
    event = make.event()
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    db.session.commit()
    name = f"{event.community.slug}/{event.slug}"

    said = app.test_cli_runner().invoke(args=["attendees", "import", name, str(file)])
    again = app.test_cli_runner().invoke(args=["attendees", "import", name, str(file)])

    assert said.exit_code == 0, said.output
    assert "line 4: " in said.output
    assert "Imported 2: 2 have a place" in said.output
    assert "2 were on the list already." in again.output


def test_the_command_mails_only_when_told(app, tmp_path):
    event = make.event()
    file = tmp_path / "list.csv"
    file.write_text("Who,Email\nAda,ada@example.org\n")
    db.session.commit()
    name = f"{event.community.slug}/{event.slug}"

    said = app.test_cli_runner().invoke(
        args=["attendees", "import", name, str(file), "--mail", "--column", "first_name=Who"]
    )

    assert "1 letters queued" in said.output
    (letter,) = db.session.scalars(db.select(Message))
    assert "http://localhost/" in letter.text


def test_the_command_says_what_it_cannot_find(app, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST)

    said = app.test_cli_runner().invoke(args=["attendees", "import", "no/where", str(file)])

    assert said.exit_code == 1
    assert "There is no event 'no/where'" in said.output


@pytest.mark.skipif(not DATA.is_dir(), reason="the sample exports are not beside this checkout")
@pytest.mark.parametrize("name", ["attendees-eventbrite-export.csv", "attendees-luma-export.csv"])
def test_the_exports_of_ticket_sellers_come_in_as_they_are(each_database, name):
    event = make.event(capacity=50)
    found = preview.look((DATA / name).read_bytes(), Choices(), roles=[]).found

    brought = imports.bring_in(event, found, now=clock.now())
    again = imports.bring_in(event, found, now=clock.now())

    assert found.entries
    assert (brought.going, brought.going + brought.waiting) == (50, len(found.entries))
    assert (again.going, again.waiting, again.known) == (0, 0, len(found.entries))
