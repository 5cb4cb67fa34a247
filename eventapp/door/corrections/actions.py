"""Correcting who sat where: one correction, its undo, and what one would change."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import presence, who_met
from eventapp.door.corrections.models import SeatCorrection
from eventapp.door.corrections.seats import Correction, corrected
from eventapp.encounters import pairs
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans


@dataclass(frozen=True)
class Difference:
    """How many pairs more, and how many fewer, have met by a correction."""

    more: int
    fewer: int


def difference(event: Event, made: list[Correction], *, now: datetime) -> Difference:
    """What corrections would change; Refused for one that makes no sense."""
    _check(event, made, now=now)
    kept = presence.corrections(event)
    noted = presence.noted(event, now=now)
    before, after = (_met(corrected(noted, all_)) for all_ in (kept, [*kept, *made]))
    return Difference(len(after - before), len(before - after))


def correct(event: Event, made: list[Correction], *, by: Person, now: datetime) -> None:
    """Keep what was otherwise, and make the ledger true at once. Twice is once; Refused as above."""
    lock(event)
    _check(event, made, now=now)
    kept = presence.corrections(event)
    db.session.add_all(
        SeatCorrection(
            event_id=event.id,
            kind=one.kind,
            round=one.round,
            rsvp_id=one.who,
            table_number=one.table,
            other_table=one.other,
            made_at=now,
            by_id=by.id,
        )
        for one in made
        if one not in kept
    )
    db.session.flush()
    who_met.write(event, now=now)


def undo(event: Event, number: int, *, by: Person, now: datetime) -> None:
    """Take a correction back, as two tables that were joined apart again. Twice is once."""
    lock(event)
    db.session.execute(
        db.update(SeatCorrection)
        .where(
            SeatCorrection.event_id == event.id,
            SeatCorrection.id == number,
            SeatCorrection.undone_at.is_(None),
        )
        .values(undone_at=now, undone_by_id=by.id)
    )
    who_met.write(event, now=now)


def rounds_to_correct(event: Event, *, now: datetime) -> list[int]:
    """The rounds that ran, as far as they have begun."""
    begun = event.evening(now).begun
    return [n for n in presence.noted(event, now=now) if event.over(now) or n <= begun]


def tables_of(event: Event) -> list[int]:
    """The tables that people could sit at, by number."""
    plan = plans.published(event)
    return [table.number for table in plan.tables] if plan else []


def _check(event: Event, made: list[Correction], *, now: datetime) -> None:
    rounds, tables = rounds_to_correct(event, now=now), set(tables_of(event))
    who = {one.who for one in made}
    here = db.select(Rsvp.id).where(Rsvp.event_id == event.id, Rsvp.id.in_(who))
    guests = set(db.session.scalars(here))
    for one in made:
        if one.round not in rounds:
            raise Refused(_("Only a round that has begun can be corrected."))
        known = {one.table, one.other} - {None}
        if not known <= tables:
            raise Refused(_("There was no such table. Choose one from the list."))
        if one.kind == "joined" and len(known) < 2:
            raise Refused(_("Choose two different tables."))
        if one.kind != "joined" and one.who not in guests:
            raise Refused(_("This guest isn’t on the list any more."))


def _met(seats: dict[int, dict[int, int]]) -> set[tuple[int, int, int]]:
    return {(n, *pair) for n, seated in seats.items() for pair in pairs.met(seated, seated)}
