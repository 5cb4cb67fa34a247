"""The tables during the evening: changed with one tap, taken back with one; no letter is sent."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.door.reseating import question
from eventapp.door.reseating.current_tables import Live, current, step_of
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import engine, plans
from eventapp.seating.avoiding.actions import apart_among
from eventapp.seating.avoiding.pairs import Pair, at_one_table
from eventapp.seating.engine import moves
from eventapp.seating.models import Plan, Step, Table
from eventapp.seating.plans import Seats


class Stale(Exception):
    """The tables are not as the page showed them; `live` is how they are."""

    def __init__(self, live: "Live") -> None:
        super().__init__("The tables have changed since the page was made.")
        self.live = live


def apply(event: Event, option: str, stamp: str, *, by: Person, now: datetime) -> Plan | None:
    """Publish a change of the tables as a new version; None for leaving them as they are, or for now.

    Nobody is written to. What is left isn't asked about again until more is amiss. Twice is once. Raises Stale when the tables aren't those of `stamp`,
    Refused when there is nothing to change.
    """
    rsvps.lock(event)
    live = current(event, now=now)
    if (done := step_of(live.plan)) and done.changes.get("seen") == [option, stamp]:
        return live.plan
    if stamp != live.stamp:
        if option == "wait":
            # They saw less than there is now, and want to go on with the queue.
            return None
        raise Stale(live)
    if option in {"leave", "wait"}:
        routes = plans.routes_of(live.seats)
        question.leave(event, question.gaps_of(live.plan, live.entries, routes, now=now))
        return None
    found = live.option(option)
    if found is None or found.plan == live.room.plan:
        raise Refused(_("There is nothing to change just now."))
    after = {
        number: {int(who): int(table) for who, table in seats.items()}
        for number, seats in enumerate(found.plan.seats, start=1)
    }
    return _publish(live, after, kind="door", seen=[option, stamp], by=by, now=now)


def undo(event: Event, version: int, *, by: Person, now: datetime) -> Plan:
    """Everybody whom a change moved goes back where a chair is still theirs; nobody else moves.

    Only the version that everybody follows can be taken back, so twice is once.
    """
    rsvps.lock(event)
    live = current(event, now=now)
    step = step_of(live.plan)
    if live.plan.version != version or step is None or step.kind != "door":
        return live.plan
    back = {n: _back(live, n, step) for n in range(live.next, live.plan.rounds + 1)}
    if not any(back.values()):
        raise Refused(_("Nobody can go back any more."))
    seats = {number: at | back.get(number, {}) for number, at in live.seats.items()}
    step.undone = True
    return _publish(live, seats, kind="back", seen=[], by=by, now=now)


def close(event: Event, number: int, *, again: bool, now: datetime) -> Table:
    """Close a table of the published plan from the next round on, or open it `again`."""
    rsvps.lock(event)
    live = current(event, now=now)
    table = next((table for table in live.plan.tables if table.number == number), None)
    if table is None:
        raise Refused(_("There is no such table."))
    if not again and live.begun >= live.plan.rounds:
        raise Refused(_("The last round has begun. Nobody is moved now."))
    if again:
        table.closed_from = None
    elif table.closed_from is None:
        table.closed_from = live.next
    return table


def leave(rsvp: Rsvp, last_round: int | None, *, now: datetime) -> None:
    """Note until which round a guest who is in stays; None: to the end. Twice is once."""
    event = rsvp.event
    rsvps.lock(event)
    arrival = db.session.scalar(db.select(Arrival).where(Arrival.rsvp_id == rsvp.id))
    if arrival is None:
        raise Refused(_("%(name)s is not checked in.", name=rsvp.name))
    if last_round is not None and not event.evening(now).begun <= last_round < event.rounds:
        raise Refused(_("Choose a round that has not begun."))
    arrival.last_round = last_round
    ledger.changed(event.id, now=now)


def _publish(
    live: Live, seats: Seats, *, kind: str, seen: list[str], by: Person, now: datetime
) -> Plan:
    """A new published version with these seats, and what was done to come to it."""
    old = live.plan
    solved = engine.Solution(
        tuple({str(who): str(at) for who, at in seated.items()} for seated in seats.values())
    )
    found = asdict(engine.measure(moves.as_seated(live.room.asked, solved), solved))
    # Rounds that have begun stay as they were, with those too who have cancelled since.
    begun = {number: live.seats[number] for number in range(1, live.next)}
    plan = plans.next_plan(
        live.event,
        rounds=old.rounds,
        tables=plans.tables_of(old),
        seats=seats | begun,
        locked={
            (number, who)
            for number, who in live.locked
            if live.seats[number].get(who) == (seats | begun)[number].get(who)
        },
        now=now,
        seed=old.seed,
        origin="door",
        figures={**found, "found": found},
        bounds=old.bounds,
        published_at=now,
    )
    moved = [
        [number, who, live.seats[number].get(who), seats[number].get(who)]
        for number in range(live.next, old.rounds + 1)
        for who in live.guests
        if live.seats[number].get(who) != seats[number].get(who)
    ]
    db.session.add(
        Step(
            plan_id=plan.id,
            number=1,
            kind=kind,
            changes={"seen": seen, "seats": moved, "from": old.version},
            done_at=now,
            by_id=by.id,
        )
    )
    db.session.flush()
    return plan


def _back(live: Live, number: int, step: Step) -> dict[int, int]:
    """Whom a step moved in a round and who can go back, with their former tables.

    Those who are here come first where chairs don't suffice for all.
    """
    now = live.seats[number]
    chairs = {
        t.number: 0 if t.closed_from and t.closed_from <= number else t.capacity
        for t in live.plan.tables
    }
    may = {e.id: e.inside for e in live.entries if e.going and (not e.inside or e.stays(number))}
    home = {
        who: before
        for at, who, before, after in step.changes["seats"]
        # Whoever was given another seat since is no concern of this step.
        if at == number and before and who in may and now.get(who) == after
    }
    avoided = apart_among(live.event.community_id, list(live.guests.values()))
    while True:
        sizes = Counter((now | home).values())
        over = [who for who, table in home.items() if sizes[table] > chairs.get(table, 0)]
        if not over and not (over := _beside_avoided(now, home, avoided)):
            return home
        del home[min(over, key=lambda who: may[who])]


def _beside_avoided(now: dict[int, int], home: dict[int, int], avoided: list[Pair]) -> list[int]:
    """Those who would go back to a table with somebody whom one of the two would rather avoid."""
    return [
        who for pair in at_one_table(now | home, avoided) for who in sorted(pair) if who in home
    ]
