"""The sessions of a program as one row: planned together, with everybody's way through it."""

from datetime import timedelta

import followup_builders
import make
import program_builders
import pytest
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.followups.sending import actions as sending
from eventapp.programs.models import Program
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, problems
from eventapp.seating.board import snapshot
from eventapp.seating.models import Plan, Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.series import overview, planning


def states(program: Program) -> list[str]:
    return [sitting.state for sitting in program_builders.row(program).sittings]


def test_every_session_to_come_gets_a_draft_and_together_they_repeat_nobody(planned) -> None:
    program = program_builders.school(9, seats=3)

    search = planned(program)

    assert (search.state, search.said[:10]) == ("done", "3 sessions")
    assert states(program) == ["draft"] * 3
    assert {one.planned for one in program_builders.row(program).reach} == {6}


def test_whom_people_have_met_already_is_part_of_it(planned) -> None:
    program = program_builders.school(9, seats=3)
    program_builders.held(program, 0)

    planned(program)

    found = program_builders.row(program)
    assert found.sittings[0].state == "over"
    assert {(one.met, one.planned) for one in found.reach} == {(2, 4)}


def test_what_is_published_stays_and_the_others_avoid_it(planned) -> None:
    program = program_builders.school(9, seats=3)
    event = program.sessions[1].event
    actions.publish(seating_builders.plan(event), now=clock.now())
    before = snapshot.read(event).stamp

    planned(program)

    assert states(program) == ["draft", "published", "draft"]
    assert snapshot.read(event).stamp == before
    assert {one.planned for one in program_builders.row(program).reach} == {6}


def test_a_session_whose_tables_were_changed_meanwhile_is_left_and_named(
    planned, client, monkeypatch
) -> None:
    program = program_builders.school()
    event, solve = program.sessions[1].event, planning.engine.solve_series
    page, app = program_builders.path(program), client.application
    number, title = event.id, event.title

    def solving(*args, **given):
        found = solve(*args, **given)
        with app.app_context():
            seating_builders.plan(db.session.get_one(overview.Event, number), seed=9)
            db.session.commit()
        return found

    monkeypatch.setattr(planning.engine, "solve_series", solving)

    search = planned(program, seconds=0)

    assert search.said.startswith("2 sessions")
    assert search.figures["changed"] == [title]
    plans = db.session.scalars(db.select(Plan.version).filter_by(event_id=number)).all()
    assert plans == [1]
    assert f"{title}: its tables were changed meanwhile" in client.get(f"{page}/tables").text


def test_a_session_that_cannot_be_planned_is_named_with_the_reason(planned, client) -> None:
    program = program_builders.school()
    tight = program.sessions[2].event
    tight.tables, tight.seats = 1, 4

    planned(program, seconds=0)

    assert states(program) == ["draft", "draft", "none"]
    shown = client.get(f"{program_builders.path(program)}/tables").text
    assert f"{tight.title}: 8 people come and there are 4 chairs" in shown


def test_stopping_keeps_the_best_so_far_of_every_session(planned, client, monkeypatch) -> None:
    program, note = program_builders.school(), searches.record_progress
    slug = program.community.slug

    def noted(number, *args, **given) -> bool:
        client.post(f"/desk/{slug}/searches/{number}/stop")
        return note(number, *args, **given)

    monkeypatch.setattr(searches, "record_progress", noted)

    search = planned(program, seconds=10)

    assert search.state == "stopped"
    assert search.done < 0.5
    assert states(program) == ["draft"] * 3


def test_a_cancelled_session_is_not_planned_and_counts_for_nothing(planned) -> None:
    program = program_builders.school()
    program.sessions[1].event.cancelled_at = clock.now()

    planned(program, seconds=0)

    assert states(program) == ["draft", "cancelled", "draft"]
    assert {one.most for one in program_builders.row(program).reach} == {6}


@pytest.mark.parametrize("ending", ["over", "cancelled", "published"])
def test_without_a_session_to_plan_it_is_said_and_nothing_begins(app, client, ending) -> None:
    program = program_builders.school(sessions=1)
    event = program.sessions[0].event
    if ending == "over":
        program_builders.held(program, 0)
    elif ending == "cancelled":
        event.cancelled_at = clock.now()
    else:
        actions.publish(seating_builders.plan(event), now=clock.now())
    seating_builders.organizer(client, program.community)

    answer = client.post(f"{program_builders.path(program)}/searches", data={"seconds": 10})

    assert answer.status_code == 409
    assert "no session to come whose tables" in answer.text
    assert not searches.waiting()
    offered = "Plan together" in client.get(f"{program_builders.path(program)}/tables").text
    assert offered == (ending == "published")


