"""The sessions of a program as its pages show them, one under the other: done, next, later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp import clock
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session


@dataclass(frozen=True)
class Step:
    """One session: its number among those that take place (0 when it was called off), and how it stands.

    `done`, `now` (it is going on), `next`, `later`, or `off`.
    """

    session: Session
    number: int
    state: str

    @property
    def event(self) -> Event:
        """The event it is."""
        return self.session.event

    @property
    def moved_from(self) -> str:
        """When it was to begin before it was moved, in words; empty where that tells nothing any more."""
        before = self.session.moved_from if self.ahead else None
        if before is None:
            return ""
        zone = self.event.zone
        return f"{clock.short_day(before, zone)}, {clock.hour(before, zone)}"

    @property
    def stands(self) -> bool:
        """Whether it takes place, or did."""
        return self.state != "off"

    @property
    def ahead(self) -> bool:
        """Whether it is still to come, or going on."""
        return self.state in {"now", "next", "later"}


def steps(program: Program, *, now: datetime, also: Collection[int] = ()) -> list[Step]:
    """The sessions whose own pages are public, in order; and those of `also`, by their events' ids."""
    found: list[Step] = []
    number, seen = 0, False
    for session in program.sessions:
        event = session.event
        public = event.published_at and not event.by_invitation
        if not public and event.id not in also:
            continue
        if event.cancelled_at:
            found.append(Step(session, 0, "off"))
            continue
        number += 1
        if event.over(now):
            state = "done"
        elif seen:
            state = "later"
        else:
            state, seen = "now" if event.starts_at <= now else "next", True
        found.append(Step(session, number, state))
    return found


def standing(found: Sequence[Step]) -> list[Event]:
    """The events of those that take place."""
    return [step.event for step in found if step.stands]
