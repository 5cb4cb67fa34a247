"""A program's queue and its sessions' queues are one question: who has waited longest comes first."""

from datetime import timedelta

import make
import pytest
from conftest import visitor
from queueing import enrol, gives_back, leaves, raised, row, says_yes, states

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.programs import actions as programs


def test_who_waits_for_the_program_gets_a_place_given_back_in_one_session(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    says_yes(program, "mai")

    gives_back(program, "aiko")

    assert states(program) == {"zoe": "going", "mai": "waitlisted"}
    assert states(program, 1) == {"aiko": "going", "zoe": "waitlisted"}


def test_a_stranger_waits_behind_whoever_waits_for_the_program(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")

    says_yes(program, "mai")
    raised(program, "")

    assert states(program) == {"aiko": "going", "zoe": "going", "mai": "waitlisted"}


def test_who_joins_the_program_waits_behind_those_who_wait_for_a_session(app):
    program = make.program(sessions=1)
    program.sessions[0].event.capacity = 1
    says_yes(program, "mai"), says_yes(program, "kit")

    enrolment = enrol(program, "aiko")
    gives_back(program, "mai")

    assert enrolment.state == "enrolled"
    assert states(program) == {"kit": "going", "aiko": "waitlisted"}


def test_a_program_left_goes_to_the_next_with_every_session_where_it_is_their_turn(app):
    program = row()
    enrol(program, "aiko")
    says_yes(program, "mai", 1)
    waiting = enrol(program, "zoe")

    leaves(program, "aiko")

    assert waiting.state == "enrolled"
    assert states(program) == {"zoe": "going"}
    assert states(program, 1) == {"mai": "going", "zoe": "waitlisted"}


def test_who_leaves_the_line_of_a_program_leaves_the_line_of_each_session(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    says_yes(program, "mai")

    leaves(program, "zoe")
    gives_back(program, "aiko")

    assert states(program) == {"mai": "going"}


def test_who_gave_one_session_back_while_waiting_isnt_put_into_it(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    gives_back(program, "zoe", 1)

    leaves(program, "aiko")

    assert states(program) == {"zoe": "going"}
    assert states(program, 1) == {}


def test_raising_the_places_of_a_program_lets_in_whoever_waits_in_order(app):
    program = row()
    for name in ("aiko", "zoe"):
        enrol(program, name)
    says_yes(program, "mai", 1)
    last = enrol(program, "kit")

    joined = programs.resize(program, 3, now=clock.now())

    assert joined == 2
    assert last.state == "enrolled"
    assert states(program) == dict.fromkeys(("aiko", "zoe", "kit"), "going")
    assert states(program, 1) == dict.fromkeys(("aiko", "zoe", "mai"), "going") | {
        "kit": "waitlisted"
    }


def test_an_organizer_raises_the_places_on_the_program_s_page(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    organizer = visitor(app)
    make.sign_in(organizer, make.member(program.community))
    page = f"/desk/{program.community.slug}/programs/{program.slug}"

    wrong = organizer.submit(page, to="/places", capacity="none")
    answer = organizer.submit(page, to="/places", capacity="2")

    assert wrong.status_code == 422
    assert "One who waited has joined." in organizer.get(answer.location).text
    assert states(program) == {"aiko": "going", "zoe": "going"}


def test_waiting_for_a_program_is_one_letter(app):
    program = row(sessions=3)
    enrol(program, "aiko")
    db.session.execute(db.delete(Message))

    enrol(program, "zoe")

    (letter,) = db.session.scalars(db.select(Message))
    assert letter.kind == "enrolled"
    assert "waitlist" in letter.subject


def test_a_letter_of_enrolment_says_which_session_is_full(app):
    program = make.program(sessions=2)
    program.sessions[1].event.capacity = 1
    says_yes(program, "mai", 1)

    enrol(program, "aiko")

    (letter,) = db.session.scalars(db.select(Message).where(Message.kind == "enrolled"))
    assert letter.text.count("you’re in line for it") == 1


def test_nobody_is_promoted_into_a_program_whose_waitlists_have_closed(app):
    program = row(sessions=1)
    enrol(program, "aiko")
    waiting = enrol(program, "zoe")
    event = program.sessions[0].event
    event.starts_at = clock.now() - timedelta(hours=1)

    leaves(program, "aiko")

    assert waiting.state == "waitlisted"
    assert states(program) == {"zoe": "waitlisted"}


def test_a_full_program_takes_nobody_into_a_line_that_is_closed(app):
    program = row(sessions=1)
    enrol(program, "aiko")
    program.sessions[0].event.waitlist_closes = -7 * 24 * 60

    with pytest.raises(Refused, match="waitlist has closed"):
        enrol(program, "zoe")
