"""'Five are missing: re-seat?': from when it is asked, and that an answer holds until more is amiss."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db, lock_row
from eventapp.door.guest_list import Entry
from eventapp.door.models import Arrival
from eventapp.door.reseating.gaps import ENOUGH
from eventapp.door.reseating.models import ReseatQuestion
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat, Table

# How long before a round its tables are asked about, where the organizer set no time.
SOON = timedelta(minutes=15)
# What an organizer may set, in minutes from the start.
CHOICES = (-15, -10, -5, 0, 5, 10, 15, 20, 30, 45)
Routes = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Gaps:
    """What is amiss with the tables of the next round: those with too few, and who has no chair."""

    round: int
    tables: frozenset[int]
    standing: frozenset[int]

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.tables or self.standing)

    def within(self, left: "Gaps") -> bool:
        """Whether nothing is amiss but what was left as it is."""
        return (
            self.round == left.round
            and self.tables <= left.tables
            and self.standing <= left.standing
        )


def gaps_of(plan: Plan, entries: Iterable[Entry], routes: Routes, *, now: datetime) -> Gaps:
    """The gaps of the next round as the tables and the list stand; none when all have begun."""
    number = plan.event.evening(now).next
    if number > plan.rounds:
        return Gaps(number, frozenset(), frozenset())
    here = [e.id for e in entries if e.stays(number)]
    return _gaps(
        plan, number, {who: routes[who][number - 1] if who in routes else 0 for who in here}
    )


def tonight(plan: Plan, *, now: datetime) -> tuple[Gaps, int]:
    """The same for who has read nothing else of the event, in one query; and how many are missing."""
    number = plan.event.evening(now).next
    rows = db.session.execute(
        db.select(Rsvp.id, Arrival.id, Arrival.last_round, Table.number)
        .outerjoin(Arrival, Arrival.rsvp_id == Rsvp.id)
        .outerjoin(
            Seat,
            db.and_(Seat.rsvp_id == Rsvp.id, Seat.plan_id == plan.id, Seat.round == number),
        )
        .outerjoin(Table, Table.id == Seat.table_id)
        .where(Rsvp.event_id == plan.event_id, Rsvp.state == "going")
    ).all()
    at = {
        who: table or 0
        for who, arrival, last, table in rows
        if arrival and (last is None or last >= number)
    }
    missing = sum(arrival is None for _who, arrival, _last, _table in rows)
    return _gaps(plan, number, at if number <= plan.rounds else {}), missing


def _gaps(plan: Plan, number: int, at: Mapping[int, int]) -> Gaps:
    """What is amiss when these who are here have these tables, 0 for none."""
    shut = {t.number for t in plan.tables if t.closed_from and t.closed_from <= number}
    seated = {who: table for who, table in at.items() if table and table not in shut}
    low = {table for table, people in Counter(seated.values()).items() if people < ENOUGH}
    return Gaps(number, frozenset(low), frozenset(at.keys() - seated.keys()))


def asked_from(event: Event, number: int, minutes: int | None, *, now: datetime) -> datetime:
    """From when the door is asked about the tables of a round, in UTC.

    The round that comes next at the organizer's time is asked about from then on; those after it,
    as usual, a while before they begin.
    """
    stands = event.evening(now)
    usual = stands.begins[number - 1] - SOON
    if minutes is None:
        return usual
    set_time = event.starts_at + timedelta(minutes=minutes)
    comes = 1 + sum(begins <= set_time for begins in stands.begins)
    return set_time if comes == number else max(set_time, usual)


def to_ask(found: Gaps, event: Event, kept: ReseatQuestion | None, *, now: datetime) -> bool:
    """Whether to ask about gaps: not before their time, nor while nothing came to what was left."""
    if not found or found.round > len(event.evening(now).begins):
        return False
    if now < asked_from(event, found.round, kept.minutes if kept else None, now=now):
        return False
    return not (kept and kept.left and found.within(_read(kept.left)))


def kept_of(event: Event) -> ReseatQuestion | None:
    """What is kept of the question at an event; None as long as nothing was set or left."""
    return db.session.get(ReseatQuestion, event.id)


def leave(event: Event, found: Gaps) -> None:
    """Keep what is left as it is, so that nobody is asked about it again."""
    _of(event).left = {
        "round": found.round,
        "tables": sorted(found.tables),
        "standing": sorted(found.standing),
    }


def set_time(event: Event, minutes: int | None) -> None:
    """Ask from so many minutes after the start on; None for the usual time."""
    if minutes is not None and minutes not in CHOICES:
        raise Refused(_("Choose one of the times."))
    lock_row(Event, event.id)
    _of(event).minutes = minutes


def choices(event: Event) -> list[tuple[str, str]]:
    """The times to choose from: what a form sends, and in words."""
    return [
        ("", _("15 minutes before each round")),
        *((str(minutes), _hour(event, minutes)) for minutes in CHOICES),
    ]


def _hour(event: Event, minutes: int) -> str:
    hour = clock.hour(event.starts_at + timedelta(minutes=minutes), event.zone)
    if not minutes:
        return _("At %(time)s, the start", time=hour)
    if minutes < 0:
        return _("At %(time)s, %(minutes)s minutes before the start", time=hour, minutes=-minutes)
    return _("At %(time)s, %(minutes)s minutes in", time=hour, minutes=minutes)


def _of(event: Event) -> ReseatQuestion:
    kept = kept_of(event)
    if kept is None:
        kept = ReseatQuestion(event_id=event.id, left={})
        db.session.add(kept)
    return kept


def _read(left: Mapping[str, Any]) -> Gaps:
    return Gaps(left["round"], frozenset(left["tables"]), frozenset(left["standing"]))
