"""The published tables during the evening, beside who is here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import gaps, roll
from eventapp.door.actions import next_round
from eventapp.door.roll import Entry
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import moves, problem
from eventapp.seating.models import Plan, Rule, Seat, Step, Table

# How long before its beginning the tables of an evening can be changed from the door.
AHEAD = timedelta(hours=12)
Seats = dict[int, dict[int, int]]


@dataclass(frozen=True)
class Live:
    """The published tables beside who is here; rounds count from 1, the first `begun` stay."""

    event: Event
    plan: Plan
    entries: list[Entry]
    guests: dict[int, Rsvp]
    rules: list[Rule]
    seats: Seats
    locked: frozenset[tuple[int, int]]
    room: gaps.Room
    stamp: str
    # The newest draft, if it is newer than the plan.
    draft: int | None

    @property
    def begun(self) -> int:
        """How many rounds have begun."""
        return self.room.begun

    @property
    def next(self) -> int:
        """The next round; one more than there are when all have begun."""
        return self.room.begun + 1

    @cached_property
    def fewest(self) -> gaps.Mended | None:
        """The change that moves the fewest; None where the rules leave none."""
        try:
            return gaps.mended(self.room)
        except problem.Clash:
            return None

    @cached_property
    def mixed(self) -> gaps.Mended | None:
        """The change that mixes better; None where it is the same or there is none."""
        if self.fewest is None:
            return None
        found = gaps.mixed(self.room, self.fewest)
        return found if found.plan != self.fewest.plan else None

    def option(self, name: str) -> gaps.Mended | None:
        """A change by its name in OPTIONS; None for leaving it, and for one that isn't there."""
        return {"fewest": lambda: self.fewest, "mixed": lambda: self.mixed}.get(
            name, lambda: None
        )()


def on(event: Event, now: datetime) -> bool:
    """Whether it is the day of the event, so that who is in says something."""
    return bool(event.published_at) and not event.cancelled_at and event.starts_at - AHEAD <= now


def read(event: Event, entries: list[Entry], *, now: datetime) -> Live | None:
    """The tables as they stand; None without a published plan."""
    plan, newest = _published(event)
    if plan is None:
        return None
    guests, rules = seating.going(event), seating.rules_of(event)
    seats, locked = _seats(plan)
    asked, solved = seating.laid(plan, seats, guests, rules, locked=locked)
    begun = min(next_round(event, now) - 1, plan.rounds)
    here = tuple(
        frozenset(str(e.id) for e in entries if e.stays(number))
        for number in range(1, plan.rounds + 1)
    )
    return Live(
        event=event,
        plan=plan,
        entries=entries,
        guests={rsvp.id: rsvp for rsvp in guests},
        rules=rules,
        seats=seats,
        locked=locked,
        room=gaps.Room(
            # Who is absent is what the door knows, not what the plan said.
            asked=replace(asked, absent=frozenset()),
            plan=solved,
            here=here,
            missing=frozenset(str(e.id) for e in entries if e.going and not e.inside),
            begun=begun,
        ),
        stamp=f"{plan.version}-{_stamp(seats, locked, rules, entries, plan, begun)}",
        draft=newest if newest > plan.version else None,
    )


def current(event: Event, *, now: datetime) -> Live:
    """The tables as they stand, where they can be changed; Refused elsewhere."""
    if not on(event, now):
        raise Refused(_("The tables are changed here on the day of the event."))
    live = read(event, roll.roll(event), now=now)
    if live is None:
        raise Refused(_("No tables are published yet."))
    return live


def step_of(plan: Plan) -> Step | None:
    """What was done at the door to make this version; None if it came from elsewhere."""
    if plan.origin != "door":
        return None
    return db.session.scalar(db.select(Step).where(Step.plan_id == plan.id))


def moved_by(step: Step, live: Live) -> dict[int, list[tuple[int, int]]]:
    """Whom a step sends elsewhere in rounds to come: RSVP id → (round, table), for those in."""
    found: dict[int, list[tuple[int, int]]] = {}
    entries = {entry.id: entry for entry in live.entries}
    for number, who, _before, after in step.changes["seats"]:
        entry = entries.get(who)
        if after and entry and entry.stays(number) and number >= live.next:
            found.setdefault(who, []).append((number, after))
    return found


def _published(event: Event) -> tuple[Plan | None, int]:
    """The plan that everybody follows with its tables, and the version of the newest plan."""
    newest = db.select(db.func.max(Plan.version)).where(Plan.event_id == event.id)
    out = newest.where(Plan.published_at.is_not(None)).scalar_subquery()
    row = (
        db.session.execute(
            db.select(Plan, newest.scalar_subquery())
            .where(Plan.event_id == event.id, Plan.version == out)
            .options(db.joinedload(Plan.tables))
        )
        .unique()
        .first()
    )
    return (row[0], row[1]) if row else (None, 0)


def _seats(plan: Plan) -> tuple[Seats, frozenset[tuple[int, int]]]:
    """Who sits where in every round, and which of these seats are locked."""
    seats: Seats = {number: {} for number in range(1, plan.rounds + 1)}
    rows = db.session.execute(
        db.select(Seat.round, Seat.rsvp_id, Table.number, Seat.locked)
        .join(Seat.table)
        .where(Seat.plan_id == plan.id)
        .order_by(Seat.id)
    ).all()
    for number, who, table, _locked in rows:
        seats.setdefault(number, {})[who] = table
    return seats, frozenset((number, who) for number, who, _table, locked in rows if locked)


def _stamp(
    seats: Seats,
    locked: Iterable[tuple[int, int]],
    rules: list[Rule],
    entries: list[Entry],
    plan: Plan,
    begun: int,
) -> str:
    return moves.stamp(
        [(number, who, table) for number, at in seats.items() for who, table in at.items()],
        [
            ("begun", begun),
            *(("closed", t.number, t.closed_from) for t in plan.tables if t.closed_from),
            *(("locked", *each) for each in locked),
            *((r.kind, r.rsvp_id, r.other_id, r.number) for r in rules),
            *(("in", e.id, e.last_round) for e in entries if e.inside),
            *(("out", e.id) for e in entries if not e.going),
        ],
    )
