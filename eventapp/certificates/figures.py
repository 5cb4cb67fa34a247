"""What a certificate says of how somebody took part, for everybody of a program at once or for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import record
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.progress import reading


@dataclass(frozen=True)
class Figures:
    """In how many sessions somebody was, of how many, for how long, and whom they met there; and
    whether that completes the program."""

    there: int
    sessions: int
    minutes: int
    people: int
    roles: int
    completed: bool


def read(program: Program, *, now: datetime) -> dict[int, Figures]:
    """Those of everybody enrolled, by the enrolment's id."""
    found = reading.figures(program, now=now)
    held = record.held(program, now=now)
    return {number: _figures(held, one) for number, one in found.items()}


def of(enrolment: Enrolment, *, now: datetime) -> Figures:
    """Those of one person."""
    found = reading.figures_of(enrolment, now=now)
    return _figures(record.held(enrolment.program, now=now), found)


def _figures(held: Sequence[Session], found: reading.Figures) -> Figures:
    facts = found.standing.facts
    lengths = [
        (session.event.ends_at - session.event.starts_at).total_seconds()
        for session in held
        if found.was.get(session.id) in record.COUNTS
    ]
    return Figures(
        there=facts.there,
        sessions=facts.held,
        minutes=int(sum(lengths) // 60),
        people=facts.people,
        roles=facts.roles,
        completed=found.standing.done,
    )
