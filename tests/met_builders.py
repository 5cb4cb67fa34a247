"""Past evenings at which somebody met others, by the ledger alone: for tests of the people they have met."""

from datetime import timedelta

import make

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

FIELDS = ("Health", "Public sector", "Energy and climate", "Education", "Transport", "Farming")
NAMES = ("Amara", "Kofi", "Zoë", "Ravi", "Luca", "Mateo", "Ewa", "Sofia", "Ben", "Noor")


def evening(
    me: Person,
    *others: Rsvp | Person | str,
    weeks_ago: int = 1,
    of: Community | None = None,
    **given,
) -> tuple[Event, list[Rsvp]]:
    """An evening so many weeks ago at which somebody sat with others: their answers, mine first.

    Another is known by a name, or somebody who was met before.
    """
    start = clock.now() - timedelta(weeks=weeks_ago, hours=3)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    event = make.event(**times, **({"community": of} if of else {}), **given)
    guests = [make.rsvp(event, person=me, first_name=me.first_name)]
    for n, other in enumerate(others):
        known = {"person": other} if isinstance(other, Person) else {"first_name": other}
        if isinstance(other, Person):
            known["first_name"] = other.first_name
        field = FIELDS[(n + weeks_ago) % len(FIELDS)]
        guests.append(make.rsvp(event, **known, industry=field))
    sit(event, guests)
    return event, guests


def sit(event: Event, guests: list[Rsvp], round: int = 1) -> None:
    """Let guests sit together in a round: everybody met everybody."""
    at = {one.person_id: 1 for one in guests}
    ledger.record(event, round, at, set(at), now=event.ends_at)


def many(me: Person, *, events: int, people: int) -> Community:
    """So many evenings, each with so many people of its own."""
    host = make.community()
    for n in range(events):
        names = [NAMES[(n + k) % len(NAMES)] for k in range(people)]
        evening(me, *names, weeks_ago=n + 1, of=host, title=f"Evening {n + 1}")
    return host
