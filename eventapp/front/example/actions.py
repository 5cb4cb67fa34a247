"""An example evening to play with.

It stays a draft for good, and nobody in it has an address: nothing leaves, and nobody else sees it. So it
is thrown away as any draft is, with everybody in it.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.front.example.people import GUESTS, Guest
from eventapp.people.actions import new_link
from eventapp.people.models import Person
from eventapp.rsvps.answers import Answers, write
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import engine, problems

PEOPLE, TABLES, SEATS = 24, 4, 6
CHECKED_IN = 7
# A search of so many steps is over in a moment, and good enough to look at.
STEPS = 1500


def of(community: Community) -> Event | None:
    """The example evening of a community, if it has one."""
    theirs = db.select(Event).filter_by(community_id=community.id, example=True)
    found: Event | None = db.session.scalar(theirs.order_by(Event.id).limit(1))
    return found


def make(community: Community, *, now: datetime) -> Event:
    """An evening in two weeks with a plan, and some checked in already; twice is once."""
    if made := of(community):
        return made
    values: dict[str, object] = {
        "title": _("Example evening"),
        "summary": _("Made-up people at four tables, to play with."),
        "place_name": _("The Reading Room"),
        "capacity": TABLES * SEATS + 4,
        "tables": TABLES,
        "seats": SEATS + 1,
        "example": True,
    }
    event = drafts.begin(community, values, now=now)
    guests = [_guest(event, who, turn, now=now) for turn, who in enumerate(GUESTS[:PEOPLE], 1)]
    db.session.flush()
    for number, rsvp in enumerate(guests[:CHECKED_IN]):
        at = now - timedelta(seconds=40 * (CHECKED_IN - number))
        db.session.add(Arrival(rsvp=rsvp, arrived_at=at))
    asked = problems.problem_of_event(event)
    seating.save_solution(event, asked, engine.solve(asked, steps=STEPS, seed=1), seed=1, now=now)
    db.session.flush()
    return event


def _guest(event: Event, who: Guest, turn: int, *, now: datetime) -> Rsvp:
    person = Person(
        first_name=who.first_name, last_name=who.last_name, pronouns=who.pronouns, created_at=now
    )
    db.session.add(person)
    db.session.flush()
    rsvp = Rsvp(
        event=event,
        person=person,
        link=new_link("rsvp", person, now=now),
        state="going",
        turn=turn,
        created_at=now - timedelta(hours=3 * (PEOPLE - turn)),
    )
    # A community may have roles of its own.
    role = next((role for role in event.roles if role.name in {who.role, _(who.role)}), None)
    role = role or (event.roles[turn % len(event.roles)] if event.roles else None)
    answers = Answers(
        role_id=role.id if role else None,
        first_name=who.first_name,
        last_name=who.last_name,
        pronouns=who.pronouns,
        stage=who.stage,
        industry=who.industry,
        organization=who.organization,
        ask=who.ask,
        ask_kind=who.ask_kind,
        offer=who.offer,
        offer_kind=who.offer_kind,
        # Not everybody says yes to everything.
        show_name=turn % 6 != 5,
        keep_in_touch=turn % 8 != 7,
    )
    write(rsvp, answers, now=rsvp.created_at)
    db.session.add(rsvp)
    return rsvp
