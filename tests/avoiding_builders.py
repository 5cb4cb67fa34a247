"""Somebody who would rather not sit with somebody else, for tests."""

import re

import make

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold
from eventapp.seating.avoiding.models import Avoidance


def evening(**given: object) -> tuple[Event, Rsvp, Rsvp]:
    """An event with Maja and Ana, who shows her name."""
    event = make.event(**given)
    maja = make.rsvp(event, first_name="Maja", email="maja@example.org")
    ana = make.rsvp(event, first_name="Ana", last_name="Silva", email="ana@example.org")
    ana.show_name_at = clock.now()
    db.session.commit()
    return event, maja, ana


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}/not-with"


def said() -> list[tuple[int, int | None, str]]:
    rows = db.session.scalars(db.select(Avoidance).order_by(Avoidance.id))
    return [(one.person_id, one.other_id, one.said) for one in rows]


def membership(host: Community, person: Person) -> Membership:
    found = db.select(Membership).filter_by(community_id=host.id, person_id=person.id)
    return db.session.scalars(found).one()


def text(html: str) -> str:
    """What a page says, without what differs from one visit to the next."""
    html = re.sub(r'value="[^"]*"', "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def typed(rsvp: Rsvp, words: str = "192") -> Avoidance:
    """Somebody typed whom they don't want to sit with."""
    return make.saved(
        Avoidance(
            community_id=rsvp.event.community_id,
            person_id=rsvp.person_id,
            said=words,
            key=f"typed:{fold(words)}",
            said_at=clock.now(),
        )
    )
