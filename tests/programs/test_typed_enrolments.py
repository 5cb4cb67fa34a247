"""An address typed to enrol opens nothing but what was typed in that same form."""

import re
from datetime import timedelta

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
from eventapp.programs import actions as programs
from eventapp.programs import jobs as programs_jobs
from eventapp.programs.models import Enrolment, RepeatedEnrolment
from eventapp.rsvps import jobs as rsvps_jobs
from eventapp.rsvps.models import Repeat, Rsvp


def test_enrolling_an_address_opens_none_of_its_answers_and_leaving_keeps_them(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=3)
    event = program.sessions[0].event
    first = make.rsvp(
        event, email="known@example.org", first_name="Aiko", last_name="Sato", access_needs=SECRET
    )

    typed = answer(client, program, "known@example.org")
    fresh = answer(visitor(app), program, "fresh@example.org")

    pages = client.get(typed).text, visitor(app).get(fresh).text
    assert plain(pages[0], "known@example.org") == plain(pages[1], "fresh@example.org")
    sessions = list(dict.fromkeys(re.findall(r"/r/[\w-]{20,}", pages[0])))
    assert len(sessions) == 3
    assert f"/r/{token_of(first.link)}" not in sessions
    assert SECRET not in "".join(client.get(f"{link}/answers").text for link in sessions)
    client.submit(f"{typed}/cancellation")
    db.session.refresh(first)
    assert first.state == "going"


def test_an_earlier_answer_is_shown_where_both_links_were_opened_in_one_browser(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    first = make.rsvp(
        program.sessions[0].event, email="known@example.org", first_name="Aiko", last_name="Sato"
    )
    own = f"/r/{token_of(first.link)}"

    typed = answer(client, program, "known@example.org")
    client.get(own)

    assert own in client.get(typed).text
    assert own not in visitor(app).get(typed).text


def test_enrolling_twice_shows_a_page_like_anybody_s_and_leaves_nothing(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2, capacity=1)
    said = make.answers(program.sessions[0].event, first_name="Aiko", access_needs=SECRET)
    enrolment, link = programs.enrol(program, "known@example.org", said, now=clock.now())

    typed = answer(client, program, "known@example.org", last_name="")
    fresh = answer(visitor(app), program, "fresh@example.org", last_name="")

    assert typed != f"/e/{token_of(link)}"
    pages = client.get(typed).text, visitor(app).get(fresh).text
    assert plain(pages[0], "known@example.org") == plain(pages[1], "fresh@example.org")
    client.submit(f"{typed}/cancellation")
    db.session.refresh(enrolment)
    assert enrolment.state == "enrolled"
    assert all(rsvp.going for rsvp in programs.answers_of(enrolment))


def test_an_enrolment_greets_with_the_name_that_was_typed_for_it(
    app: Flask, client: Visitor
) -> None:
    make.person(email="known@example.org", first_name="Robertine", last_name="Elsewhere")
    program = make.program()

    typed = answer(client, program, "known@example.org", first_name="Bobby", last_name="")

    page = client.get(typed).text
    assert "You’re in, Bobby" in page
    letters = db.session.scalars(db.select(Message).where(Message.to == "known@example.org"))
    written = [letter.text + letter.html + letter.to_name + letter.subject for letter in letters]
    owner = make.member(program.community)
    desk = visitor(app)
    make.sign_in(desk, owner)
    people = desk.get(f"/desk/{program.community.slug}/programs/{program.slug}").text
    assert "Bobby" in people
    for text in (page, people, *written):
        assert "Robertine" not in text
        assert "Elsewhere" not in text


def test_needs_are_forgotten_a_month_after_the_last_session_wherever_they_were_typed(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make.program(sessions=2)
    for _time in range(2):
        answer(visitor(each_database), program, "known@example.org", access_needs=SECRET)
    last = program.sessions[-1].event.ends_at
    forget = (programs_jobs.forget_needs, rsvps_jobs.forget_needs)
    assert [job() for job in forget] == [0, 0]

    monkeypatch.setattr(clock, "now", lambda: last + timedelta(days=31))
    assert [job() for job in forget] == [1, 2]
    assert [job() for job in forget] == [0, 0]

    kept = [
        *db.session.scalars(db.select(Enrolment.answers)),
        *db.session.scalars(db.select(Rsvp.access_needs)),
        *db.session.scalars(db.select(RepeatedEnrolment.answers)),
        *db.session.scalars(db.select(Repeat.answers)),
    ]
    assert SECRET not in str(kept)
    assert "Aiko" in str(kept)