def test_pressing_twice_is_one_search(app, client) -> None:
    program = program_builders.school()
    seating_builders.organizer(client, program.community)

    for _ in range(2):
        client.post(f"{program_builders.path(program)}/searches", data={"seconds": 10})

    assert db.session.scalar(db.select(db.func.count(Search.id))) == 1


def test_who_joins_late_can_still_meet_those_of_the_sessions_to_come(app) -> None:
    program = program_builders.school()
    program_builders.held(program, 0)
    late = program_builders.join(program)

    found = next(one for one in program_builders.row(program).reach if one.person == late.person_id)

    assert (found.met, found.planned, found.most) == (0, 0, 6)


def test_only_who_came_has_met_anybody(app) -> None:
    program = program_builders.school()

    program_builders.held(program, 0, absent=1)

    met = sorted(one.met for one in program_builders.row(program).reach)
    assert met[0] == 0
    assert met[1] >= 2


def test_who_left_early_has_met_nobody_in_the_rounds_after(app) -> None:
    event = make.past_event()
    ana, ben, cem = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben]], [[ana, cem]], [[ana, ben, cem]])
    followup_builders.arrive(ana, ben, cem)
    db.session.execute(
        db.update(followup_builders.Arrival)
        .where(followup_builders.Arrival.rsvp_id == ana.id)
        .values(last_round=1)
    )

    sending.draft(event, now=clock.now())

    found = db.session.execute(db.select(Encounter.round, Encounter.low_id, Encounter.high_id))
    assert sorted(map(tuple, found)) == [
        (1, ana.person_id, ben.person_id),
        (3, ben.person_id, cem.person_id),
    ]


@pytest.mark.parametrize(
    ("come", "rounds"), [("in round 2", [2, 3]), ("noted the next day", [1, 2, 3])]
)
def test_who_came_late_has_met_nobody_in_the_rounds_before(app, come, rounds) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(event, "Ana", "Ben")
    followup_builders.seat(event, [[ana, ben]], [[ana, ben]], [[ana, ben]])
    followup_builders.arrive(ana, ben)
    at = {
        "in round 2": event.evening(clock.now()).begins[1] + timedelta(minutes=3),
        "noted the next day": event.ends_at + timedelta(hours=1),
    }
    db.session.execute(
        db.update(followup_builders.Arrival)
        .where(followup_builders.Arrival.rsvp_id == ana.id)
        .values(arrived_at=at[come])
    )

    sending.draft(event, now=clock.now())

    assert sorted(db.session.scalars(db.select(Encounter.round))) == rounds


def test_meetings_of_the_same_program_weigh_fully_and_others_fade_with_the_years(app) -> None:
    program = program_builders.school(8, sessions=2)
    first, second = (session.event for session in program.sessions)
    people = {
        rsvp.person_id: rsvp
        for rsvp in db.session.scalars(db.select(Rsvp).filter_by(event_id=second.id))
    }
    a, b, c, d = sorted(people)[:4]
    first.starts_at = second.starts_at - timedelta(days=2 * 365.25)
    other = make.event(community=program.community, starts_at=first.starts_at)
    for event, low, high in ((first, a, b), (other, c, d)):
        make.saved(
            Encounter(
                event_id=event.id, round=1, table=1, low_id=low, high_id=high, met_at=make.NOON
            )
        )

    past = problems.met_before(second, {person: str(person) for person in people})

    assert past == {(str(a), str(b)): 1.0, (str(c), str(d)): pytest.approx(0.25, abs=0.001)}


def test_a_session_that_moved_after_rounds_ran_still_counts_as_to_come(app) -> None:
    program = make.program(sessions=2)
    moved = program.sessions[0].event
    ana, ben = make.person(), make.person()
    ledger.record(moved, 1, {ana.id: 1, ben.id: 1}, {ana.id, ben.id}, now=clock.now())

    row = overview.read(program, now=clock.now())

    assert (min(ana.id, ben.id), max(ana.id, ben.id)) in row.met
    assert not row.sittings[0].counted
