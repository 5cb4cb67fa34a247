"""The published tables during the evening, beside who is here."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import guest_list
from eventapp.door.guest_list import Entry
from eventapp.door.reseating import gaps
from eventapp.door.reseating.models import ReseatQuestion
from eventapp.door.reseating.opening import tables_can_change
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import engine, problems, stale_pages
from eventapp.seating.models import Plan, Rule, Step
from eventapp.seating.plans import Seats, read_seats


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
    question: ReseatQuestion | None

    @property
    def begun(self) -> int:
        """How many rounds have begun."""
        return self.room.begun

    @property
    def next(self) -> int:
        """The next round; one more than there are when all have begun."""
        return self.room.begun + 1

    @cached_property
    def fewest(self) -> gaps.Repair | None:
        """The change that moves the fewest; None where the rules leave none."""
        try:
            return gaps.repair(self.room)
        except engine.Clash:
            return None

    @cached_property
    def mixed(self) -> gaps.Repair | None:
        """The change that mixes better; None where it is the same or there is none."""
        if self.fewest is None:
            return None
        found = gaps.better_mix(self.room, self.fewest)
        return found if found.plan != self.fewest.plan else None

    def option(self, name: str) -> gaps.Repair | None:
        """A change by its name in OPTIONS; None for leaving it, and for one that isn't there."""
        return {"fewest": lambda: self.fewest, "mixed": lambda: self.mixed}.get(
            name, lambda: None
        )()


def read(event: Event, entries: list[Entry], *, now: datetime) -> Live | None:
    """The tables as they stand; None without a published plan."""
    plan, newest, asked_when = published(event)
    if plan is None:
        return None
    guests, rules = problems.going(event), problems.rules_of(event)
    kept = read_seats([plan])[plan.id]
    seats, locked = kept.rounds, kept.locked
    asked, solved = seating.problem_of_plan(plan, seats, guests, rules, locked=locked)
    stands = event.evening(now)
    # Without a round to come nobody is moved any more, also when the plan had tables for more.
    begun = plan.rounds if stands.begun == len(stands.slots) else min(stands.begun, plan.rounds)
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
        stamp=stale_pages.mark(
            plan,
            rules,
            locked,
            [
                *((number, *seat) for number, at in seats.items() for seat in at.items()),
                ("begun", begun),
                *(("closed", t.number, t.closed_from) for t in plan.tables if t.closed_from),
                *(("in", e.id, e.last_round) for e in entries if e.inside),
                *(("out", e.id) for e in entries if not e.going),
            ],
        ),
        draft=newest if newest > plan.version else None,
        question=asked_when,
    )


def current(event: Event, *, now: datetime) -> Live:
    """The tables as they stand, where they can be changed; Refused elsewhere."""
    if not tables_can_change(event, now):
        raise Refused(_("The tables are changed here from twelve hours before the event."))
    live = read(event, guest_list.guest_entries(event), now=now)
    if live is None:
        raise Refused(_("No tables are published yet."))
    return live


def step_of(plan: Plan) -> Step | None:
    """What was done at the door to make this version; None if it came from elsewhere."""
    if plan.origin != "door":
        return None
    found: Step | None = db.session.scalar(db.select(Step).where(Step.plan_id == plan.id))
    return found


def moved_by(step: Step, live: Live) -> dict[int, list[tuple[int, int]]]:
    """Whom a step sends elsewhere in rounds to come: RSVP id → (round, table), for those in."""
    found: dict[int, list[tuple[int, int]]] = {}
    entries = {entry.id: entry for entry in live.entries}
    for number, who, _before, after in step.changes["seats"]:
        entry = entries.get(who)
        if after and entry and entry.stays(number) and number >= live.next:
            found.setdefault(who, []).append((number, after))
    return found


def published(event: Event) -> tuple[Plan | None, int, ReseatQuestion | None]:
    """The plan that everybody follows with its tables, the version of the newest plan, and what is
    kept of when to ask about re-seating; in one query."""
    newest = db.select(db.func.max(Plan.version)).where(Plan.event_id == event.id)
    out = newest.where(Plan.published_at.is_not(None)).scalar_subquery()
    row = (
        db.session.execute(
            db.select(Plan, newest.scalar_subquery(), ReseatQuestion)
            .outerjoin(ReseatQuestion, ReseatQuestion.event_id == Plan.event_id)
            .where(Plan.event_id == event.id, Plan.version == out)
            .options(db.joinedload(Plan.tables))
        )
        .unique()
        .first()
    )
    return (row[0], row[1], row[2]) if row else (None, 0, None)
