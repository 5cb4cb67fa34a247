"""An event whose rounds are about to begin: published tables with known seats, and who is in."""

from datetime import datetime, timedelta

import make
from flask import Flask
from visitor import Visitor

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.door import access, actions, guest_list, passes
from eventapp.door.models import DoorPass
from eventapp.door.reseating import actions as reseating
from eventapp.door.reseating import current_tables
from eventapp.door.reseating.current_tables import Live
from eventapp.door.rounds import actions as rounds
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans as seating_plans
from eventapp.seating.models import Plan, Seat, Table


def event(*, minutes: int = 10, **given: object) -> Event:
    """Round 1 begins in so many minutes; below 0 it has begun, and so on every 25 minutes."""
    start = clock.now() + timedelta(minutes=minutes - 20)
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=4), "rounds": 2, "minutes": 20}
    return make.event(**fields | given)


def guests(of: Event, number: int) -> list[Rsvp]:
    return [make.rsvp(of, role_id=of.roles[n % 3].id) for n in range(number)]


def plan(of: Event, *rounds: list[list[Rsvp]], chairs: int = 4) -> Plan:
    """Publish tables: for each round the people at table 1, table 2 …"""
    made = Plan(
        event=of, version=1, rounds=len(rounds), seed=1, figures={}, bounds={},
        created_at=make.NOON, published_at=make.NOON,
    )  # fmt: skip
    made.tables = [Table(number=n + 1, capacity=chairs) for n in range(max(map(len, rounds)))]
    make.saved(made)
    for number, tables in enumerate(rounds, start=1):
        for table, people in zip(made.tables, tables, strict=False):
            for rsvp in people:
                make.saved(Seat(plan=made, table=table, rsvp=rsvp, round=number))
    return made


def full(tables: int, *, at: int = 4, **given: object) -> tuple[Event, list[list[Rsvp]]]:
    """An event with full tables, the same in both rounds; and who sits at each of them."""
    of = event(**given)
    people = guests(of, tables * at)
    seated = [people[n * at : (n + 1) * at] for n in range(tables)]
    plan(of, seated, seated, chairs=at)
    return of, seated


def come(*people: Rsvp) -> None:
    """Check guests in."""
    by = make.person()
    for rsvp in people:
        assert actions.arrive(rsvp, by=by, now=clock.now())


def walk_in(of: Event, name: str = "Rosa") -> Rsvp:
    return actions.walk_in(
        of,
        first_name=name,
        last_name="",
        role_id=of.roles[0].id,
        email="",
        once=name,
        by=make.person(),
        now=clock.now(),
    )


def look(of: Event) -> Live:
    """The tables as they stand."""
    found = current_tables.read(of, guest_list.guest_entries(of), now=clock.now())
    assert found
    return found


def press(of: Event, command: str, *, now: datetime, seen: str | None = None) -> bool:
    """Press a button of the remote, on what it shows at that moment or on what was `seen`."""
    seen = of.evening(now).mark if seen is None else seen
    return rounds.command(of, command, seen=seen, now=now)


def newest(of: Event) -> Plan:
    plans = db.select(Plan).where(Plan.event_id == of.id).order_by(Plan.version.desc())
    return db.session.scalars(plans).first()


def door(of: Event, more: str = "/tables") -> str:
    return f"/desk/{of.community.slug}/events/{of.slug}/door{more}"


def short(*missing: int, tables: int = 2, **given: object) -> tuple[Event, list[list[Rsvp]]]:
    """Full tables of four, from the last of which these many of each are missing."""
    of, seated = full(tables, **given)
    away = dict(zip(range(tables - len(missing), tables), missing, strict=True))
    for n, people in enumerate(seated):
        come(*people[: len(people) - away.get(n, 0)])
    return of, seated


def staff(client: Visitor, of: Event, right: str = "door") -> None:
    """Sign in a browser that may open the door."""
    make.sign_in(client, make.member(of.community, right))


def kiosk(of: Event, more: str = "") -> str:
    return f"/desk/{of.community.slug}/events/{of.slug}/kiosk{more}"


def new_pass(of: Event) -> DoorPass:
    """A pass that no device has begun with."""
    by = make.member(of.community, "organizer")
    made = passes.new_pass(of, "Kofi", kind="door", by=by, now=clock.now())
    db.session.commit()
    return made


def link_of(one: DoorPass) -> str:
    """Where a device begins with a pass."""
    return f"/d/{passes.token_of(one)}"


def lend(
    of: Event, kind: str = "door", *, by: Person | None = None, key: str = "", **given: str
) -> DoorPass:
    """A pass of a device that has begun with it, and holds this key."""
    maker = by or make.member(of.community, "organizer")
    fields = {"name": "Kofi", "stock": ""} | given
    made = passes.new_pass(
        of, fields["name"], kind=kind, by=maker, now=clock.now(), stock=fields["stock"]
    )
    made.began_at = made.seen_at = clock.now()
    made.key_digest = tokens.digest(key or f"key of {made.id}")
    return made


def device(client: Visitor, of: Event, kind: str = "door", **given: str) -> DoorPass:
    """A browser that holds a pass for the event's door."""
    made = lend(of, kind, **given)
    db.session.commit()
    with client.session_transaction() as session:
        session.clear()
        session[access.KEY] = f"key of {made.id}"
        if kind == "kiosk":
            session[access.KIOSK] = kiosk(of)
    return made


def evening(client: Visitor, missing: int = 2, **given: object) -> tuple[Event, list[list[Rsvp]]]:
    """Two tables of four; so many of the second are missing, and the door is signed in."""
    of, seated = short(missing, **given)
    staff(client, of)
    return of, seated


def at(of: Event, number: int = 1) -> dict[int, int]:
    """Who sits where in a round of the plan that everybody follows."""
    return seating_plans.seats_of(seating_plans.published(of))[number]


def apply(of: Event, option: str = "fewest") -> Plan:
    made = reseating.apply(of, option, look(of).stamp, by=make.person(), now=clock.now())
    assert made
    return made


def cookie(app: Flask, someone: Person, url: str) -> dict[str, str]:
    """What a browser holds after somebody has signed in."""
    client = Visitor(app, app.response_class)
    make.sign_in(client, someone)
    return _held(app, client, url)


def device_cookie(app: Flask, of: Event, kind: str, url: str, **given: str) -> dict[str, str]:
    """What a browser holds after it has begun with a pass."""
    client = Visitor(app, app.response_class)
    device(client, of, kind, **given)
    return _held(app, client, url)


def _held(app: Flask, client: Visitor, url: str) -> dict[str, str]:
    kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert kept
    return {"name": kept.key, "value": kept.value, "url": url}


def long_pass(of: Event, name: str, *, by: Person, now: datetime) -> DoorPass:
    """A pass whose link opens for a day: however slow the machine is that walks the site."""
    made = passes.new_pass(of, name, kind="door", by=by, now=now)
    made.link_until = now + timedelta(days=1)
    return made
