"""Whether somebody can join a program now, as its page says it."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.events.models import Event
from eventapp.programs import waitlist
from eventapp.programs.models import Program

# What keeps people from joining, as the page says it.
SAID = {
    "called_off": "cancelled",
    "unpublished": "closed",
    "over": "closed",
    "begun": "begun",
    "closed": "closed",
    "later": "early",
}


@dataclass(frozen=True)
class Joining:
    """How the way in stands, with the sessions that a yes is for, and how many places are left.

    `cancelled`, `finished`, `early` (it opens later), `closed` (its time is over, or no session takes
    answers), `begun` (nobody joins after the start), `full` (nobody waits any more), `waitlist`, `open`.
    """

    state: str
    coming: list[Event]
    left: int | None

    @property
    def takes(self) -> bool:
        """Whether the page shows the form."""
        return self.state in {"open", "waitlist"}


def joining(program: Program, *, now: datetime) -> Joining:
    """How somebody who looks at the page of a program now may join it."""
    enrolled = waitlist.count(program, "enrolled")
    left = None if program.capacity is None else max(0, program.capacity - enrolled)
    # Whoever waits already comes first: then a free place is no place for a newcomer.
    left = 0 if waitlist.count(program, "waitlisted") else left
    coming = waitlist.coming(program, now=now)
    return Joining(_state(program, left, now=now), coming, left)


def _state(program: Program, left: int | None, *, now: datetime) -> str:
    if program.state(now) == "finished":
        return "finished"
    if obstacle := waitlist.enrolling(program, now=now).obstacle(now):
        return SAID[obstacle]
    if left == 0:
        return "waitlist" if waitlist.served(program, now=now) else "full"
    return "open"
