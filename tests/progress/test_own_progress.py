"""A person's own progress and what they take with them: behind the link of their letter."""

import make
import pytest
from flask import Flask
from progress_builders import hold, school
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.front.retention import forgetting
from eventapp.people.actions import page_token_of, token_of
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.progress import mine, reading


@pytest.fixture
def way(app: Flask) -> tuple[Program, list[Enrolment]]:
    """Three sessions of four over; the first person was at two of them."""
    program, people = school(5)
    hold(program, 0, *people[:4])
    hold(program, 1, *people)
    hold(program, 2, *people[1:])
    return program, people


def page_of(enrolment: Enrolment) -> str:
    return f"/e/{token_of(enrolment.link)}/reflection"


def written(enrolment: Enrolment) -> str:
    return db.session.get_one(Enrolment, enrolment.id, populate_existing=True).reflection


def test_it_says_in_words_and_as_a_picture_how_far_they_are(way, client: Visitor) -> None:
    page = client.get(page_of(way[1][0]))

    assert page.status_code == 200
    assert "Met 4 people" in page.text
    assert "2 of 4 sessions" in page.text
    assert "1: there, 2: there, 3: missed, 4: next" in page.text
    assert "one more session" in page.text
    assert "You need each of the sessions to come." in page.text


def test_it_names_nobody_else(way, client: Visitor) -> None:
    _program, people = way
    for one in people[1:]:
        one.answers = one.answers | {"first_name": f"Secret{one.id}"}
    db.session.commit()

    assert "Secret" not in client.get(page_of(people[0])).text


def test_a_page_that_typing_an_address_opened_shows_nothing_of_it(way, client: Visitor) -> None:
    enrolment = way[1][0]
    typed = page_token_of(enrolment.link)

    assert client.get(f"/e/{typed}").status_code == 200
    assert client.get(f"/e/{typed}/reflection").status_code == 404
    assert client.post(f"/e/{typed}/reflection", data={"reflection": "Not me"}).status_code == 404
    assert written(enrolment) == ""


def test_an_enrolment_that_was_typed_once_more_shows_nothing_of_it(way, client: Visitor) -> None:
    program, people = way
    said = make.answers(program.sessions[-1].event, first_name=people[0].first_name)
    _first, again = programs.enrol(program, people[0].person.email, said, now=clock.now())

    assert client.get(f"/e/{page_token_of(again)}/reflection").status_code == 404
    assert client.get(f"/e/{token_of(again)}/reflection").status_code == 404


def test_who_left_or_waits_has_no_progress(way) -> None:
    enrolment = way[1][0]
    enrolment.state = "cancelled"

    assert mine.shown(enrolment, now=clock.now()) is None


def test_what_they_take_with_them_is_kept_changed_and_taken_back(way, client: Visitor) -> None:
    program, (ann, *_others) = way
    program.certificate_reflection = True
    page = page_of(ann)

    answer = client.submit(
        page, to="/reflection", reflection="  Ask first.\r\n\r\n  Then count.\x07 "
    )
    assert answer.status_code == 303
    assert written(ann) == "Ask first.\n\n  Then count."
    assert reading.figures_of(ann, now=clock.now()).standing.facts.reflected
    client.submit(page, to="/reflection", reflection="Ask twice")
    assert written(ann) == "Ask twice"
    client.submit(page, to="/reflection", reflection=" ")
    assert (written(ann), ann.reflected_at) == ("", None)


def test_too_long_comes_back_as_it_was_typed(way, client: Visitor) -> None:
    ann = way[1][0]

    answer = client.submit(page_of(ann), to="/reflection", reflection="so much " * 300)

    assert answer.status_code == 422
    assert "2,000 characters" in answer.text
    assert "so much so much" in answer.text
    assert written(ann) == ""


def test_it_is_said_who_reads_it(way, client: Visitor) -> None:
    program, (ann, *_others) = way

    assert f"The organizers of {program.community.name} read it" in client.get(page_of(ann)).text


def test_nothing_is_asked_before_the_first_session(app: Flask, client: Visitor) -> None:
    _program, (ann, *_others) = school(1)

    assert "What do you take with you?" not in client.get(page_of(ann)).text


def test_once_the_certificates_are_given_it_stays_as_it_is(way, client: Visitor) -> None:
    program, (ann, *_others) = way
    page = page_of(ann)
    client.submit(page, to="/reflection", reflection="Ask first")
    program.certified_at = clock.now()

    answer = client.post(page, data={"reflection": "Something else"})

    assert answer.status_code == 409
    assert written(ann) == "Ask first"
    shown = client.get(page).text
    assert "Ask first" in shown
    assert "Save what you wrote" not in shown


def test_writing_by_the_letter_ends_the_page_that_typing_opened(way, client: Visitor) -> None:
    ann = way[1][0]
    typed = page_token_of(ann.link)

    client.submit(page_of(ann), to="/reflection", reflection="Ask first")

    assert client.get(f"/e/{typed}").status_code == 404


def test_it_goes_when_somebody_is_forgotten(way) -> None:
    program, (ann, *_others) = way
    ann.reflection, ann.reflected_at = "I, Ann, found a job", clock.now()
    number = ann.id
    db.session.commit()

    forgetting.forget(ann.person, program.community, now=clock.now())

    assert db.session.get_one(Enrolment, number).reflection == ""


def test_where_the_program_was_called_off_nobody_is_blamed_for_what_they_missed(
    way, client: Visitor
) -> None:
    program, people = way
    early, [never_began] = school(1)
    for one in (program, early):
        one.cancelled_at = clock.now()
    db.session.commit()

    page = client.get(f"/e/{token_of(people[0].link)}").text

    assert "Met 4 people" in page
    assert "Too much was missed" not in page
    assert "Still missing" not in page
    assert "How far you are" not in client.get(f"/e/{token_of(never_began.link)}").text
