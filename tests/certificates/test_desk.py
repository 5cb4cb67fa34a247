"""Organizers give a certificate by hand, withdraw one, and issue one again with another name."""

import make
import program_builders
import pytest
from flask import Flask
from followup_builders import letters
from visitor import Visitor

from eventapp import clock
from eventapp.certificates import actions
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.programs.models import Enrolment, Program


@pytest.fixture
def program(app: Flask, client: Visitor) -> Program:
    """One whose first session is over, with four enrolled, and an organizer who looks at it."""
    made = program_builders.school(4)
    program_builders.held(made, 0)
    make.sign_in(client, make.member(made.community))
    db.session.commit()
    return made


def enrolled(program: Program) -> list[Enrolment]:
    asked = db.select(Enrolment).filter_by(program_id=program.id).order_by(Enrolment.id)
    return list(db.session.scalars(asked))


def page(program: Program) -> str:
    return f"{program_builders.path(program)}/certificates"


def given(program: Program) -> Certificate:
    return make.certificate(enrolled(program)[0], name="Aiko Tanaka")


def test_one_is_given_by_hand_with_a_reason_once(program: Program, client: Visitor) -> None:
    one = enrolled(program)[0]

    said = {"enrolment": one.id, "why": "She led the last session"}
    answers = [client.post(page(program), data=said) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert f"{one.name} has one already." in client.get(answers[1].headers["Location"]).text
    made = db.session.scalars(db.select(Certificate)).one()
    assert (made.name, made.why, made.there) == (one.name, "She led the last session", 1)
    assert one.certified_at == made.given_at
    (letter,) = letters("certificate")
    assert f"/certificates/{made.number}" in letter.text
    listed = client.get(page(program)).text
    assert made.number in listed
    assert "By hand" in listed


def test_nobody_gets_one_without_a_reason_or_of_another_program(
    program: Program, client: Visitor
) -> None:
    elsewhere = program_builders.join(make.program())
    db.session.commit()

    silent = client.post(page(program), data={"enrolment": enrolled(program)[0].id, "why": " "})
    foreign = client.post(page(program), data={"enrolment": elsewhere.id, "why": "Why not"})

    assert (silent.status_code, foreign.status_code) == (422, 422)
    assert db.session.scalars(db.select(Certificate)).all() == []


def test_nothing_is_certified_before_a_session_took_place(app: Flask, client: Visitor) -> None:
    fresh = program_builders.school(1)
    make.sign_in(client, make.member(fresh.community))
    db.session.commit()

    answer = client.post(page(fresh), data={"enrolment": enrolled(fresh)[0].id, "why": "Early"})

    assert answer.status_code == 409
    assert "No session has taken place yet" in answer.text


def test_one_is_withdrawn_with_a_reason_and_stands_again(program: Program, client: Visitor) -> None:
    made = given(program)
    db.session.commit()
    own = f"{page(program)}/{made.id}"

    silent = client.post(f"{own}/revocation", data={"reason": ""})
    still = made.valid
    client.post(f"{own}/revocation", data={"reason": "Mixed up with somebody else"})
    withdrawn = client.get(own).text
    client.post(f"{own}/validity")

    assert silent.status_code == 422
    assert still
    assert "Mixed up with somebody else" in withdrawn
    assert db.session.get_one(Certificate, made.id).valid
    assert letters("certificate") == []


def test_who_had_one_withdrawn_is_given_no_other(program: Program, client: Visitor) -> None:
    made = given(program)
    actions.revoke(made, "By mistake", now=clock.now())
    db.session.commit()

    answer = client.post(page(program), data={"enrolment": made.enrolment_id, "why": "Once more"})
    assert answer.headers["Location"] == f"{page(program)}/{made.id}"

    assert made.enrolment not in actions.without(program)
    assert actions.give_by_hand(made.enrolment, "Once more", now=clock.now()) is made


def test_another_name_keeps_the_number_and_is_told(program: Program, client: Visitor) -> None:
    made = given(program)
    db.session.commit()
    own = f"{page(program)}/{made.id}"

    for _press in range(2):
        client.post(f"{own}/name", data={"name": "Aiko  Sato"})

    made = db.session.get_one(Certificate, made.id)
    assert (made.name, made.issue, made.number) == ("Aiko Sato", 2, "7K2M-Q9XD")
    (letter,) = letters("certificate")
    assert "Aiko Sato" in letter.text
    checked = client.get("/certificates/7K2M-Q9XD").text
    assert "Aiko Sato" in checked
    assert "Tanaka" not in checked


def test_the_name_that_they_go_by_now_is_offered(program: Program, client: Visitor) -> None:
    made = given(program)
    made.enrolment.answers = made.enrolment.answers | {"first_name": "Robin", "last_name": "Sato"}
    db.session.commit()

    shown = client.get(f"{page(program)}/{made.id}").text
    assert 'value="Robin Sato"' in shown
    assert "It bears Aiko Tanaka" in shown


def test_nobody_is_chosen_until_somebody_chooses(program: Program, client: Visitor) -> None:
    answer = client.submit(page(program), to="/certificates", why="She led the last session")

    assert answer.status_code == 422
    assert "Choose somebody." in answer.text
    assert db.session.scalars(db.select(Certificate)).all() == []


def test_one_that_was_withdrawn_gets_no_other_name(program: Program, client: Visitor) -> None:
    made = given(program)
    actions.revoke(made, "By mistake", now=clock.now())
    db.session.commit()

    answer = client.post(f"{page(program)}/{made.id}/name", data={"name": "Robin"})

    assert answer.status_code == 409
    assert db.session.get_one(Certificate, made.id).name == "Aiko Tanaka"


def test_what_it_says_stays_as_it_was_given(program: Program, client: Visitor) -> None:
    given(program)
    was, program.title = program.title, "Renamed"
    db.session.commit()

    checked = client.get("/certificates/7K2M-Q9XD").text

    assert was in checked
    assert "Renamed" not in checked


@pytest.mark.parametrize("to", ["revocation", "validity", "name"])
def test_a_certificate_is_changed_under_its_own_program_alone(
    program: Program, client: Visitor, to: str
) -> None:
    made = given(program)
    other = make.program(community=program.community)
    db.session.commit()

    answer = client.post(f"{page(other)}/{made.id}/{to}", data={"reason": "x", "name": "x"})

    assert answer.status_code == 404
