"""Where nothing can be made of all that was asked, nobody is told who asked what."""

import make
import program_builders
import pytest
import seating_builders
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import engine, problems, stale_pages
from eventapp.seating.avoiding import actions as avoiding
from eventapp.seating.board import refusals
from eventapp.seating.models import Rule, Search
from eventapp.seating.searches import jobs
from eventapp.seating.series import overview, planning


def against_a_rule(event: Event, one: Rsvp, other: Rsvp) -> None:
    """Somebody would rather not sit with whom an organizer puts beside them."""
    make.saved(Rule(event_id=event.id, kind="together", rsvp_id=one.id, other_id=other.id))
    avoiding.avoid(
        one.person, event.community_id, other=other.person, said="somebody", now=clock.now()
    )
    db.session.commit()


def test_a_new_mix_says_that_there_is_no_way(app: Flask) -> None:
    event, people = seating_builders.room(8, tables=2, seats=4, rounds=2)
    against_a_rule(event, people[0], people[1])

    with pytest.raises(engine.Clash) as no:
        engine.solve(problems.problem_of_event(event), steps=0)

    # The engine names them: so it is never shown but through these words.
    assert people[0].first_name in str(no.value)
    assert refusals.conflict_message(no.value, event) == (
        "No way was found to keep every rule. Take one back, or unlock somebody."
    )


def test_a_longer_search_says_no_more(app: Flask) -> None:
    event, people = seating_builders.room(8, tables=2, seats=4, rounds=2)
    against_a_rule(event, people[0], people[1])
    search = make.search(event=event, state="waiting", seen=stale_pages.NONE)
    db.session.commit()

    jobs.search()

    db.session.refresh(search)
    assert isinstance(search, Search)
    assert search.state == "stale"
    assert search.said.startswith("No way was found")


def test_a_program_says_no_more(app: Flask) -> None:
    program = program_builders.school(9, seats=3)
    event = program.sessions[0].event
    people = problems.going(event)
    against_a_rule(event, people[0], people[1])

    _wanted, left = planning.sessions_to_plan(
        overview.read(program, now=clock.now()), anew=False, now=clock.now()
    )

    assert [line.partition(": ")[2][:16] for line in left] == ["No way was found"]
