"""All that is held on a person, for them alone: taken out as a file, or erased by themselves."""

import json
import re

import followup_builders
import make
from conftest import visitor
from flask import Flask
from public_forms import answer
from visitor import Visitor

from eventapp import clock
from eventapp.db import Base, db
from eventapp.encounters import ledger
from eventapp.front.held_columns import HELD, LEFT_OUT
from eventapp.mail.models import Message
from eventapp.people.models import Person, SignIn
from eventapp.programs import actions as programs
from eventapp.rsvps import history
from eventapp.rsvps.models import Rsvp


def columns() -> set[str]:
    """Every column that points at a person, an answer or an enrolment, but whose row it is."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"person", "rsvp", "enrolment"}
    }


def taken(client: Visitor) -> tuple[dict, str]:
    sent = client.get("/me/data.json")
    assert sent.status_code == 200
    return json.loads(sent.text), sent.text


def test_whatever_points_at_a_person_is_named_as_held_or_as_left_out() -> None:
    assert columns() == HELD.keys() | LEFT_OUT.keys(), "say in front/my_data whether it is theirs"
    assert not HELD.keys() & LEFT_OUT.keys()


def test_all_that_is_held_is_in_the_file(client: Visitor) -> None:
    event = make.past_event()
    mine, other = make.rsvp(event, letter="invite"), make.rsvp(event, first_name="Stranger")
    me = mine.person
    followup_builders.arrive(mine), followup_builders.arrive(other)
    ledger.record(event, 1, {me.id: 4, other.person_id: 4}, {me.id, other.person_id}, now=make.NOON)
    history.note(mine, "state", before="pending", after="going", now=make.NOON)
    make.saved(make.Membership(community=event.community, person=me, right="door", created_at=make.NOON))  # fmt: skip
    program = make.program(sessions=1)
    programs.enrol(program, me.email, make.answers(event), now=clock.now())
    typed = make.event()
    make.rsvp(typed, person=me, first_name="Aiko", last_name="Sato")
    answer(client, typed, me.email, food="rice")
    make.sign_in(client, me)

    found, text = taken(client)

    assert found["person"]["email"] == me.email
    first = next(one for one in found["answers"] if one["event"] == event.title)
    assert first["ask"]["text"] == "my first job in data"
    assert all(first[name] for name in ("offer", "arrivals", "history"))
    assert first["show_name_at"]
    assert [one["people"] for one in found["met"]] == [1]
    again = [one["typed_again"] for one in found["answers"] if one["typed_again"]]
    assert again[0][0]["answers"]["food"] == "rice"
    assert [one["program"] for one in found["enrolments"]] == [program.title]
    assert {one["kind"] for one in found["letters"]} >= {"invite", "again"}
    assert found["memberships"][0]["right"] == "door"
    assert all(found[name] for name in ("sign_ins", "links"))
    assert "Stranger" not in text
    assert other.person.email not in text


def test_no_secret_is_in_the_file(client: Visitor) -> None:
    mine = make.rsvp(letter="invite")
    make.sign_in(client, mine.person)
    sign_in = db.session.scalars(db.select(SignIn)).one()

    _found, text = taken(client)

    for secret in (mine.link.nonce, mine.link.digest, mine.link.page_digest, sign_in.digest):
        assert secret not in text


def test_the_file_is_for_whoever_is_signed_in(client: Visitor) -> None:
    for path in ("/me/data.json", "/me/erasure"):
        assert "/sign-in" in client.get(path).headers["Location"]


def test_whoever_erases_themselves_leaves_nothing_and_is_signed_out(
    app: Flask, client: Visitor
) -> None:
    event = make.event(capacity=1)
    mine, waiting = make.rsvp(event, letter="invite"), make.rsvp(event)
    email, number = mine.person.email, mine.person_id
    make.sign_in(client, mine.person)

    client.submit("/me/erasure")

    assert db.session.get(Person, number) is None
    assert db.session.scalars(db.select(Message).where(Message.to == email)).all() == []
    assert db.session.scalars(db.select(Rsvp.id)).all() == [waiting.id]
    db.session.refresh(waiting)
    assert waiting.going
    assert "/sign-in" in client.get("/me").headers["Location"]
    assert visitor(app).get("/me").status_code == 303


def test_the_only_owner_of_a_community_hands_it_over_first(client: Visitor) -> None:
    host = make.community(name="Data Kitchen")
    owner = make.member(host)
    make.sign_in(client, owner)

    shown, refused = client.get("/me/erasure"), client.post("/me/erasure")

    assert "only owner of Data Kitchen" in shown.text
    assert refused.status_code == 409
    make.member(host)
    assert client.post("/me/erasure").status_code == 303


def test_people_i_met_are_named_where_they_agreed_and_counted_where_not(client: Visitor) -> None:
    event = make.past_event(title="Spring evening")
    mine = make.rsvp(event, first_name="Aiko")
    yes = make.rsvp(event, first_name="Kofi", keep_in_touch=True)
    no = make.rsvp(event, first_name="Silent", keep_in_touch=False)
    gone = make.rsvp(event, first_name="Gone", keep_in_touch=True)
    make.rsvp(event, first_name="Elsewhere")
    at = {one.person_id: 1 for one in (mine, yes, no, gone)}
    ledger.record(event, 1, at, set(at), now=make.NOON)
    gone.state = "cancelled"
    make.sign_in(client, mine.person)

    shown = client.get("/me/people").text

    assert "Spring evening" in shown
    assert "Kofi" in shown
    for untold in ("Silent", "Gone", "Elsewhere"):
        assert untold not in shown
    assert "2 more people, who prefer not to be named" in shown


def test_my_own_pages_open_from_the_page_of_whoever_signed_in(client: Visitor) -> None:
    mine = make.rsvp(first_name="Aiko")
    make.sign_in(client, mine.person)

    (path,) = set(re.findall(r'<a href="(/r/[^"]*)"', client.get("/me").text))

    assert "You’re in, Aiko" in client.get(path).text
