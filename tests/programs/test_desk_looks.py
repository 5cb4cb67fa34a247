"""The organizer's pages of a program, and those of whoever wants to hear of it, in a browser."""

import make
import program_builders
import pytest
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs.cohorts import actions as cohorts
from eventapp.programs.cohorts import dates

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(app, client) -> dict[str, str]:
    """A program with all that it may have, its next run, and a wish to hear of it."""
    program = make.program(
        sessions=3, title="First steps into data", cohort="Autumn 2026", capacity=12,
        summary="Six evenings. Bring a question, leave with an answer you made yourself.",
    )  # fmt: skip
    program_builders.led_by(
        program, "Noor Rahman", about="Teaches maths, 14 years", role_id=program.community.roles[2].id,
        words="I only know one trick: let people be wrong early.",
    )  # fmt: skip
    program_builders.led_by(program, "Chidi Eze", kind="host", about="Analyst at the council")
    for _ in range(3):
        program_builders.join(program)
    day = dates.next_first_day(cohorts.times(program.sessions), now=clock.now())
    run, _then = cohorts.run_again(program, first=day, cohort="Spring 2027", now=clock.now())
    wish = program_builders.interest(program, confirmed=True)
    make.sign_in(client, make.member(program.community))
    db.session.commit()
    path, draft = program_builders.path(program), program_builders.path(run)
    return {
        "program": path,
        "next run": draft,
        "description": f"{path}/description",
        "session": f"/desk/{program.community.slug}/events/{program.sessions[0].event.slug}/plan",
        "trainers": f"{path}/trainers",
        "trainer": f"{path}/trainers/{program.trainers[0].id}",
        "calling off": f"{path}/cancellation",
        "throwing away": f"{draft}/cancellation",
        "not off": f"{path}/reopening",
        "run again": f"{path}/runs",
        "tell me": f"/{program.community.slug}/programs/{program.slug}/interests",
        "wish": f"/interests/{token_of(wish)}",
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_a_program_hinders_anybody_or_sticks_out(
    app, open_browser, page_server, pages, client, width
):
    page, found = open_browser(width=width), []
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])

    for name, path in pages.items():
        answer = page.goto(page_server + path)
        if answer.status != 200:
            found.append(f"{name} answered {answer.status}")
        found += faults(page, name)

    assert found == []
