"""A guest's own page of one session: what it says of the program, and nothing of it to who only typed an address."""

import re

import make
import pytest
from conftest import visitor
from flask import Flask
from program_builders import join, rsvp_of
from public_forms import answer, plain
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program

SLIDES = "https://example.org/slides"


@pytest.fixture
def program(app: Flask) -> Program:
    """Its first session has something to read."""
    made = make.program(sessions=2, title="First steps into data")
    made.sessions[0].materials = [{"title": "Slides", "url": SLIDES}]
    return made


def session_page(enrolment: Enrolment, number: int = 0) -> str:
    rsvp = rsvp_of(enrolment, enrolment.program.sessions[number].event)
    return f"/r/{token_of(rsvp.link)}"


def after_form(client: Visitor, page: str) -> str:
    """The page of the first session, as the page after the program's form leads to it."""
    return re.findall(r'href="(/r/[\w-]+)"', client.get(page).text)[0]


def test_it_shows_the_session_s_materials_and_leads_to_the_page_of_the_program(client, program):
    mine = join(program)
    db.session.commit()

    first, second = (client.get(session_page(mine, number)).text for number in (0, 1))

    for page in (first, second):
        assert "First steps into data" in page
        assert f'href="/e/{token_of(mine.link)}"' in page
    assert SLIDES in first
    assert SLIDES not in second


def test_who_waits_for_the_program_is_led_there_and_reads_no_materials(client, program):
    program.capacity = 1
    join(program)
    waiting = join(program)
    db.session.commit()

    page = client.get(session_page(waiting)).text

    assert f'href="/e/{token_of(waiting.link)}"' in page
    assert SLIDES not in page


def test_who_left_or_comes_to_one_session_alone_reads_nothing_of_it(client, program):
    left = join(program)
    drop_in = make.rsvp(program.sessions[0].event)
    programs.leave(left, now=clock.now())
    db.session.commit()

    for page in (session_page(left), f"/r/{token_of(drop_in.link)}"):
        text = client.get(page).text
        assert SLIDES not in text
        assert "/e/" not in text


def test_a_letter_s_link_to_an_answer_given_before_leads_there_too(client, program):
    before = make.rsvp(program.sessions[0].event, email="known@example.org", first_name="Aiko")
    said = make.answers(program.sessions[0].event, first_name="Aiko")
    programs.enrol(program, "known@example.org", said, now=clock.now())
    enrolment = db.session.scalars(db.select(Enrolment)).one()
    db.session.commit()

    page = client.get(f"/r/{token_of(before.link)}").text

    assert f'href="/e/{token_of(enrolment.link)}"' in page
    assert SLIDES in page


def test_the_page_after_the_form_leads_to_what_the_same_form_made(app, client, program):
    first = answer(client, program, "known@example.org")
    known = db.session.scalars(db.select(Enrolment)).one()
    typed = answer(visitor(app), program, "known@example.org")
    fresh = answer(visitor(app), program, "fresh@example.org")

    pages = {
        page: visitor(app).get(after_form(client, page)).text for page in (first, typed, fresh)
    }

    for own, text in pages.items():
        assert re.findall(r'href="(/e/[\w-]+)"', text) == [own]
        assert token_of(known.link) not in text
        assert SLIDES in text
    assert plain(pages[typed], "known@example.org") == plain(pages[fresh], "fresh@example.org")


def test_an_answer_typed_to_one_session_learns_nothing_of_its_owner_s_program(app, client, program):
    event = program.sessions[0].event
    typed = answer(client, event, "known@example.org")
    said = make.answers(event, first_name="Aiko", last_name="Sato")
    programs.enrol(program, "known@example.org", said, now=clock.now())
    db.session.commit()

    again = answer(visitor(app), event, "known@example.org")

    for page in (typed, again):
        text = visitor(app).get(page).text
        assert "You’re in" in text
        assert SLIDES not in text
        assert "/e/" not in text


def test_where_two_were_said_to_be_one_the_link_of_one_opens_no_program(client, program):
    mine, other = join(program), make.person()
    make.merge(program.community, mine.person, other)
    db.session.commit()

    text = client.get(session_page(mine)).text

    assert "You’re in" in text
    assert "/e/" not in text


def test_once_the_letter_s_link_changed_something_the_page_of_the_form_leads_nowhere(
    app, client, program
):
    own = answer(client, program, "known@example.org")
    session = after_form(client, own)
    known = db.session.scalars(db.select(Enrolment)).one()
    known.link.page_digest = None
    db.session.commit()

    assert "/e/" not in visitor(app).get(session).text


def test_an_answer_to_an_evening_of_its_own_asks_nothing_more(client, program, queries):
    counts = []
    for rsvp in (make.rsvp(), rsvp_of(join(program), program.sessions[0].event)):
        page = f"/r/{token_of(rsvp.link)}"
        db.session.commit()
        client.get(page)
        queries.clear()
        client.get(page)
        counts.append(len(queries))
        assert any("FROM link LEFT OUTER JOIN enrolment" in one for one in queries) == (
            rsvp.source == "program"
        )

    assert counts[1] - counts[0] == 1
