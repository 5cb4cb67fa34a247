"""Who comes to one session by its own page, without the program."""

import make
import pytest
from concurrent_requests import rush, statuses
from conftest import visitor
from public_forms import page_of
from queueing import answer, enrol, gives_back, leaves, row, says_yes, states

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.programs.models import Program
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import giving_back
from eventapp.rsvps.models import Rsvp


def open_to(drop_ins, capacity=5) -> Program:
    """A program whose first session takes so many without it."""
    program = row(capacity)
    program.sessions[0].drop_in = drop_ins
    db.session.flush()
    return program


def test_as_many_come_to_a_session_alone_as_it_says_and_the_next_one_waits(app):
    program = open_to(1)

    says_yes(program, "mai"), says_yes(program, "kit")

    assert states(program) == {"mai": "going", "kit": "waitlisted"}


def test_without_a_limit_whoever_comes_gets_a_place(app):
    program = open_to(None)

    says_yes(program, "mai"), says_yes(program, "kit")

    assert states(program) == {"mai": "going", "kit": "going"}


def test_the_limit_takes_no_place_from_the_program_s_people(app):
    program = open_to(1, capacity=3)
    says_yes(program, "mai"), says_yes(program, "kit")

    enrol(program, "aiko"), enrol(program, "zoe")

    assert states(program) == {
        "mai": "going", "kit": "waitlisted", "aiko": "going", "zoe": "going",
    }  # fmt: skip


def test_a_place_that_a_drop_in_gives_back_goes_to_the_next_of_them(app):
    program = open_to(1)
    says_yes(program, "mai"), says_yes(program, "kit")

    gives_back(program, "mai")

    assert states(program) == {"kit": "going"}


def test_a_place_that_the_enrolled_give_back_goes_to_nobody_beyond_the_limit(app):
    program = open_to(1, capacity=2)
    enrol(program, "aiko"), says_yes(program, "mai")
    says_yes(program, "kit")
    waiting = enrol(program, "zoe")

    gives_back(program, "aiko")

    assert waiting.state == "enrolled"
    assert states(program) == {"mai": "going", "kit": "waitlisted", "zoe": "going"}


def test_a_session_for_the_program_alone_shows_the_program_and_no_form(client):
    program = open_to(0)
    event = program.sessions[0].event
    db.session.commit()

    page = client.get(page_of(event)).text

    assert 'name="first_name"' not in page
    assert page_of(program) in page
    assert program.title in page


@pytest.mark.parametrize("name", ["aiko", "mai"])
def test_no_form_that_was_kept_gets_into_it_whoever_it_names(app, name):
    program = open_to(0)
    enrol(program, "aiko")

    with pytest.raises(Refused, match="Join the program"):
        says_yes(program, name)


def test_its_people_come_and_its_page_of_enrolment_shows_it_again_to_who_types_twice(client):
    program = open_to(0)
    enrol(program, "aiko")
    db.session.commit()
    said = {"first_name": "aiko", "email": "aiko@example.org"}
    role = program.community.roles[0].id

    again = client.submit(page_of(program), to="/enrolments", role=role, **said)

    assert states(program) == {"aiko": "going"}
    assert client.get(again.headers["Location"]).text.count("Seat saved") == 2


def test_a_page_that_was_kept_for_everybody_follows_the_limit(app):
    program = open_to(None)
    event = program.sessions[0].event
    db.session.commit()
    assert 'name="first_name"' in visitor(app).get(page_of(event)).text

    program.sessions[0].drop_in = 0
    db.session.commit()

    assert 'name="first_name"' not in visitor(app).get(page_of(event)).text


def test_the_page_says_that_only_places_for_who_comes_alone_are_taken(client):
    program = open_to(1)
    says_yes(program, "mai")
    db.session.commit()

    page = client.get(page_of(program.sessions[0].event)).text

    assert "The places for who comes without the program are taken" in page
    assert "Join the waitlist" in page


def test_who_joins_the_program_after_they_came_alone_frees_that_place(app):
    program = open_to(1)
    says_yes(program, "mai"), says_yes(program, "kit")

    enrol(program, "mai")

    assert states(program) == {"mai": "going", "kit": "going"}


def test_who_left_the_program_comes_as_anybody(app):
    program = open_to(1)
    says_yes(program, "mai")
    enrol(program, "aiko")
    leaves(program, "aiko")

    says_yes(program, "aiko")

    assert states(program) == {"mai": "going", "aiko": "waitlisted"}


def test_one_session_given_back_and_undone_is_the_program_s_place_again(app):
    program = open_to(0)
    enrolment = enrol(program, "aiko")
    held = answer(program, "aiko")

    giving_back.give_back(held, now=clock.now())
    assert enrolment.state == "enrolled"
    assert (states(program), states(program, 1)) == ({}, {"aiko": "going"})
    giving_back.undo(held, now=clock.now())

    assert states(program) == {"aiko": "going"}


def test_an_organizer_puts_whom_they_like_on_the_list_and_the_door_lets_in(app):
    program = open_to(0)
    event = program.sessions[0].event

    for source in ("desk", "import", "door"):
        said = make.answers(event, first_name=source)
        rsvps.admit(event, make.person(), said, source=source, now=clock.now())

    assert list(states(program).values()) == ["going"] * 3


def test_at_one_instant_no_more_come_alone_than_may(each_database, monkeypatch):
    monkeypatch.setattr(web, "client", tokens.new_nonce)
    program = open_to(2, capacity=9)
    role, path = program.community.roles[0].id, page_of(program.sessions[0].event)
    said = {"role": role, "stage": "", "ask_kind": "advice", "offer_kind": "advice"}
    forms = [
        (f"{path}/rsvps", said | {"first_name": f"G{n}", "email": f"g{n}@example.org"}, None)
        for n in range(6)
    ]
    number = program.id
    db.session.commit()

    answers = rush(each_database, forms)

    assert statuses(answers) == {303: 6}
    held = list(states(db.session.get(Program, number)).values())
    assert (held.count("going"), held.count("waitlisted")) == (2, 4)


def test_two_at_one_instant_get_the_last_place_of_a_program_once(each_database, monkeypatch):
    monkeypatch.setattr(web, "client", tokens.new_nonce)
    program = row(capacity=1)
    role, path = program.community.roles[0].id, page_of(program)
    said = {"role": role, "stage": "", "ask_kind": "advice", "offer_kind": "advice"}
    forms = [
        (f"{path}/enrolments", said | {"first_name": f"G{n}", "email": f"g{n}@example.org"}, None)
        for n in range(2)
    ]
    number = program.id
    db.session.commit()

    answers = rush(each_database, forms)

    assert statuses(answers) == {303: 2}
    for at in range(2):
        held = list(states(db.session.get(Program, number), at).values())
        assert sorted(held) == ["going", "waitlisted"]
    assert len(db.session.scalars(db.select(Rsvp)).all()) == 4
