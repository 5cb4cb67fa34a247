"""Whoever joins a program comes to its sessions: none is by invitation, none asks of each person."""

import make
import pytest
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.programs import actions
from eventapp.rsvps.models import Rsvp

STRICT = [
    ({"visibility": "invited"}, "A session of a program can’t be by invitation"),
    ({"needs_approval": "y"}, "A session of a program takes whoever joins the program"),
]


@pytest.mark.parametrize(("said", "sentence"), STRICT)
@pytest.mark.parametrize("to", ["/plan/review", "/plan/revisions"])
def test_a_session_can_t_become_strict(to, said, sentence, client):
    event = make.program(sessions=1).sessions[0].event
    make.sign_in(client, make.member(event.community))
    path = f"/desk/{event.community.slug}/events/{event.slug}"

    page = client.get(f"{path}/plan")
    assert page.status_code == 200
    answer = client.submit(f"{path}/plan", to="/plan/review", **said)
    if to == "/plan/revisions":
        values = next(f for f in forms(page.text) if (f.action or "").endswith("review")).values
        answer = client.post(path + to, data=values | said)

    db.session.refresh(event)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (event.visibility, event.needs_approval) == ("listed", False)


@pytest.mark.parametrize(("said", "sentence"), STRICT)
def test_a_session_that_is_a_draft_can_t_become_strict_and_another_event_can(
    said, sentence, client
):
    session = make.program(sessions=1, published_at=None).sessions[0].event
    other = make.event(community=session.community, published_at=None)
    session.published_at = None
    db.session.commit()
    make.sign_in(client, make.member(session.community))

    answers = [
        client.submit(
            f"/desk/{one.community.slug}/events/{one.slug}/plan?step=room", to="/plan", **said
        )
        for one in (session, other)
    ]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert sentence in answers[0].text


def test_a_program_s_page_and_a_yes_to_it_leave_out_what_is_for_some(app, client):
    program = make.program(sessions=3)
    hidden, asked, public = (session.event for session in program.sessions)
    hidden.visibility, hidden.title, hidden.place_name = "invited", "Dinner", "Hidden Villa"
    asked.needs_approval = True
    db.session.commit()

    page = client.get(f"/{program.community.slug}/programs/{program.slug}").text
    actions.enrol(program, "ann@example.org", make.answers(public), now=clock.now())

    assert "Dinner" not in page
    assert "Hidden Villa" not in page
    assert public.title in page
    assert [rsvp.event_id for rsvp in db.session.scalars(db.select(Rsvp))] == [public.id]
