"""Sessions of a program whose tables are published, planned anew; and how many pairs meet."""

import program_builders
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.seating import actions
from eventapp.seating.models import Plan
from eventapp.seating.series import overview


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
    pairs = program_builders.row(program).sittings[1].pairs

    search = planned(program, anew="y")

    found = program_builders.row(program)
    assert (search.state, search.said[:10]) == ("done", "3 sessions")
    assert [sitting.redrafted for sitting in found.sittings] == [True] * 3
    assert found.sittings[1].pairs == pairs
    for session in program.sessions:
        newest = db.session.scalars(
            db.select(Plan).filter_by(event_id=session.event_id).order_by(Plan.version.desc())
        ).first()
        actions.publish(newest, now=clock.now())
    assert {one.planned for one in program_builders.row(program).reach} == {6}
    assert not any(sitting.redrafted for sitting in program_builders.row(program).sittings)


def test_published_sessions_are_left_when_nothing_is_ticked(planned) -> None:
    program = program_builders.school(9, seats=3)
    for session in program.sessions:
        actions.publish(seating_builders.plan(session.event), now=clock.now())

    found = program_builders.row(program)

    assert found.to_plan() == []
    assert len(found.to_plan(anew=True)) == 3


def test_the_pairs_who_met_stand_beside_all_there_are_and_the_most_that_can(app) -> None:
    program = program_builders.school(9, seats=3)
    program_builders.held(program, 0)
    actions.publish(seating_builders.plan(program.sessions[1].event, seed=8), now=clock.now())

    found = program_builders.row(program)

    met = {pair for sitting in found.sittings[:1] for pair in sitting.pairs}
    then = met | found.sittings[1].pairs
    assert found.pairs == overview.Pairs(
        possible=36, met=len(met), by_then=len(then), most=9 * (2 + 2 + 2) // 2
    )
