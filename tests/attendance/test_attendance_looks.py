"""Attendance and today's session, as a browser shows them: twenty-four people, six sessions, long names."""

import attendance_builders as builders
import make
import pytest
from attendance_builders import held, moved, say
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.programs import actions as programs

pytestmark = pytest.mark.browser
FIRST = ("Maximiliana", "Bo", "Chukwuemeka Oluwaseun", "Ilse", "Rajeshwari", "Þórður")
LAST = ("Wolfeschlegelsteinhausenbergerdorff", "Ng", "García Márquez", "Şerafettinoğlu", "Ávila")
TITLES = (
    "What you bring, and what you would like to take home with you",
    "Asking well",
    "Negotiating a salary that reflects the responsibility",
    "Feedback",
    "Portfolios",
    "Closing circle",
)


@pytest.fixture
def course(app):
    """Three sessions are over, the fourth begins soon; one dropped in, one left, some were corrected."""
    program = make.program(sessions=6, title="From analyst to lead: six Tuesdays")
    first, second, third, fourth, fifth, _ = program.sessions
    for session, title in zip(program.sessions, TITLES, strict=True):
        session.event.title, session.event.capacity = title, None
    third.compulsory = True
    fourth.materials = [{"title": "Slides", "url": "https://example.org/slides"}]
    people = []
    for n in range(24):
        someone = make.person(first_name=FIRST[n % 6], last_name=LAST[n % 5])
        said = make.answers(first.event, first_name=FIRST[n % 6], last_name=LAST[n % 5])
        people.append(programs.enrol(program, someone.email, said, now=clock.now())[0])
    builders.drop_in(second, first_name="Dora", last_name="Drop-Innova")
    held(program, 0, *people[3:6], ago=21)
    held(program, 1, people[3], people[8], ago=14)
    held(program, 2, people[3], *people[10:13], ago=7)
    say(first, people[4], "excused", "Ill, wrote in the morning")
    say(first, people[5], "elsewhere", "Came to the Thursday group instead")
    say(third, people[11], "there", "Forgot the badge; sat at my table the whole evening")
    moved(fourth, days=0.02)
    moved(fifth, days=7)
    say(fifth, people[1], "excused", "Away")
    programs.leave(people[8], now=clock.now())
    return program, people


def test_every_page_looks_well_in_every_window(course, client, open_browser, page_server):
    program, people = course
    make.sign_in(client, make.member(program.community))
    desk = f"/desk/{program.community.slug}/programs/{program.slug}"
    pages = {
        "attendance": f"{desk}/attendance",
        "attendance of one": f"{desk}/attendance/people/{people[11].person_id}",
        "attendance at one": f"{desk}/attendance/sessions/{program.sessions[2].id}",
        "next session": desk,
    }
    db.session.commit()
    found = []

    for width in (1280, 390):
        page = open_browser(width=width)
        page.context.add_cookies(
            [{"name": "eventapp", "value": client.get_cookie("eventapp").value, "url": page_server}]
        )
        for name, path in pages.items():
            page.goto(page_server + path)
            found += faults(page, name)

    assert found == []
