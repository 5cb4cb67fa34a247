"""A community with something of each kind that the API tells of, and a token for all of it."""

from dataclasses import dataclass

import api_builders
import make
import met_builders
import published_plans

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.door import actions as door


@dataclass
class Site:
    """The token's secret, and what stands in paths, by name."""

    secret: str
    host: Community
    numbers: dict[str, int]
    # What an operation is about that is about nothing else, by its name: a draft, somebody who asked.
    instead: dict[str, dict[str, int]]

    def path(self, operation: str) -> dict[str, object]:
        """A value for every part of an operation's path."""
        there = self.numbers | self.instead.get(operation, {})
        return {**there, "name": "people", "kind": "json"}


def build(*, guests: int = 2, events: int = 1) -> Site:
    """Events with guests, who sit at tables, came and met, and programs."""
    host = make.community()
    staff = make.member(host)
    for n in range(events):
        event = make.event(community=host)
        people = [make.rsvp(event) for _ in range(guests)]
        # Enough chairs for all.
        published_plans.seated(event, people, tables=2, capacity=guests)
        if not n:
            for guest in people:
                door.arrive(guest, by=staff, now=clock.now())
            met_builders.sit(event, people)
        program = make.program(community=host)
    draft, asks = make.draft(community=host), make.rsvp(make.event(community=host))
    asks.state = "pending"
    secret = api_builders.token(host, by=staff)
    numbers = {"event": event.id, "rsvp": people[0].id, "program": program.id}
    instead = {"events.throw_away": {"event": draft.id}, "decisions.decline": {"rsvp": asks.id}}
    return Site(secret, host, numbers, instead)
