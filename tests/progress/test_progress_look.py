"""A program of 24 people and six sessions, as browsers show its progress."""

import random
from collections.abc import Callable

import make
import pytest
from flask import Flask
from looks import faults
from playwright.sync_api import Page
from program_builders import rsvp_of
from progress_builders import hold, school
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment, Program

pytestmark = pytest.mark.browser
NAMES = ("Aiko Sato", "Kofi Mensah", "Wolfeschlegelsteinhausenbergerdorff", "Li", "Grace Obi")


def halfway() -> tuple[Program, list[Enrolment]]:
    """Four of six sessions over, at tables of six; somebody always misses one."""
    chance = random.Random(3)
    program, people = school(24, sessions=6)
    program.title = "First steps into data"
    program.certificate_people, program.certificate_roles = 12, 4
    program.certificate_reflection = True
    roles = program.community.roles
    for number, one in enumerate(people):
        one.answers = one.answers | {"first_name": NAMES[number % 5], "last_name": ""}
        for session in program.sessions:
            rsvp_of(one, session.event).role_id = roles[number % len(roles)].id
    regulars, seldom = people[:20], people[20:]
    for number in range(4):
        came = [one for one in regulars if chance.random() > 0.12]
        came += [one for one in seldom if number == 0]
        chance.shuffle(came)
        for begin in range(0, len(came), 6):
            hold(program, number, *came[begin : begin + 6])
    people[0].reflection = "Ask before you count.\nAnd never alone."
    people[0].reflected_at = clock.now()
    db.session.commit()
    return program, people


def test_both_pages_look_well_in_every_window(
    app: Flask, client: Visitor, open_browser: Callable[..., Page], page_server: str
) -> None:
    program, people = halfway()
    make.sign_in(client, make.member(program.community))
    db.session.commit()
    desk = f"/desk/{program.community.slug}/programs/{program.slug}/progress"
    found = []
    for width in (1280, 390):
        page = open_browser(width=width)
        page.goto(f"{page_server}/e/{token_of(people[1].link)}/reflection")
        found += faults(page, "own progress")
        page.context.add_cookies(
            [{"name": "eventapp", "value": client.get_cookie("eventapp").value, "url": page_server}]
        )
        page.goto(page_server + desk)
        found += faults(page, "progress of all")

    assert found == []
