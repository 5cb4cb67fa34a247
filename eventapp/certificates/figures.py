"""What a certificate says of how somebody took part, for everybody of a program at once."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import record
from eventapp.programs.models import Program
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
    lengths = [
        (session.event.ends_at - session.event.starts_at).total_seconds()
        for session in record.held(program, now=now)
    ]
    found = {}
    for number, one in reading.figures(program, now=now).items():
        facts = one.standing.facts
        # What is to come stands behind what was held.
        was = zip(one.sessions, lengths, strict=False)
        seconds = sum(length for what, length in was if what in record.COUNTS)
        found[number] = Figures(
            there=facts.there,
            sessions=facts.held,
            minutes=int(seconds // 60),
            people=facts.people,
            roles=facts.roles,
            completed=one.standing.done,
        )
    return found
