"""Sessions of a program whose tables are published, planned anew; and how many pairs meet."""

import program_builders
import pytest
import seating_builders
import worker

from eventapp import clock
from eventapp.db import db
from eventapp.programs.models import Program
from eventapp.seating import actions
from eventapp.seating.models import Plan, Search
from eventapp.seating.series import overview


def row(program: Program) -> overview.Series:
    db.session.expire_all()
    return overview.read(program, now=clock.now())


@pytest.fixture
def planned(app, client):
    """Press the button and let the worker do it; the search."""

    def plan(program: Program, *, seconds: float = 1, **ticked) -> Search:
        seating_builders.organizer(client, program.community)
        assert (
            client.post(
                f"{program_builders.path(program)}/searches", data={"seconds": 10} | ticked
            ).status_code
            == 303
        )
        db.session.execute(db.update(Search).values(seconds=seconds))
        worker.work_off(app)
        return db.session.scalars(db.select(Search).order_by(Search.id.desc())).first()

    return plan


def test_what_is_published_is_planned_anew_when_that_is_ticked_and_stays_until_published(
    planned,
) -> None:
    program = program_builders.school(9, seats=3)
    event = program.sessions[1].event
    published = seating_builders.plan(event)
    actions.publish(published, now=clock.now())
    for number in (0, 2):
        # The same tables as in the published one, so that everybody would meet the same again.
        other = seating_builders.plan(program.sessions[number].event)
        actions.publish(other, now=clock.now())
    pairs = row(program).sittings[1].pairs

    search = planned(program, anew="y")

    found = row(program)
    assert (search.state, search.said[:10]) == ("done", "3 sessions")
    assert [sitting.redrafted for sitting in found.sittings] == [True] * 3
    assert found.sittings[1].pairs == pairs
    for session in program.sessions:
        newest = db.session.scalars(
            db.select(Plan).filter_by(event_id=session.event_id).order_by(Plan.version.desc())
        ).first()
        actions.publish(newest, now=clock.now())
    assert {one.planned for one in row(program).reach} == {6}
    assert not any(sitting.redrafted for sitting in row(program).sittings)


def test_published_sessions_are_left_when_nothing_is_ticked(planned) -> None:
    program = program_builders.school(9, seats=3)
    for session in program.sessions:
        actions.publish(seating_builders.plan(session.event), now=clock.now())

    found = row(program)

    assert found.to_plan() == []
    assert len(found.to_plan(anew=True)) == 3


def test_the_pairs_who_met_stand_beside_all_there_are_and_the_most_that_can(app) -> None:
    program = program_builders.school(9, seats=3)
    program_builders.held(program, 0)
    actions.publish(seating_builders.plan(program.sessions[1].event, seed=8), now=clock.now())

    found = row(program)

    met = {pair for sitting in found.sittings[:1] for pair in sitting.pairs}
    then = met | found.sittings[1].pairs
    assert found.pairs == overview.Pairs(
        possible=36, met=len(met), by_then=len(then), most=9 * (2 + 2 + 2) // 2
    )
