"""A program before anybody has seen it: made once, however often the button is pressed, and thrown away."""

import make
import pytest
import session_builders
from conftest import visitor
from flask import Flask
from program_builders import path
from visitor import Visitor, forms

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session, Trainer
from eventapp.programs.states import actions

TYPED = {
    "title": "First Steps", "starts_on": "2031-03-18", "starts_at": "18:30", "ends_at": "20:00",
    "sessions": "3",
}  # fmt: skip


def number(kind: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind))


@pytest.fixture
def draft(app: Flask) -> Program:
    """A program with two sessions that nobody has seen."""
    made = make.program(sessions=2, published_at=None)
    for session in made.sessions:
        session.event.published_at = None
    made.trainers.append(Trainer(position=1, kind="trainer", name="Noor Rahman"))
    db.session.commit()
    return made


@pytest.fixture
def organizer(app: Flask, draft: Program) -> Visitor:
    someone = visitor(app)
    make.sign_in(someone, make.member(draft.community))
    return someone


def test_the_same_form_sent_twice_makes_one_draft(organizer, draft):
    page = f"/desk/{draft.community.slug}/programs/new"
    looked = forms(organizer.submit(page, to="/new", **TYPED).text)[-1].values

    first, second = (organizer.post(page, data=looked) for _time in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert number(Program) == 2
    assert number(Event) == 2 + 3


@pytest.mark.parametrize(
    "other", [{"title": "Second Steps"}, {"sessions": "4"}, {"summary": "For all."}]
)
def test_another_form_makes_another_draft(organizer, draft, other):
    page = f"/desk/{draft.community.slug}/programs/new"
    session_builders.made(organizer, page, **TYPED)

    session_builders.made(organizer, page, **TYPED | other)

    assert number(Program) == 3


def test_what_was_published_meanwhile_is_no_draft_to_find(organizer, draft):
    page = f"/desk/{draft.community.slug}/programs/new"
    session_builders.made(organizer, page, **TYPED)
    db.session.execute(db.update(Program).values(published_at=clock.now()))
    db.session.commit()

    session_builders.made(organizer, page, **TYPED)

    assert number(Program) == 3


def test_a_draft_is_thrown_away_after_one_question(organizer, draft):
    page, index = path(draft), f"/desk/{draft.community.slug}/programs"
    asked = organizer.get(f"{page}/cancellation").text
    assert "It goes with its 2 sessions" in asked
    assert f'href="{page}/cancellation"' in organizer.get(page).text
    assert number(Program) == 1

    answer = organizer.submit(f"{page}/cancellation", to="/cancellation")

    assert answer.headers["Location"] == index
    assert "The draft is gone." in organizer.get(index).text
    assert [number(kind) for kind in (Program, Session, Event, Trainer)] == [0, 0, 0, 0]


def test_a_session_that_was_published_by_itself_stays(organizer, draft):
    event = draft.sessions[0].event
    event.published_at, event.title = clock.now(), "An evening for all"
    make.rsvp(event)
    db.session.commit()
    page = f"{path(draft)}/cancellation"
    assert "An evening for all" in organizer.get(page).text

    organizer.submit(page, to="/cancellation")

    assert number(Program) == 0
    assert db.session.scalars(db.select(Event)).all() == [event]


def test_what_was_published_while_somebody_asked_is_neither_thrown_away_nor_called_off(
    organizer, draft
):
    page = f"{path(draft)}/cancellation"
    asked = forms(organizer.get(page).text)[-1].values
    draft.published_at = clock.now()
    db.session.commit()

    answer = organizer.post(page, data=asked)

    assert answer.status_code == 409
    assert "It was published meanwhile" in answer.text
    assert draft.cancelled_at is None


def test_a_draft_on_which_something_hangs_stays_and_the_page_says_why(organizer, draft):
    needs = make.program(community=draft.community, title="Second steps", requires_id=draft.id)
    page = f"{path(draft)}/cancellation"

    text = organizer.get(page).text

    assert "“Second steps” asks people to have completed it." in text
    assert 'name="draft"' not in text
    with pytest.raises(Refused):
        actions.throw_away(draft)
    needs.requires_id, needs.first_id = None, draft.id
    with pytest.raises(Refused, match="run again"):
        actions.throw_away(draft)


def test_where_a_program_is_called_off_nothing_of_its_sessions_is_changed_together(
    organizer, draft
):
    draft.published_at = draft.cancelled_at = clock.now()
    db.session.commit()

    assert "Change several" not in organizer.get(path(draft)).text
    draft.cancelled_at = None
    db.session.commit()
    assert "Change several" in organizer.get(path(draft)).text
