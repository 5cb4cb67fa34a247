"""What a certificate says of how somebody took part, for everybody of a program at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import record
from eventapp.certificates.certificate import needed
from eventapp.programs.models import Enrolment, Program


@dataclass(frozen=True)
class Figures:
    """In how many sessions somebody was, of how many, for how long, and whom they met there."""

    there: int
    sessions: int
    minutes: int
    people: int
    roles: int
    completed: bool


class Read:
    """The figures of a program, read once."""

    def __init__(self, program: Program, *, now: datetime) -> None:
        self.program = program
        self.sessions = record.held(program, now=now)
        self._record: Mapping[int, Mapping[int, str]] = record.read(program, now=now)

    def of(self, enrolment: Enrolment) -> Figures:
        """Those of one enrolment."""
        said = self._record.get(enrolment.person_id, {})
        came = [one for one in self.sessions if said.get(one.id) in record.COUNTS]
        seconds = sum((one.event.ends_at - one.event.starts_at).total_seconds() for one in came)
        enough = needed(len(self.sessions), self.program.certificate_sessions)
        return Figures(
            there=len(came),
            sessions=len(self.sessions),
            minutes=int(seconds // 60),
            people=0,
            roles=0,
            completed=self.program.certificate_sessions != 0 and len(came) >= enough,
        )
