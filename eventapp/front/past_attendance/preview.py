"""What a list of past attendance would do, beside what is known; changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.past_attendance.evenings import SMALL, Evening
from eventapp.front.past_attendance.identity import identities
from eventapp.front.past_attendance.known_events import There, there, title
from eventapp.front.retention import months
from eventapp.people.models import Person
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Line:
    """One evening of a list as its page shows it; `state` is new, known or ran."""

    title: str
    evening: Evening
    people: int
    tables: int
    encounters: int
    state: str


@dataclass(frozen=True)
class Preview:
    """All of it in numbers."""

    lines: tuple[Line, ...]
    people: int
    # Whose last evening was so long ago that their contact data goes at once.
    leaving: int
    # Evenings that nothing says the tables of, and that are small enough to have been one.
    small: int

    @property
    def coming(self) -> list[Line]:
        """The evenings that come in."""
        return [line for line in self.lines if line.state != "ran"]

    @property
    def arrivals(self) -> int:
        """How many check-ins that is."""
        return sum(line.people for line in self.coming)

    @property
    def encounters(self) -> int:
        """How many meetings of two people that is."""
        return sum(line.encounters for line in self.coming)


def look(
    community: Community, evenings: Sequence[Evening], *, small_as_one: bool, now: datetime
) -> Preview:
    """What a list would do."""
    known = there(community, now=now)
    lines = tuple(_line(one, known, small_as_one=small_as_one) for one in evenings)
    wanted = [line.evening for line in lines if line.state != "ran"]
    identity = identities(wanted)
    return Preview(
        lines=lines,
        people=len(set(identity.values())),
        leaving=_leaving(community, wanted, now=now),
        small=sum(not one.seats and 2 <= len(one.guests) <= SMALL for one in wanted),
    )


def _line(evening: Evening, known: There, *, small_as_one: bool) -> Line:
    rounds = evening.rounds(small_as_one=small_as_one)
    return Line(
        title=title(evening),
        evening=evening,
        people=len(evening.guests),
        tables=max((len(set(seats.values())) for seats in rounds.values()), default=0),
        encounters=evening.encounters(small_as_one=small_as_one),
        state="ran" if known.ran_here(evening) else "known" if known.event(evening) else "new",
    )


def _leaving(community: Community, evenings: Sequence[Evening], *, now: datetime) -> int:
    """How many people were last here longer ago than contact data is kept; who shares an address goes
    with it."""
    bound = months.before(now, community.contact_months)
    # By their day, so the last of each counts.
    last = {
        (email, name if not email else ""): one.day
        for one in sorted(evenings, key=lambda one: one.day)
        for email, name in one.guests
    }
    old = {who for who, day in last.items() if day < bound.date()}
    later = {
        email
        for part in chunks(sorted(email for email, _name in old if email))
        for email in db.session.scalars(
            db.select(Person.email)
            .join(Rsvp, Rsvp.person_id == Person.id)
            .join(Event, Event.id == Rsvp.event_id)
            .where(
                Event.community_id == community.id,
                Event.ends_at > bound,
                Person.email.in_(part),
            )
        )
    }
    return sum(email not in later for email, _name in old)
