"""What a guest sees of the tables: the route, who sits there, what is now and next."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.rounds import Evening
from eventapp.rsvps.models import Rsvp
from eventapp.seating import engine, starters, wording
from eventapp.seating.engine import explain
from eventapp.seating.models import Plan, Rule, Seat, Table
from eventapp.seating.plans import published
from eventapp.seating.problems import build_problem


@dataclass(frozen=True)
class TableStop:
    """One round of a guest's evening; `state` is done, now, next or later.

    `reasons` say to the guest why they sit there; they name only people who agreed to it.
    `question` is what the table may begin with; `instead_of` the table they had there before it
    was changed during the evening, if another.
    """

    round: int
    table: int
    starts_at: datetime
    ends_at: datetime
    state: str
    others: tuple[Rsvp, ...]
    reasons: tuple[str, ...] = ()
    question: str = ""
    instead_of: int | None = None


@dataclass(frozen=True)
class MyTables:
    """A guest's way through the tables of the published plan."""

    version: int
    stops: tuple[TableStop, ...]
    # Whether a round to come has no table for them yet: who says yes late is seated later.
    follows: bool = False
    # Whether the host has stopped the clock for a while.
    paused: bool = False

    @property
    def here(self) -> TableStop | None:
        """The stop to show first: the one now, else one to come, else the last of all."""
        for states in (("now",), ("next", "later")):
            for stop in self.stops:
                if stop.state in states:
                    return stop
        return self.stops[-1] if self.stops and not self.follows else None

    @property
    def changed(self) -> list[TableStop]:
        """The stops to come, or now, that aren't where they were."""
        return [s for s in self.stops if s.instead_of and s.state != "done"]


def my_tables(rsvp: Rsvp, *, now: datetime) -> MyTables | None:
    """The evening of a guest who has a place, or None before the tables are out."""
    plan = published(rsvp.event) if rsvp.going else None
    if plan is None:
        return None
    mine, around = _around(plan, rsvp)
    before = _before(plan, rsvp)
    why = _reasons(plan, rsvp, mine, around)
    stands = rsvp.event.evening(now)
    slots, states = stands.slots, _states(stands)
    return MyTables(
        version=plan.version,
        paused=stands.paused,
        stops=tuple(
            TableStop(
                round=number,
                table=mine[number],
                starts_at=slots[number - 1].begins,
                ends_at=slots[number - 1].ends,
                state=states[number - 1],
                others=around.get(number, ()),
                reasons=why.get(number, ()),
                question=starters.question(
                    rsvp.event.community,
                    (*around.get(number, ()), rsvp),
                    table=mine[number],
                    round=number,
                ),
                instead_of=was if (was := before.get(number)) and was != mine[number] else None,
            )
            for number in sorted(mine)
            if number <= len(slots)
        ),
        follows=any(
            number not in mine and state in {"next", "later"}
            for number, state in enumerate(states[: plan.rounds], start=1)
        ),
    )


def _before(plan: Plan, rsvp: Rsvp) -> dict[int, int]:
    """The tables that a guest had by round before a plan was changed during the evening."""
    if plan.origin != "door":
        return {}
    known = (
        db.select(db.func.max(Plan.version))
        .where(
            Plan.event_id == plan.event_id,
            Plan.published_at.is_not(None),
            Plan.origin != "door",
            Plan.version < plan.version,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        db.select(Seat.round, Table.number)
        .join(Seat.table)
        .join(Plan, Plan.id == Seat.plan_id)
        .where(Plan.event_id == plan.event_id, Plan.version == known, Seat.rsvp_id == rsvp.id)
    )
    return dict(rows.all())


def _reasons(
    plan: Plan, rsvp: Rsvp, mine: dict[int, int], around: dict[int, tuple[Rsvp, ...]]
) -> dict[int, tuple[str, ...]]:
    """Why this guest sits where they sit, in each round.

    The engine is shown this guest's own tables only: all that a reason to them can be about. The
    page after a form says nothing about whom the address has met: whoever typed it may be anybody.
    """
    if not around:
        return {}
    guests = {guest.id: guest for others in around.values() for guest in others} | {rsvp.id: rsvp}
    seats = {
        number: {guest.id: mine[number] for guest in (*around.get(number, ()), rsvp)}
        for number in sorted(mine)
    }
    untold = {"new_faces"} if rsvp.link.from_page else set()
    asked = _own_problem(rsvp, mine, guests, seats)
    if untold:
        asked = replace(asked, past={})
    solved = engine.Solution(
        tuple({str(who): str(table) for who, table in at.items()} for at in seats.values())
    )
    roles = {str(guest.role_id): guest.role.name for guest in guests.values() if guest.role}

    def name(key: str) -> str:
        return _name_to_a_guest(guests[int(key)])

    return {
        number: tuple(
            said
            for reason in explain.reasons(asked, solved, str(rsvp.id), at)
            if reason.kind not in untold
            and (said := wording.reason_for_guest(reason, name, roles.__getitem__))
        )
        for at, number in enumerate(seats)
    }


def _own_problem(
    rsvp: Rsvp, mine: dict[int, int], guests: dict[int, Rsvp], seats: dict[int, dict[int, int]]
) -> engine.Problem:
    """What was asked, as far as it is about this guest's own tables."""
    hosting = db.select(Rule).where(Rule.kind == "host", Rule.rsvp_id == rsvp.id)
    room = {number: len(guests) for number in mine.values()}
    return build_problem(
        rsvp.event,
        list(guests.values()),
        tables=room,
        rounds=len(seats),
        rules=[rule for rule in db.session.scalars(hosting) if rule.number in room],
        absent=[
            (n, who) for n, at in enumerate(seats.values(), 1) for who in guests if who not in at
        ],
    )


def _name_to_a_guest(guest: Rsvp) -> str:
    if guest.show_name_at:
        return guest.first_name
    return _("Somebody (%(role)s)", role=guest.role.name) if guest.role else _("Somebody")


def _around(plan: Plan, rsvp: Rsvp) -> tuple[dict[int, int], dict[int, tuple[Rsvp, ...]]]:
    """This guest's table in each round, and who sits there besides them."""
    me, other = db.aliased(Seat), db.aliased(Seat)
    rows = db.session.execute(
        db.select(me.round, Table.number, Rsvp)
        .join(Table, Table.id == me.table_id)
        .outerjoin(
            other,
            db.and_(
                other.plan_id == me.plan_id,
                other.round == me.round,
                other.table_id == me.table_id,
                other.rsvp_id != me.rsvp_id,
            ),
        )
        .outerjoin(Rsvp, db.and_(Rsvp.id == other.rsvp_id, Rsvp.state == "going"))
        .options(db.joinedload(Rsvp.role), db.joinedload(Rsvp.ask), db.joinedload(Rsvp.offer))
        .where(me.plan_id == plan.id, me.rsvp_id == rsvp.id)
        .order_by(me.round, Rsvp.turn)
    )
    mine: dict[int, int] = {}
    found: dict[int, tuple[Rsvp, ...]] = {}
    for number, table, guest in rows:
        mine[number] = table
        if guest:
            found[number] = (*found.get(number, ()), guest)
    return mine, found


def _states(stands: Evening) -> list[str]:
    """For each round: done, now, next or later."""

    def state(number: int) -> str:
        if number <= stands.begun:
            return "done" if number <= stands.ended else "now"
        return "next" if number == stands.next else "later"

    return [state(number) for number in range(1, len(stands.slots) + 1)]
