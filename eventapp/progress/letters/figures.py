"""How far somebody of a program has come, in numbers that a letter may say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import record
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.programs.models import Program
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Figures:
    """At how many sessions somebody was, of how many; how many people and roles they met."""

    there: int
    sessions: int
    people: int
    roles: int
    all_roles: int


def read(program: Program, *, now: datetime) -> Mapping[int, Figures]:
    """The figures of everybody of a program, by person; four queries, however many people."""
    events = [one.event_id for one in program.sessions]
    stand = [one for one in program.sessions if one.event.state == "published"]
    met: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for event, low, high in db.session.execute(
        db.select(Encounter.event_id, Encounter.low_id, Encounter.high_id).where(
            Encounter.event_id.in_(events)
        )
    ):
        met[low].add((event, high))
        met[high].add((event, low))
    came_as = {
        (event, person): role
        for event, person, role in db.session.execute(
            db.select(Rsvp.event_id, Rsvp.person_id, Rsvp.role_id).where(Rsvp.event_id.in_(events))
        )
    }
    roles = {role.id for role in program.community.roles}
    there = record.read(program, now=now)
    return {
        person: Figures(
            there=sum(state in record.COUNTS for state in there.get(person, {}).values()),
            sessions=len(stand),
            people=len({other for _event, other in met[person]}),
            roles=len(roles & {came_as.get(each) for each in met[person]}),
            all_roles=len(roles),
        )
        for person in there.keys() | met.keys()
    }
