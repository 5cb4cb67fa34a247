"""The trainer's pages: the grid, corrections of one and of many, and the session to get ready for."""

import attendance_builders as builders
import make
import pytest
from attendance_builders import drop_in, held, line, marks, moved, say
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.attendance import reading
from eventapp.attendance.models import Attendance
from eventapp.attendance.next_session import next_session
from eventapp.db import db
from eventapp.programs.models import Program

WHY = "Ill, wrote in the morning"


@pytest.fixture
def course(app):
    """Three enrolled; the first of three sessions is over, and Ben wasn't there."""
    program, people = builders.course()
    for one, name in zip(people, ("Ann", "Ben", "Cat"), strict=True):
        one.answers = one.answers | {"first_name": name, "last_name": "Abbot"}
    held(program, 0, people[1])
    return program, people


@pytest.fixture
def trainer(client: Visitor, course) -> Visitor:
    make.sign_in(client, make.member(course[0].community, "organizer", first_name="Olive"))
    return client


def path(program: Program, rest: str = "attendance") -> str:
    return f"/desk/{program.community.slug}/programs/{program.slug}/{rest}"


def test_the_grid_has_everybody_with_a_word_for_each_session_and_totals(course, trainer):
    program, _people = course

    page = trainer.get(path(program)).text

    assert [page.index(name) for name in ("Ann", "Ben", "Cat")]
    assert "<b>1</b>" in page
    assert page.count("<span>Absent</span>") == 1 + 1 + 1  # the key, Ben, the totals
    assert 'class="att-who"><a' in page
    assert '<th scope="row"' in page
    assert '<th scope="col"' in page


def test_a_correction_says_who_made_it_and_why(course, trainer):
    program, (_ann, ben, _) = course
    his = path(program, f"attendance/people/{ben.person_id}")

    answer = trainer.submit(his, to=his, state="excused", reason=f"  {WHY} ")

    assert answer.status_code == 303
    page = trainer.get(his).text
    assert f"“{WHY}”" in page
    assert "Excused, says Olive" in page
    assert marks(program, ben)[0] == "excused"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_correction_without_a_reason_in_a_line_is_not_made(course, trainer, reason):
    program, (_ann, ben, _) = course
    his = path(program, f"attendance/people/{ben.person_id}")

    answer = trainer.submit(his, to=his, state="there", reason=reason)

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert marks(program, ben)[0] == "absent"


def test_a_correction_is_taken_back_with_one_button(course, trainer):
    program, (_ann, ben, _) = course
    say(program.sessions[0], ben, "there")
    his = path(program, f"attendance/people/{ben.person_id}")

    trainer.submit(his, to=his)

    assert marks(program, ben)[0] == "absent"
    assert "says Olive" not in trainer.get(his).text


def test_many_are_corrected_at_once_for_one_reason(course, trainer):
    program, (ann, ben, cat) = course
    session = path(program, f"attendance/sessions/{program.sessions[0].id}")
    assert trainer.get(session).text.count('type="checkbox" name="people"') == 3
    data = {"people": [ann.person_id, cat.person_id], "state": "elsewhere", "reason": "With Nadia"}

    answer = trainer.post(session, data=data)

    assert answer.status_code == 303
    assert [marks(program, one)[0] for one in (ann, ben, cat)] == [
        "elsewhere",
        "absent",
        "elsewhere",
    ]
    assert set(db.session.scalars(db.select(Attendance.reason))) == {"With Nadia"}


def test_after_a_correction_the_part_of_the_list_is_the_same(course, trainer):
    program, (ann, *_rest) = course
    session = path(program, f"attendance/sessions/{program.sessions[0].id}")
    data = {"people": ann.person_id, "state": "absent", "reason": WHY}

    answer = trainer.post(f"{session}?q=ann", data=data)

    assert answer.location == f"{session}?q=ann"


def test_with_nobody_ticked_nobody_is_corrected(course, trainer):
    program, _people = course
    session = path(program, f"attendance/sessions/{program.sessions[0].id}")

    answer = trainer.post(session, data={"state": "there", "reason": WHY})

    assert answer.status_code == 422
    assert "Tick whom you mean." in answer.text


def test_nobody_is_marked_there_ahead_and_the_page_says_so(course, trainer):
    program, (ann, *_rest) = course
    hers = path(program, f"attendance/people/{ann.person_id}")
    ahead = program.sessions[1].id

    refused = trainer.submit(hers, to=hers, session=ahead, state="there", reason=WHY)
    excused = trainer.submit(hers, to=hers, session=ahead, state="excused", reason=WHY)

    assert (refused.status_code, excused.status_code) == (409, 303)
    assert marks(program, ann) == ["there", "excused", "coming"]


