"""Who met in a program, as its public page draws it: shapes and lines that tell on nobody."""

import re
from collections import Counter
from itertools import combinations

import program_page_builders as courses
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.front.program_pages import chords
from eventapp.front.program_pages.reading import public
from eventapp.programs.models import Enrolment, Program
from eventapp.role_marks import GUEST


def met(program: Program):
    db.session.commit()
    db.session.expire_all()
    return public(program, now=clock.now())["met"]


def lines(drawing: str) -> list[int]:
    """How many lines each evening has."""
    return [found.count("M") for found in re.findall(r'<path class="c\d" d="([^"]*)"', drawing)]


def test_every_two_who_met_have_one_line_at_the_evening_they_first_met(app: Flask):
    program = courses.course(10)
    people = [one.person_id for one in db.session.scalars(db.select(Enrolment))]

    found = met(program)

    pairs = ledger.counts(people)
    assert sum(lines(found.drawing)) == len(pairs)
    assert (found.people, found.sessions) == (10, 2)
    assert found.each == round(2 * len(pairs) / 10)


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_nothing_is_drawn_of_fewer_than_five_people(app: Flask, people: int, shown: bool):
    assert (met(courses.course(people)) is not None) is shown


def test_a_role_that_few_have_isnt_told_apart(app: Flask):
    found = met(courses.course(19))

    assert all(count >= 5 for _mark, count, _word in found.mix)
    assert sum(count for _mark, count, _word in found.mix) == 19
    assert GUEST in {mark for mark, _count, _word in found.mix}


def test_an_evening_that_isnt_written_to_its_end_yet_isnt_drawn(app: Flask):
    program = courses.course(8)
    ledger.state_of(program.sessions[1].event).closed_at = None

    found = met(program)

    assert found.sessions == 1


def test_nobody_is_named_in_the_picture(client, app: Flask):
    program = courses.course(8)
    page = client.get(courses.path(program)).text

    (drawing,) = re.findall(r'<svg class="chords".*?</svg>', page, re.DOTALL)
    for enrolment in db.session.scalars(db.select(Enrolment)):
        assert enrolment.first_name not in page
        assert enrolment.person.email not in page
    assert "<text" not in drawing
    assert "id=" not in drawing


@pytest.fixture
def crowd(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Program:
    """More people than are drawn one by one, of roles that can be told apart."""
    monkeypatch.setattr("eventapp.front.program_pages.met.MOST", 18)
    return courses.course(19)


def widths(drawing: str) -> list[int]:
    return [
        int(step) for step in re.findall(r'<path class="c1"[^>]* stroke-width="(\d+)"', drawing)
    ]


def test_of_a_crowd_there_is_a_shape_for_each_role_and_a_line_between_two(client, crowd):
    found = met(crowd)

    assert found.grouped
    shapes = re.findall(r'fill="var\(--mark-(\d)', found.drawing)
    assert shapes == [str(mark) for mark, _count, _name in found.mix]
    assert len(shapes) >= 2
    assert 1 <= len(widths(found.drawing)) <= len(shapes) * (len(shapes) - 1) / 2
    text = courses.shown(client, courses.path(crowd))
    assert "The wider a line" in text
    assert "Each line is two people" not in text
    assert "everyone has sat with about" in text


def test_of_a_crowd_whose_roles_cant_be_told_the_words_stand_alone(client, app, monkeypatch):
    monkeypatch.setattr("eventapp.front.program_pages.met.MOST", 7)
    program = courses.course(8)

    assert met(program).drawing == ""
    text = courses.shown(client, courses.path(program))
    assert "everyone has sat with about" in text
    assert "line" not in text[text.index("People met so far") :][:60]


def test_no_line_of_a_crowd_stands_for_fewer_than_five_people(crowd, monkeypatch):
    asked = []

    def watched(behind):
        asked.append(behind)
        return frozenset()

    monkeypatch.setattr("eventapp.insights.hiding.open_cells", watched)

    assert widths(met(crowd).drawing) == []
    people = {one.person_id for one in db.session.scalars(db.select(Enrolment))}
    assert all(count <= len(people) for row in asked[0] for count in row)


@given(
    st.lists(st.tuples(st.integers(1, 8), st.integers(5, 400)), min_size=2, max_size=9), st.data()
)
def test_the_more_of_two_roles_have_met_the_wider_is_their_line(counts, data):
    pairs = sorted(combinations(range(len(counts)), 2))
    shares = {pair: data.draw(st.floats(0, 1)) for pair in pairs}

    drawn = chords.groups(counts, shares, label="Who met")

    found = widths(drawn)
    met_at_all = [share for _pair, share in sorted(shares.items()) if share > 0]
    assert len(found) == len(met_at_all)
    ordered = [wide for _share, wide in sorted(zip(met_at_all, found, strict=True))]
    assert ordered == sorted(ordered)
    assert set(found) <= set(chords.WIDTHS)
    assert not met_at_all or max(found) == 18


@pytest.mark.parametrize("state", ["absent", "excused", "elsewhere"])
def test_how_many_came_is_as_an_organizer_corrected_it(app: Flask, state: str):
    program = courses.course(6)
    first = program.sessions[0]
    someone = db.session.scalars(db.select(Enrolment)).first()
    assert public(program, now=clock.now())["came"][first.event_id] == 6

    db.session.add(
        Attendance(session=first, person=someone.person, state=state, reason="", said_at=clock.now())
    )  # fmt: skip
    db.session.commit()

    assert public(program, now=clock.now())["came"][first.event_id] == 5


PEOPLE = st.dictionaries(st.integers(1, 999), st.integers(1, 8), min_size=5, max_size=20)


@given(PEOPLE, st.data())
def test_the_drawing_holds_one_shape_a_person_and_one_line_a_pair_whoever_they_are(marks, data):
    pairs = list(combinations(sorted(marks), 2))
    evenings = data.draw(st.lists(st.sets(st.sampled_from(pairs)), min_size=1, max_size=4))

    drawn = chords.chords(marks, evenings, seed="x", label="Who met")

    assert lines(drawn) == [len(evening) for evening in evenings]
    shapes = re.findall(r'<path d="([^"]*)" fill="var\(--mark-(\d)', drawn)
    rings = {1: 1, GUEST: 2}
    told = {int(mark): data.count("M") // rings.get(int(mark), 1) for data, mark in shapes}
    assert told == dict(Counter(marks.values()))


def test_where_no_role_can_be_told_there_is_no_list_of_roles(client, app: Flask):
    program = courses.course(8)

    assert met(program).mix == ()
    assert "Who they are" not in client.get(courses.path(program)).text
