"""One session is given back and taken up again, and the program stays."""

import re

import make
import pytest
from conftest import visitor
from public_forms import page_of
from queueing import answer, closes, enrol, leaves, row, says_yes, states

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.actions import page_token_of, token_of
from eventapp.programs import actions as programs
from eventapp.rsvps import giving_back


def page(enrolment):
    return f"/e/{token_of(enrolment.link)}"


def again(client, enrolment, number=0):
    slug = enrolment.program.sessions[number].event.slug
    return client.post(f"{page(enrolment)}/sessions/{slug}")


def held(drop_in=0):
    """Somebody enrolled who gave their first session back on its page."""
    program = row()
    program.sessions[0].drop_in = drop_in
    enrolment = enrol(program, "aiko")
    giving_back.give_back(answer(program, "aiko"), now=clock.now())
    db.session.commit()
    return program, enrolment


@pytest.mark.parametrize("drop_in", [None, 0])
def test_a_session_given_back_is_taken_up_again_on_the_program_s_page(client, drop_in):
    program, enrolment = held(drop_in)
    assert states(program, 1) == {"aiko": "going"}
    assert "Come after all" in client.get(page(enrolment)).text

    for _twice in range(2):
        assert again(client, enrolment).status_code == 303

    shown = client.get(page(enrolment)).text
    assert (enrolment.state, shown.count("Seat saved")) == ("enrolled", 2)
    assert "Come after all" not in shown


def test_a_session_that_filled_up_meanwhile_is_waited_for(client):
    program, enrolment = held(drop_in=None)
    says_yes(program, "mai")

    again(client, enrolment)

    assert states(program) == {"mai": "going", "aiko": "waitlisted"}


def test_it_is_offered_and_taken_by_the_link_of_a_letter_alone(client):
    program, enrolment = held()
    typed = f"/e/{page_token_of(enrolment.link)}"

    answer = client.post(f"{typed}/sessions/{program.sessions[0].event.slug}")

    assert "Come after all" not in client.get(typed).text
    assert answer.status_code == 409
    assert states(program) == {}


def test_what_was_typed_once_more_takes_no_session_up(app):
    program, enrolment = held()
    said = {
        "first_name": "aiko",
        "email": "aiko@example.org",
        "role": program.community.roles[0].id,
    }
    client = visitor(app)
    typed = client.submit(page_of(program), to="/enrolments", **said).headers["Location"]
    slug = program.sessions[1].event.slug

    assert client.post(f"{typed}/sessions/{slug}").status_code == 409
    assert re.search("Come after all", client.get(typed).text) is None
    assert enrolment.state == "enrolled"


def test_who_left_takes_nothing_up(client):
    program, enrolment = held()
    leaves(program, "aiko")
    db.session.commit()

    assert again(client, enrolment).status_code == 409
    assert states(program) == {}


def test_a_session_that_is_full_and_closed_or_of_another_program_is_refused(client):
    program, enrolment = held(drop_in=None)
    says_yes(program, "mai")
    closes(program)
    db.session.commit()
    other = make.event()

    assert again(client, enrolment).status_code == 409
    assert client.post(f"{page(enrolment)}/sessions/{other.slug}").status_code == 404
    with pytest.raises(Refused):
        programs.come_again(enrolment, other, now=clock.now())
