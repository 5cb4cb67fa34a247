"""The pages of a program in a browser, in every state: nothing hinders, nothing sticks out."""

import re
from datetime import timedelta

import make
import program_page_builders as courses
import pytest
from flask import Flask
from looks import faults
from program_builders import rsvp_of

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment, Program

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """One that is under way, one in each other state, and the own page of somebody enrolled."""
    program = courses.course(price_note="10 euro for the whole, or what you can")
    # Asked from now on: those who are enrolled weren't asked yet.
    program.agreement = "Be kind."
    host = program.community
    program.sessions[0].compulsory = True
    program.sessions[0].materials = [{"title": "Slides", "url": "https://example.org/slides"}]
    program.sessions[2].materials = program.sessions[0].materials
    program.sessions[2].moved_from = program.sessions[2].event.starts_at - timedelta(days=1)
    program.sessions[4].event.cancelled_at = clock.now()
    mine = db.session.scalars(db.select(Enrolment).filter_by(program_id=program.id)).first()
    made = {
        "early": make.program(community=host, enrols_from=clock.now() + timedelta(days=1)),
        "closed": make.program(community=host, enrols_until=clock.now() - timedelta(days=1)),
        "again": make.program(
            community=host, title="First steps into data", cohort="Spring", first_id=program.id,
            language="de", requires_id=program.id, certificate_people=5, certificate_roles=3,
            certificate_reflection=True,
        ),
        "cancelled": make.program(community=host, cancelled_at=clock.now()),
        "finished": finished(host),
    }  # fmt: skip
    db.session.commit()
    return {name: courses.path(one) for name, one in made.items()} | {
        "running": courses.path(program),
        "mine": f"/e/{token_of(mine.link)}",
        "my session": f"/r/{token_of(rsvp_of(mine, program.sessions[2].event).link)}",
        "community": f"/{host.slug}",
    }


def finished(host) -> Program:
    program = courses.course(6, host=host)
    for session in program.sessions:
        session.event.starts_at -= timedelta(weeks=10)
        session.event.ends_at -= timedelta(weeks=10)
    return program


SAYS = {
    "early": "Enrolment opens on",
    "closed": "Enrolment is closed",
    # It is held in German, and so its page reads to whose browser asks for no language.
    "again": "Andere Zeiten|Other times",
    "cancelled": "This one is called off",
    "finished": "This one has finished",
    "running": "Two evenings done, three to go",
    "mine": "You were there",
    "my session": "All of my sessions",
    "community": "First steps into data",
}


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_of_a_program_hinders_anybody_or_sticks_out(
    open_browser, page_server, pages, width
):
    page, found = open_browser(width=width), []

    for name, path in pages.items():
        if width == 320 and name not in ("running", "mine"):
            continue
        page.goto(page_server + path)
        if not re.search(SAYS[name], page.locator("main").inner_text()):
            found.append(f"{name} says something else")
        found += faults(page, name)

    assert found == []


def test_the_fields_of_the_way_in_stand_apart(open_browser, page_server, pages):
    page = open_browser(width=1280)
    page.goto(page_server + pages["running"])
    form = page.locator("#join")

    above = form.get_by_label("Career stage").bounding_box()
    below = form.get_by_text("Organization (optional)").bounding_box()

    assert below["y"] - (above["y"] + above["height"]) >= 16
