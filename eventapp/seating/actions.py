"""From RSVPs and rules to a plan, from a plan to everybody's route."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import DEFAULT_TOPICS, keywords, topics_in
from eventapp.seating import bounds, problem, reseat
from eventapp.seating.models import Plan, Rule, Seat, Table


def problem_of(event: Event) -> problem.Problem:
    """Everything the solver needs: who comes, the room, the rules, who met before."""
    guests = going(event)
    if len(guests) < 4:
        raise Refused(_("Tables need at least four people. Share the link, then try again."))
    if len(guests) > event.chairs:
        raise Refused(
            _(
                "%(people)s people come and there are %(chairs)s chairs. Add tables or chairs.",
                people=len(guests),
                chairs=event.chairs,
            )
        )
    names = [topic.name for topic in event.community.topics] or DEFAULT_TOPICS
    keys = {rsvp.id for rsvp in guests}
    rules = [rule for rule in rules_of(event) if rule.rsvp_id in keys]
    pairs = [rule for rule in rules if rule.other_id in keys]
    return problem.Problem(
        guests=tuple(_guest(rsvp, names) for rsvp in guests),
        tables=tuple(
            problem.Table(str(number), event.seats) for number in _tables_used(event, len(guests))
        ),
        rounds=event.rounds,
        together=tuple(_pair(rule) for rule in pairs if rule.kind == "together"),
        apart=tuple(_pair(rule) for rule in pairs if rule.kind == "apart"),
        fixed=tuple(
            problem.Fixed(str(rule.rsvp_id), str(rule.number))
            for rule in rules
            if rule.kind == "host"
        ),
        past=_past(guests),
    )


def going(event: Event) -> list[Rsvp]:
    """Everybody who has a place, with role, ask and offer, in the order they came."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .where(Rsvp.event_id == event.id, Rsvp.state == "going")
            .options(
                db.joinedload(Rsvp.role),
                db.joinedload(Rsvp.ask),
                db.joinedload(Rsvp.offer),
                db.joinedload(Rsvp.person),
                db.joinedload(Rsvp.link),
            )
            .order_by(Rsvp.turn)
        )
    )


def rules_of(event: Event) -> list[Rule]:
    """What the organizer asked of every plan of this event."""
    return list(db.session.scalars(db.select(Rule).where(Rule.event_id == event.id)))


