"""A program on its way, for tests of progress: sessions held, people who came and met."""

from datetime import timedelta
from itertools import combinations

import followup_builders
import make
import program_builders

from eventapp import clock
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.programs.models import Enrolment, Program


def school(people: int = 4, *, sessions: int = 4) -> tuple[Program, list[Enrolment]]:
    """A program with its people, in the order in which they enrolled."""
    program = program_builders.school(people, sessions=sessions)
    return program, program_builders.enrolments(program)


def hold(program: Program, number: int, *came: Enrolment, met: bool = True) -> Event:
    """Let a session have taken place: who came sat at one table."""
    event = program.sessions[number].event
    event.starts_at = clock.now() - timedelta(days=40 - 7 * number, hours=3)
    event.ends_at = event.starts_at + timedelta(hours=2)
    rsvps = [program_builders.rsvp_of(one, event) for one in came]
    followup_builders.arrive(*rsvps)
    if not came:
        # Somebody was at the door, so that nobody else counts as there.
        followup_builders.arrive(make.rsvp(event))
    for low, high in combinations(sorted(one.person_id for one in came), 2) if met else ():
        make.saved(
            Encounter(
                event_id=event.id, round=1, table=1, low_id=low, high_id=high, met_at=event.ends_at
            )
        )
    db.session.commit()
    db.session.expire(program, ["sessions"])
    return event
