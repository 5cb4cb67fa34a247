"""The people I have met as a file: the same people as on the page, with what each chose to share."""

import csv
import io
from datetime import timedelta

import make
import meeting_builders
import met_builders
import pytest
import vobject
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.meetings import actions as meetings
from eventapp.front.people_met.evenings import history_of
from eventapp.people.models import Person


@pytest.fixture
def me(app: Flask) -> Person:
    return make.person(first_name="Aiko", email="aiko@example.org")


@pytest.fixture
def mine(me: Person, client: Visitor) -> Visitor:
    """My browser, signed in."""
    make.sign_in(client, me)
    return client


def rows(client: Visitor) -> list[dict[str, str]]:
    """My list as a file."""
    db.session.commit()
    text = client.get("/me/people.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_and_the_cards_hold_what_each_chose_to_share(me: Person, mine: Visitor) -> None:
    _event, (ana, kofi, zoe, ravi) = met_builders.evening(me, "Kofi", "Zoë", "=Ravi()")
    meeting_builders.connect(ana, kofi, web="https://kofi.example/")
    shy = meeting_builders.connect(ana, zoe)
    meeting_builders.share(shy, zoe, by_mail=False, phone="+44 131 496 0123")

    told = {row["Name"]: row for row in rows(mine)}
    cards = list(vobject.readComponents(mine.get("/me/people.vcf").data.decode()))

    assert told["Kofi"]["Email"] == kofi.person.email
    assert told["Kofi"]["Link"] == "https://kofi.example/"
    # A spreadsheet would take the plus for a formula.
    assert (told["Zoë"]["Email"], told["Zoë"]["Phone"]) == ("", "'+44 131 496 0123")
    assert [row["Email"] for name, row in told.items() if "Ravi" in name] == [""]
    assert not any(name.startswith("=") for name in told)
    assert [one.fn.value for one in cards] == ["Kofi", "Zoë"]
    assert [hasattr(one, "email") for one in cards] == [True, False]
    assert ravi.person.email not in str(told)


def test_the_card_of_one_is_as_in_the_file_of_all(me: Person, mine: Visitor) -> None:
    _event, (ana, kofi) = met_builders.evening(me, "Kofi")
    connection = meeting_builders.connect(ana, kofi)
    db.session.commit()

    one = mine.get(f"/me/people/{connection.id}.vcf").data
    every = mine.get("/me/people.vcf")

    assert every.data == one
    assert every.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert "people-met.vcf" in every.headers["Content-Disposition"]


def test_a_half_hour_that_was_called_off_is_nothing_that_came_of_it(
    me: Person, mine: Visitor
) -> None:
    _event, (ana, kofi) = met_builders.evening(me, "Kofi")
    connection = meeting_builders.connect(ana, kofi)
    start = clock.now() + timedelta(days=3)
    meetings.choose(connection, ana, starts_at=start, words="", now=clock.now())
    agreed = [row["Half an hour"] for row in rows(mine)]

    meetings.call_off(connection, kofi, now=clock.now())

    assert agreed != [""]
    assert [row["Half an hour"] for row in rows(mine)] == [""]


def test_what_i_gave_back_is_nothing_that_i_came_as(me: Person) -> None:
    event, _guests = met_builders.evening(me, "Kofi")
    make.rsvp(make.past_event(), person=me).state = "cancelled"
    db.session.flush()

    assert [one.event_id for one in history_of(me).mine] == [event.id]