def _tables_used(event: Event, people: int) -> range:
    """As many tables as keep four or more at each; all of them when enough people come."""
    needed = -(-people // event.seats)
    return range(1, max(needed, min(event.tables, people // 4)) + 1)


def _guest(rsvp: Rsvp, names: Iterable[str]) -> problem.Guest:
    return problem.Guest(
        key=str(rsvp.id),
        role=str(rsvp.role_id),
        stage=rsvp.stage or None,
        industry=rsvp.industry.casefold() or None,
        organization=rsvp.organization.casefold() or None,
        asks=_topics(rsvp.ask.text, names) if rsvp.ask else frozenset(),
        offers=_topics(rsvp.offer.text, names) if rsvp.offer else frozenset(),
    )


def _topics(line: str, names: Iterable[str]) -> frozenset[str]:
    return topics_in(line, names) or keywords(line)


def _pair(rule: Rule) -> tuple[str, str]:
    return str(rule.rsvp_id), str(rule.other_id)


def _past(guests: list[Rsvp]) -> dict[tuple[str, str], int]:
    """How often pairs of these guests sat together at earlier events, by RSVP."""
    key = {rsvp.person_id: str(rsvp.id) for rsvp in guests}
    return {
        (key[low], key[high]): times for (low, high), times in ledger.counts(set(key)).items()
    }


def keep(
    event: Event, asked: problem.Problem, solved: problem.Plan, *, seed: int, now: datetime
) -> Plan:
    """The solved plan as the newest draft of the event."""
    version = (
        db.session.scalar(db.select(db.func.max(Plan.version)).where(Plan.event_id == event.id))
        or 0
    ) + 1
    plan = Plan(
        event=event,
        version=version,
        rounds=asked.rounds,
        seed=seed,
        figures=asdict(bounds.figures(asked, solved)),
        bounds=asdict(bounds.bounds(asked)),
        created_at=now,
    )
    plan.tables = [Table(number=int(t.key), capacity=t.capacity) for t in asked.tables]
    db.session.add(plan)
    db.session.flush()
    at = {str(table.number): table for table in plan.tables}
    db.session.add_all(
        Seat(plan_id=plan.id, table_id=at[table].id, rsvp_id=int(guest), round=number)
        for number, seats in enumerate(solved.seats, start=1)
        for guest, table in seats.items()
    )
    db.session.flush()
    return plan


def latest(event: Event) -> Plan | None:
    """The newest plan, published or not."""
    return db.session.scalar(
        db.select(Plan)
        .where(Plan.event_id == event.id)
        .options(db.selectinload(Plan.tables))
        .order_by(Plan.version.desc())
        .limit(1)
    )


def published(event: Event) -> Plan | None:
    """The plan that everybody follows: the newest published one."""
    return db.session.scalar(
        db.select(Plan)
        .where(Plan.event_id == event.id, Plan.published_at.is_not(None))
        .options(db.selectinload(Plan.tables))
        .order_by(Plan.version.desc())
        .limit(1)
    )


def seats_of(plan: Plan) -> dict[int, dict[int, int]]:
    """Who sits where: round → RSVP id → table number, in one query."""
    rows = db.session.execute(
        db.select(Seat.round, Seat.rsvp_id, Table.number)
        .join(Seat.table)
        .where(Seat.plan_id == plan.id)
    )
    seats: dict[int, dict[int, int]] = {number: {} for number in range(1, plan.rounds + 1)}
    for number, rsvp_id, table in rows:
        seats[number][rsvp_id] = table
    return seats


def routes(plan: Plan | None) -> dict[int, tuple[int, ...]]:
    """Everybody's way through the evening: RSVP id → table number of each round (0: none)."""
    if plan is None:
        return {}
    seats = seats_of(plan)
    people = {rsvp_id for seated in seats.values() for rsvp_id in seated}
    return {who: tuple(seats[n].get(who, 0) for n in sorted(seats)) for who in people}


def publish(plan: Plan, *, now: datetime) -> int:
    """Make a plan the one everybody follows; how many were written to. Twice is once.

    Only guests whose route differs from the one they know get a letter.
    """
    if plan.published_at:
        return 0
    event = plan.event
    known = routes(published(event))
    plan.published_at = now
    new = routes(plan)
    told = 0
    for rsvp in going(event):
        if rsvp.id in new and new[rsvp.id] != known.get(rsvp.id):
            key = f"route:{rsvp.id}:{plan.version}"
            letters.post("route", rsvp, key=key, now=now, route=spoken_route(event, new[rsvp.id]))
            told += 1
    return told


def spoken_route(event: Event, tables: tuple[int, ...]) -> list[tuple[int, int, str]]:
    """A route for a letter: round, table, and when the round begins."""
    times = event.round_times()
    return [
        (number, table, clock.hour(times[number - 1], event.zone) if number <= len(times) else "")
        for number, table in enumerate(tables, start=1)
        if table
    ]


def seat_newcomer(plan: Plan, rsvp: Rsvp, *, first_round: int = 1) -> tuple[int, ...]:
    """Seat one more guest where chairs are free, nobody else moves; their route (0: no chair).

    Rounds before `first_round` are past.
    """
    event = plan.event
    seats = seats_of(plan)
    capacity = {table.number: table for table in plan.tables}
    everybody = {guest.id: guest for guest in going(event)}
    names = [topic.name for topic in event.community.topics] or DEFAULT_TOPICS
    present = {who for seated in seats.values() for who in seated if who in everybody} | {rsvp.id}
    guests = [everybody[who] for who in sorted(present)]
    asked = problem.Problem(
        guests=tuple(_guest(guest, names) for guest in guests),
        tables=tuple(
            problem.Table(str(table.number), max(table.capacity, _fullest(seats, table.number)))
            for table in plan.tables
        ),
        rounds=plan.rounds,
        absent=frozenset(
            (number - 1, str(rsvp.id))
            for number in seats
            if number < first_round or not _chair(seats[number], capacity)
        )
        | frozenset(
            (number - 1, str(who))
            for number, seated in seats.items()
            for who in present - {rsvp.id}
            if who not in seated
        ),
        past=_past(guests),
        previous=tuple(
            {str(who): str(table) for who, table in seats[number].items() if who in present}
            for number in sorted(seats)
        ),
    )
    solved = reseat.reseat(replace(asked, frozen_rounds=0))
    route = []
    for number in range(1, plan.rounds + 1):
        table = int(solved.seats[number - 1].get(str(rsvp.id), 0))
        route.append(table)
        if table:
            db.session.add(
                Seat(
                    plan_id=plan.id, table_id=capacity[table].id, rsvp_id=rsvp.id, round=number
                )
            )
    db.session.flush()
    return tuple(route)


def _fullest(seats: dict[int, dict[int, int]], table: int) -> int:
    return max(sum(at == table for at in seated.values()) for seated in seats.values())


def _chair(seated: dict[int, int], tables: dict[int, Table]) -> bool:
    return len(seated) < sum(table.capacity for table in tables.values())
