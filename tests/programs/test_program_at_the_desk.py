"""The pages of a program at the desk are one: a band with all of them, and where it stands first."""

import re
from datetime import timedelta

import make
import program_builders
import pytest
from visitor import Visitor

from eventapp import clock
from eventapp.programs.models import Program

PAGES = {
    "": "Overview", "description": "Description", "trainers": "Trainers and hosts",
    "attendance": "Attendance", "progress": "Progress", "tables": "Tables",
    "certificates": "Certificates",
}  # fmt: skip


@pytest.fixture
def program(client) -> Program:
    found = make.program(sessions=3, title="First steps")
    make.sign_in(client, make.member(found.community))
    return found


def band(client: Visitor, address: str) -> str:
    """The pages that the band of a page names."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return answer.text.split('aria-label="This program"')[1].split("</nav>")[0]


def heading(page: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1].strip()


def over(program: Program, number: int) -> None:
    event = program.sessions[number].event
    event.ends_at = clock.now() - timedelta(days=3 - number)
    event.starts_at = event.ends_at - timedelta(hours=2)


def test_each_page_of_a_program_leads_to_every_other_and_says_which_it_is(client, program):
    program_builders.join(program)
    path = program_builders.path(program)
    led_by = program_builders.led_by(program)

    for page, word in PAGES.items():
        names = band(client, f"{path}/{page}".rstrip("/"))
        assert re.findall(r">([^<]+)</a>", names) == list(PAGES.values())
        assert re.findall(r'aria-current="page">([^<]+)<', names) == [word]

    for below, word in {
        f"trainers/{led_by.id}": "Trainers and hosts",
        f"attendance/sessions/{program.sessions[0].id}": "Attendance",
        f"sessions/{program.sessions[0].id}": "Overview",
        "runs": "Overview",
    }.items():
        assert f'aria-current="page">{word}<' in band(client, f"{path}/{below}")


def test_a_draft_leads_to_no_page_about_people_who_came(client, program):
    program.published_at = None

    names = band(client, program_builders.path(program))

    assert ">Tables<" in names
    assert not re.search("Attendance|Progress|Certificates", names)


def test_the_desk_page_begins_with_where_the_program_stands(client, program):
    path = program_builders.path(program)

    published = client.get(path).text
    over(program, 0)
    running = client.get(path).text
    program.sessions[1].event.cancelled_at = clock.now()
    one_off = client.get(path).text
    over(program, 2)
    finished = client.get(path).text
    program.cancelled_at = clock.now()
    called_off = client.get(path).text

    assert heading(published) == "Its first session is to come"
    assert heading(running) == "One of 3 sessions is over"
    assert heading(one_off) == "One of 2 sessions is over"
    assert heading(finished) == "Every session is over"
    assert heading(called_off) == "It is called off"


def test_nobody_comes_any_more_to_what_is_over_or_called_off(client, program):
    program_builders.join(program)
    over(program, 0)
    program.sessions[1].event.cancelled_at = clock.now()

    page = client.get(program_builders.path(program)).text

    assert page.count("1 had a place") == 1
    assert page.count("1 coming") == 1


def test_a_long_list_of_the_enrolled_is_folded(client, program):
    for _ in range(10):
        program_builders.join(program)

    page = client.get(program_builders.path(program)).text

    assert "<summary>2 more</summary>" in page


def test_the_words_for_nobody_fit_what_was_done_already(client, program):
    path = program_builders.path(program)

    published = client.get(path).text
    program.published_at = None
    draft = client.get(path).text

    assert "Publish the program" not in published
    assert "Publish the program" in draft
    assert "0 people" not in published


def test_a_session_s_own_pages_lead_back_to_its_program(client, program):
    event = program.sessions[0].event
    alone = make.event(community=program.community, title="Alone")
    back = f'href="{program_builders.path(program)}"'

    for page in ("plan", "people", "tables", "messages"):
        assert back in client.get(f"/desk/{program.community.slug}/events/{event.slug}/{page}").text
    assert back not in client.get(f"/desk/{program.community.slug}/events/{alone.slug}/plan").text


@pytest.mark.parametrize("published", [True, False])
def test_who_calls_a_session_off_is_back_at_its_program(client, program, published):
    event = program.sessions[0].event
    if not published:
        event.published_at = program.published_at = None
    page = f"/desk/{program.community.slug}/events/{event.slug}/cancellation"

    answer = client.submit(page, to="/cancellation")

    assert answer.location == program_builders.path(program)
