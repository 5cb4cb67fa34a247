"""Who of a program is how far, for its organizers; and writing to those at risk."""

import re

import make
import program_builders
import pytest
from flask import Flask
from program_builders import rsvp_of
from progress_builders import hold, school
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import Announcement


@pytest.fixture
def way(app: Flask, client: Visitor) -> tuple[Program, list[Enrolment]]:
    """Three sessions of four over: three went to all, one missed one, one stayed away from all."""
    program, people = school(5)
    for one, name in zip(people, ("Ann", "Bob", "Cid", "Dee", "Eve"), strict=True):
        one.answers = one.answers | {"first_name": name, "last_name": ""}
    hold(program, 0, *people[:4])
    hold(program, 1, *people[:4])
    hold(program, 2, *people[:3])
    make.sign_in(client, make.member(program.community))
    return program, people


def path(program: Program) -> str:
    return f"{program_builders.path(program)}/progress"


def names(page: str) -> list[str]:
    return re.findall(r'<span dir="auto"><b>(.*?)</b>', page)


def test_those_who_need_somebody_come_first(way, client: Visitor) -> None:
    page = client.get(path(way[0])).text

    assert names(page) == ["Dee", "Eve", "Ann", "Bob", "Cid"]
    assert "May miss none any more" in page
    assert "Missing: one more session" in page


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("at_risk", ["Dee"]),
        ("out_of_reach", ["Eve"]),
        ("completed", ["Ann", "Bob", "Cid"]),
        ("on_the_way", []),
        ("nonsense", ["Dee", "Eve", "Ann", "Bob", "Cid"]),
    ],
)
def test_one_group_is_looked_at_alone(way, client: Visitor, group: str, shown: list) -> None:
    assert names(client.get(f"{path(way[0])}?show={group}").text) == shown


def test_staying_away_twice_without_a_word_is_a_risk(way, client: Visitor) -> None:
    program, _people = way
    program.certificate_sessions = 1

    page = client.get(f"{path(program)}?show=at_risk").text

    assert names(page) == ["Eve"]
    assert "Stayed away from the last 3 sessions without a word" in page


def test_organizers_read_what_people_take_with_them(way, client: Visitor) -> None:
    program, (ann, *_others) = way
    ann.reflection, ann.reflected_at = "Ask <first>\nthen count", clock.now()

    assert "Ask &lt;first&gt;\nthen count" in client.get(path(program)).text


def test_a_letter_to_those_ticked_begins_as_a_draft_and_nothing_leaves(
    way, client: Visitor
) -> None:
    program, people = way
    before = db.session.scalar(db.select(db.func.count(Message.id)))

    answer = client.submit(path(program), to="/letters")

    begun = db.session.scalars(db.select(Announcement).filter_by(kind="message")).one()
    event = program.sessions[3].event
    assert (begun.state, begun.event_id) == ("draft", event.id)
    assert begun.before["to"] == [rsvp_of(people[3], event).id]
    assert db.session.scalar(db.select(db.func.count(Message.id))) == before
    shown = client.get(answer.location).text
    assert "Goes to one person" in shown
    assert event.title in shown


def test_the_same_form_twice_is_one_draft(way, client: Visitor) -> None:
    program, people = way
    form = {"person": str(people[3].id), "once": "once-alone"}

    places = [client.post(f"{path(program)}/letters", data=form).location for _ in range(2)]

    assert places[0] == places[1]
    assert db.session.scalar(db.select(db.func.count(Announcement.id))) == 1


def test_who_gave_the_next_seat_back_is_named_as_not_reached(way, client: Visitor) -> None:
    program, (_ann, _bob, _cid, dee, eve) = way
    rsvp_of(eve, program.sessions[3].event).state = "declined"
    data = {"person": [str(dee.id), str(eve.id)]}

    answer = client.post(f"{path(program)}/letters", data=data)

    assert "One of those you ticked gave that seat back" in client.get(answer.location).text


def test_nobody_ticked_and_nobody_of_this_program_is_a_sentence(way, client: Visitor) -> None:
    program, _people = way
    other, strangers = school(1)
    hold(other, 0, *strangers)
    # Comes to the next session alone.
    make.rsvp(program.sessions[3].event, person=strangers[0].person)

    for ticked in ([], ["x"], [str(strangers[0].id)], [str(2**40)]):
        answer = client.post(f"{path(program)}/letters", data={"person": ticked})
        assert answer.status_code == 409, ticked
    assert db.session.scalar(db.select(db.func.count(Announcement.id))) == 0


def test_after_the_last_session_its_guests_are_written_to(way, client: Visitor) -> None:
    program, people = way
    hold(program, 3, *people[:3])

    client.post(f"{path(program)}/letters", data={"person": str(people[4].id)})

    begun = db.session.scalars(db.select(Announcement).filter_by(kind="message")).one()
    assert begun.event_id == program.sessions[3].event_id
    assert "next session" not in begun.before["text"]


def test_the_program_of_another_community_is_not_theirs(way, client: Visitor) -> None:
    other, _people = school(1)

    assert client.get(path(other)).status_code == 404
    assert client.post(f"{path(other)}/letters", data={"person": "1"}).status_code == 404


def test_more_people_cost_no_more_queries(app: Flask, client: Visitor, queries: list) -> None:
    counts = []
    for number in (3, 15):
        program, people = school(number)
        hold(program, 0, *people)
        hold(program, 1, *people[1:])
        make.sign_in(client, make.member(program.community))
        client.get(path(program))
        queries.clear()
        assert client.get(path(program)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] < 30
