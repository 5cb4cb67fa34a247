"""An event as its papers know it: who has a place, and who sits where, read in a few queries."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import plain
from eventapp.seating import plans, problems
from eventapp.seating.models import Plan
from eventapp.seating.prints.frame import Head


@dataclass(frozen=True)
class Evening:
    """Everybody who has a place, and the table of each in every round of a plan; `line` says when
    and where."""

    event: Event
    line: str
    guests: dict[int, Rsvp]
    plan: Plan | None
    seats: plans.Seats

    @cached_property
    def rounds(self) -> list[int]:
        """The rounds that have tables."""
        return sorted(self.seats)

    @cached_property
    def by_name(self) -> list[Rsvp]:
        """Everybody by first name."""
        return sorted(self.guests.values(), key=lambda r: (plain(r.name), r.id))

    def route(self, who: int) -> tuple[str, ...]:
        """Somebody's table in each round; "" where they have none."""
        return tuple(str(self.seats[number].get(who, "")) for number in self.rounds)

    def at(self, number: int, table: int) -> list[Rsvp]:
        """Who sits at a table in a round."""
        seats = self.seats[number]
        return [rsvp for who, rsvp in self.guests.items() if seats.get(who) == table]

    @cached_property
    def head(self) -> Head:
        """What stands on every sheet."""
        return Head(
            title=self.event.title,
            line=self.line,
            plan=_("Plan %(version)s", version=self.plan.version) if self.plan else "",
            # Of an event that nobody knows of yet, no other plan is out.
            draft=self.plan is not None
            and self.plan.published_at is None
            and self.event.published_at is not None,
            times=tuple(times(self.event)),
        )


def as_planned(event: Event, line: str) -> Evening:
    """With the newest plan, which may be a draft."""
    return _evening(event, line, plans.latest(event))


def as_published(event: Event, line: str) -> Evening:
    """With the plan that everybody follows, if there is one."""
    return _evening(event, line, plans.published(event))


def _evening(event: Event, line: str, plan: Plan | None) -> Evening:
    guests = {rsvp.id: rsvp for rsvp in problems.going(event)}
    return Evening(event, line, guests, plan, plans.seats_of(plan) if plan else {})


def times(event: Event) -> list[str]:
    """When each round begins, on the clocks of the place."""
    return [clock.hour(begins, event.zone) for begins in event.evening(clock.now()).begins]


def hours(event: Event) -> list[str]:
    """From when to when each round goes, on the clocks of the place."""
    return [
        clock.hours(slot.begins, slot.ends, event.zone) for slot in event.evening(clock.now()).slots
    ]


def organizers(event: Event) -> list[str]:
    """Who organizes in its community, by the names they have there."""
    members = db.session.scalars(
        db.select(Membership)
        .where(
            Membership.community_id == event.community_id,
            Membership.right.in_(("organizer", "owner")),
        )
        .options(db.joinedload(Membership.person))
        .order_by(Membership.id)
    )
    return [member.name for member in members if member.name]
