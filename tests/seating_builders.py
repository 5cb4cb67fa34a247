"""A room full of guests for tests of the tables, and a plan made without waiting."""

import make

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, problems
from eventapp.seating.models import Plan

FIRMS = ("Acme", "Byte", "Corvid", "Dyne", "")
ASKS = ("SQL", "interviews", "salary", "hiring")
_solved: dict[tuple[str, int, int], engine.Solution] = {}


def room(number: int, **given: object) -> tuple[Event, list[Rsvp]]:
    """An event with so many guests, all different, and room for all of them."""
    fields = {"tables": 8, "seats": max(6, -(-number // 8) + 1), "capacity": None}
    event = make.event(**fields | given)
    return event, [guest(event, n) for n in range(number)]


def guest(event: Event, n: int, **given: object) -> Rsvp:
    fields = {
        "first_name": f"Name{n}",
        "email": f"name{n}-{event.id}@example.org",
        "role_id": event.roles[n % 5].id,
        "organization": FIRMS[n % 7] if n % 7 < 4 else "",
        "ask": ASKS[n % 4],
        "offer": ASKS[(n + 1) % 4],
    }
    return make.rsvp(event, **fields | given)


def plan(event: Event, *, steps: int = 300, seed: int = 1) -> Plan:
    """A draft, not mixed for long."""
    asked = problems.problem_of_event(event)
    # The same problem, seed and steps give the same solution: each is searched for once.
    key = repr(asked), steps, seed
    solved = _solved[key] if key in _solved else engine.solve(asked, steps=steps, seed=seed)
    _solved[key] = solved
    return actions.save_solution(event, asked, solved, seed=seed, now=clock.now())


def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}"


def organizer(client, community: Community, right: str = "organizer") -> None:
    """Sign in somebody who may do this in the community."""
    make.sign_in(client, make.member(community, right))
