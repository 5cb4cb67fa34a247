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
    # Who was erased since has no answer any more, and was met all the same.
    rows = db.session.execute(
        db.select(Event, Rsvp)
        .join(met, Event.id == met.c.event_id)
        .outerjoin(Rsvp, same)
        .options(
            db.joinedload(Rsvp.person),
            db.joinedload(Rsvp.role),
            db.joinedload(Rsvp.ask),
            db.joinedload(Rsvp.offer),
        )
        .order_by(Event.starts_at.desc(), Rsvp.turn)
        .limit(MOST)
    )
    evenings: dict[Event, list[Rsvp | None]] = {}
    for event, rsvp in rows:
        evenings.setdefault(event, []).append(rsvp)
    return [
        Evening(
            event,
            named := tuple(rsvp for rsvp in around if rsvp and agrees(rsvp)),
            len(around) - len(named),
        )
        for event, around in evenings.items()
    ]