def test_nobody_else_s_people_and_sessions_can_be_marked(course, trainer):
    program, (ann, *_rest) = course
    other, (stranger, *_others) = builders.course()
    theirs = held(other, 0)
    session = path(program, f"attendance/sessions/{program.sessions[0].id}")
    hers = path(program, f"attendance/people/{ann.person_id}")
    said = {"state": "there", "reason": WHY}

    answers = [
        trainer.post(path(program, f"attendance/people/{stranger.person_id}"), data=said),
        trainer.post(path(program, f"attendance/sessions/{theirs.id}"), data=said),
        trainer.post(session, data=said | {"people": stranger.person_id}),
        trainer.post(hers, data=said | {"session": theirs.id}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 422, 422]
    assert db.session.scalar(db.select(db.func.count(Attendance.id))) == 0


def test_people_are_found_by_name_without_accents_and_the_totals_stay_whole(course, trainer):
    program, (ann, *_rest) = course
    ann.answers = ann.answers | {"first_name": "Žofie"}

    page = trainer.get(path(program, "attendance?q=zof")).text
    nobody = trainer.get(path(program, "attendance?q=nobody")).text

    assert "Žofie" in page
    assert not says(page, "Ben")
    assert "The totals count everybody" in page
    assert "Nobody is called that" in nobody


def test_a_long_list_comes_in_pages(course, trainer, monkeypatch):
    program, _people = course
    monkeypatch.setattr("eventapp.attendance.desk.PART", 2)

    first, second = (trainer.get(path(program, f"attendance?page={n}")).text for n in (1, 2))

    assert ("Ann" in first, "Cat" in first) == (True, False)
    assert ("Ann" in second, "Cat" in second) == (False, True)


def test_the_pages_ask_the_database_as_often_for_twenty_people_as_for_three(
    course, trainer, queries
):
    program, people = course
    pages = [
        path(program),
        builders.program_builders.path(program),
        path(program, "attendance.csv"),
        path(program, f"attendance/people/{people[0].person_id}"),
        path(program, f"attendance/sessions/{program.sessions[0].id}"),
    ]

    def asked() -> list[int]:
        found = []
        for page in pages:
            trainer.get(page)
            queries.clear()
            assert trainer.get(page).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    for n in range(17):
        one = builders.program_builders.join(program)
        say(program.sessions[0], one, "excused", f"Reason {n}")
        drop_in(program.sessions[1])

    assert asked() == few
    assert max(few) <= 15


def test_the_next_session_says_who_is_expected_what_they_ask_and_who_missed_the_last(
    course, trainer
):
    program, (_ann, ben, _) = course
    drop_in(program.sessions[1], first_name="Dora", ask="how to say no")
    program.sessions[1].materials = [{"title": "Slides", "url": "https://example.org/slides"}]
    moved(program.sessions[1], days=1)

    grid = reading.read(program, now=clock.now())
    coming = next_session(program, now=clock.now(), grid=grid)
    page = trainer.get(builders.program_builders.path(program)).text

    assert coming is not None
    assert (coming.number, coming.expected, len(coming.asks)) == (2, 4, 4)
    assert [one.person for one in coming.missed] == [ben.person_id]
    for words in ("Tomorrow", "how to say no", "Slides", "One missed the last session"):
        assert words in page
    event = program.sessions[1].event
    for rest in ("door", "people", "tables", "badges", "tables/print"):
        assert f"/events/{event.slug}/{rest}" in page


def test_an_excused_person_didn_t_miss_the_session(course):
    program, (_ann, ben, _) = course
    say(program.sessions[0], ben, "excused")

    grid = reading.read(program, now=clock.now())
    coming = next_session(program, now=clock.now(), grid=grid)

    assert coming is not None
    assert coming.missed == []


def test_once_all_sessions_are_over_none_is_got_ready_for(course, trainer):
    program, _people = course
    for session in program.sessions:
        moved(session, days=-1)

    assert next_session(program, now=clock.now()) is None
    page = trainer.get(builders.program_builders.path(program)).text
    assert "Every session is over" in page
    assert "missed the last session" not in page


def test_the_address_that_today_s_session_had_leads_to_the_program_s_page(course, trainer):
    answer = trainer.get(path(course[0], "today"))

    assert answer.status_code == 303
    assert answer.headers["Location"] == builders.program_builders.path(course[0])
    assert trainer.get(path(make.program(), "today")).status_code == 404


def test_a_program_without_people_or_published_sessions_says_so(course, trainer):
    empty = make.program(community=course[0].community)
    unseen = make.program(community=course[0].community)
    for session in unseen.sessions:
        session.event.published_at = None

    pages = [trainer.get(path(one, "attendance")).text for one in (empty, unseen)]

    assert "Nobody is enrolled yet" in pages[0]
    assert "No session is published yet" in pages[1]
    assert line(empty, make.person()) is None
