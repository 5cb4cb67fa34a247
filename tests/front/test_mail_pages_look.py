"""The small pages behind letters, in a browser: nothing hinders, nothing sticks out."""

import followup_builders
import make
import program_builders
import pytest
from flask import Flask
from looks import faults

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.followups.feedback import actions as feedback
from eventapp.followups.models import Nudge
from eventapp.people import preferences
from eventapp.people.actions import token_of
from eventapp.people.models import Link, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """Two who were introduced, whoever is in a program, and what their letters lead to."""
    event, (aiko, kofi, *others) = followup_builders.drafted(
        "Aiko", "Kofi", "Amara", "Mateo", "Zoë", "Ada", title="Coffee & Careers"
    )
    followup_builders.both_tick(aiko, kofi)
    (connection,) = followup_builders.connections()
    make.saved(Nudge(connection=connection, rsvp=aiko, answer="not_yet", asked_at=clock.now()))
    for n, one in enumerate(others):
        feedback.answer(one, met="yes", again="yes", words=f"Longer rounds {n}", now=clock.now())
    feedback.answer(aiko, met="yes", again="no", words="", now=clock.now())
    preferences.switch_off(kofi.person, "reminder", now=clock.now())
    preferences.address(kofi.person, "reminder", now=clock.now())
    change = make.address_change(aiko.person)
    enrolment = program_builders.join(make.program(sessions=2))
    make.certificate(enrolment)
    owner = make.member(event.community, email="owner@example.org")
    _organizes(enrolment.program.community, owner)
    stop = db.session.scalars(
        db.select(Link).filter_by(person_id=kofi.person_id, purpose="unsubscribe")
    ).first()
    db.session.commit()
    mine = f"/r/{token_of(aiko.link)}"
    return {
        "mails": f"{mine}/mails",
        "feedback": f"{mine}/feedback",
        "nudge": f"{mine}/meetings/{connection.id}",
        "address": f"/address/{token_of(change)}",
        "switched off": f"/u/{token_of(stop)}/reminder",
        "switch off": f"/u/{token_of(stop)}/message",
        "enrolment": f"/e/{token_of(enrolment.link)}",
        "my mails": "/me/mails",
        "look back": f"/desk/{event.community.slug}/events/{event.slug}/lookback",
        "program": program_builders.path(enrolment.program),
    }


def _organizes(community: Community, person: Person) -> None:
    make.saved(Membership(community=community, person=person, right="owner", created_at=make.NOON))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_behind_a_letter_hinders_anybody_or_sticks_out(
    app, open_browser, page_server, pages, client, width
):
    page, found = open_browser(width=width), []
    owner = db.session.scalars(db.select(Person).filter_by(email="owner@example.org")).one()
    make.sign_in(client, owner)
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])

    for name, path in pages.items():
        answer = page.goto(page_server + path)
        if answer.status != 200:
            found.append(f"{name} answered {answer.status}")
        found += faults(page, name)

    assert found == []
