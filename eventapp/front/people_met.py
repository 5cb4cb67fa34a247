"""The people somebody sat with, evening by evening: named where they agreed, else counted."""

from dataclasses import dataclass

from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.consent import agrees
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

MOST = 600


@dataclass(frozen=True)
class Evening:
    """One event, those of its people who may be named, and how many more there were."""

    event: Event
    named: tuple[Rsvp, ...]
    unnamed: int

    @property
    def number(self) -> int:
        """How many people in all."""
        return len(self.named) + self.unnamed


def people_met(person: Person) -> list[Evening]:
    """Whom somebody has met by the ledger, the newest evening first, in one query."""
    mine = db.or_(Encounter.low_id == person.id, Encounter.high_id == person.id)
    other = db.case((Encounter.low_id == person.id, Encounter.high_id), else_=Encounter.low_id)
    met = db.select(Encounter.event_id, other.label("person_id")).where(mine).distinct().subquery()
    same = db.and_(Rsvp.event_id == met.c.event_id, Rsvp.person_id == met.c.person_id)
    rows = db.session.scalars(
        db.select(Rsvp)
        .join(met, same)
        .join(Rsvp.event)
        .options(
            db.contains_eager(Rsvp.event),
            db.joinedload(Rsvp.person),
            db.joinedload(Rsvp.role),
            db.joinedload(Rsvp.ask),
            db.joinedload(Rsvp.offer),
        )
        .order_by(Event.starts_at.desc(), Rsvp.turn)
        .limit(MOST)
    )
    evenings: dict[int, list[Rsvp]] = {}
    for rsvp in rows:
        evenings.setdefault(rsvp.event_id, []).append(rsvp)
    return [
        Evening(around[0].event, (named := tuple(filter(agrees, around))), len(around) - len(named))
        for around in evenings.values()
    ]
