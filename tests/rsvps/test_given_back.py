"""What was given back stays as it was, for its owner alone, whoever types the address again."""

import re

import make
import pytest
from conftest import visitor
from flask import Flask
from public_forms import SECRET, answer, plain
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

KNOWN, FRESH = "known@example.org", "fresh@example.org"


def given_back(event: actions.Event) -> tuple[Rsvp, str]:
    """Somebody's answer that was given back, and the page that their letters lead to."""
    rsvp = make.rsvp(
        event,
        email=KNOWN,
        first_name="Aiko",
        last_name="Sato",
        access_needs=SECRET,
        letter="invite",
    )
    actions.cancel(rsvp, now=clock.now())
    db.session.commit()
    return rsvp, f"/r/{token_of(rsvp.link)}"


@pytest.mark.parametrize("name", ["Aiko", "Mallory"])
def test_typing_the_address_shows_nothing_of_it_and_leaves_its_owner_s_page(
    app: Flask, client: Visitor, name: str
) -> None:
    event = make.event()
    _rsvp, own = given_back(event)
    before = visitor(app).get(f"{own}/answers").text

    typed = answer(client, event, KNOWN, first_name=name, last_name="")
    fresh = answer(visitor(app), event, FRESH, first_name=name, last_name="")

    for ending in ("", "/answers", "/cancellation", "/invite.ics"):
        pages = [client.get(typed + ending), visitor(app).get(fresh + ending)]
        one, other = (plain(page.text, KNOWN, FRESH) for page in pages)
        assert one == other
        assert SECRET not in one
    assert "Another time, Aiko" in visitor(app).get(own).text
    assert plain(visitor(app).get(f"{own}/answers").text) == plain(before)
    assert SECRET in before


@pytest.mark.parametrize("name", ["Aiko", "Mallory"])
def test_the_letter_to_the_address_carries_the_link_of_the_new_answer(
    app: Flask, client: Visitor, name: str
) -> None:
    event = make.event()
    rsvp, _own = given_back(event)

    answer(client, event, KNOWN, first_name=name, last_name="")

    going = db.session.scalars(db.select(Rsvp).filter_by(state="going")).one()
    letters = db.session.scalars(db.select(Message).where(Message.to == KNOWN)).all()
    assert letters[-1].kind == "invite"
    assert f"/r/~{going.link.nonce}~" in letters[-1].text
    assert going.person.email == KNOWN
    assert (going.id == rsvp.id) == (name == "Aiko")


def test_another_name_at_the_address_changes_nothing_of_what_was_given_back(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    rsvp, _own = given_back(event)

    answer(client, event, KNOWN, first_name="Mallory", last_name="")

    db.session.refresh(rsvp)
    kept = (rsvp.name, rsvp.state, rsvp.access_needs, rsvp.link.revoked_at)
    assert kept == ("Aiko Sato", "cancelled", SECRET, None)


def test_the_letters_of_an_address_are_its_owner_s_again_once_the_stranger_is_off(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    given_back(event)
    answer(client, event, KNOWN, first_name="Mallory", last_name="")
    mallory = db.session.scalars(db.select(Rsvp).filter_by(first_name="Mallory")).one()
    actions.cancel(mallory, now=clock.now())
    db.session.commit()

    answer(visitor(app), event, KNOWN)

    rows = db.session.scalars(db.select(Rsvp).order_by(Rsvp.first_name)).all()
    assert [(row.first_name, row.state, row.person.email) for row in rows] == [
        ("Aiko", "going", KNOWN),
        ("Mallory", "cancelled", None),
    ]
    last = db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()
    assert (last.kind, last.to_name) == ("invite", "Aiko Sato")


def test_the_form_of_an_earlier_answer_sent_once_more_opens_no_later_one(app: Flask) -> None:
    program = make.program(sessions=1)
    event = program.sessions[0].event
    said = make.answers(event, first_name="Aiko")
    link = actions.request(event, KNOWN, said, once="the form", now=clock.now())
    rsvp = db.session.scalars(db.select(Rsvp)).one()
    actions.cancel(rsvp, now=clock.now())
    programs.enrol(program, KNOWN, said, now=clock.now())

    again = actions.request(event, KNOWN, said, once="the form", now=clock.now())

    assert again is link
    assert again is not rsvp.link


def sessions_of(client: Visitor, page: str) -> list[str]:
    return re.findall(r"/r/[\w-]{20,}", client.get(page).text)


@pytest.mark.parametrize("name", ["Aiko", "Mallory"])
def test_a_program_left_stays_as_it_was_too(app: Flask, client: Visitor, name: str) -> None:
    program = make.program(sessions=2)
    own = left(program)
    before = visitor(app).get(own).text

    typed = answer(client, program, KNOWN, first_name=name, last_name="")
    fresh = answer(visitor(app), program, FRESH, first_name=name, last_name="")

    pages = client.get(typed).text, visitor(app).get(fresh).text
    assert plain(pages[0], KNOWN) == plain(pages[1], FRESH)
    assert pages[0].count("Seat saved") == 2
    enrolments = db.session.execute(db.select(Enrolment.state, Person.email).join(Person)).all()
    aside = [("cancelled", None)] if name == "Mallory" else []
    assert sorted(enrolments, key=str) == sorted(
        [("enrolled", KNOWN), ("enrolled", FRESH), *aside], key=str
    )
    after = visitor(app).get(own).text
    assert "Another time, Aiko" in after
    assert plain(after) == plain(before)
    for page in sessions_of(visitor(app), own):
        assert SECRET in visitor(app).get(f"{page}/answers").text
    for page in sessions_of(client, typed):
        assert SECRET not in client.get(f"{page}/answers").text


def left(program: Program) -> str:
    said = make.answers(
        program.sessions[0].event, first_name="Aiko", last_name="Sato", access_needs=SECRET
    )
    enrolment, link = programs.enrol(program, KNOWN, said, now=clock.now())
    programs.leave(enrolment, now=clock.now())
    db.session.commit()
    return f"/e/{token_of(link)}"
