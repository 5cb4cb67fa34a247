"""A past evening for tests: tables as they were published, and who came."""

from datetime import datetime

import make
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.followups import actions
from eventapp.followups.consent import Chosen
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.models import Card, Connection, Wish
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending.models import CardChange
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Link
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat, Table


def guests(event: Event, *names: str, **given: object) -> list[Rsvp]:
    """People who have a place, by their first names."""
    return [
        make.rsvp(event, first_name=name, email=f"{name.lower()}@example.org", **given)
        for name in names
    ]


def seat(event: Event, *rounds: list[list[Rsvp]]) -> Plan:
    """Publish tables: for each round the people at table 1, table 2 …"""
    version = db.session.scalar(db.select(db.func.count(Plan.id)).filter_by(event_id=event.id)) or 0
    plan = Plan(
        event=event,
        version=version + 1,
        rounds=len(rounds),
        seed=1,
        figures={},
        bounds={},
        created_at=make.NOON,
        published_at=event.starts_at,
    )
    plan.tables = [Table(number=n + 1, capacity=6) for n in range(max(map(len, rounds)))]
    make.saved(plan)
    for number, tables in enumerate(rounds, start=1):
        for table, people in zip(plan.tables, tables, strict=False):
            db.session.add_all(
                Seat(plan=plan, table=table, rsvp=rsvp, round=number) for rsvp in people
            )
    db.session.flush()
    return plan


def arrive(*people: Rsvp) -> None:
    """Check guests in."""
    for rsvp in people:
        make.saved(Arrival(rsvp=rsvp, arrived_at=rsvp.event.starts_at))


def evening(*names: str, **given: object) -> tuple[Event, list[Rsvp]]:
    """Yesterday's event where everybody sat at one table in one round, and came."""
    event = make.past_event(**given)
    people = guests(event, *names)
    seat(event, [people])
    arrive(*people)
    return event, people


def drafted(*names: str, **given: object) -> tuple[Event, list[Rsvp]]:
    """The same with its cards written."""
    event, people = evening(*names, **given)
    sending.draft(event, now=clock.now())
    return event, people


def card_of(rsvp: Rsvp) -> Card:
    return db.session.scalars(db.select(Card).where(Card.rsvp_id == rsvp.id)).one()


def path_of(rsvp: Rsvp) -> str:
    """The address of a guest's card."""
    return f"/c/{token_of(card_of(rsvp).link)}"


def unsubscribe_path(rsvp: Rsvp) -> str:
    """The address by which a guest ends the cards."""
    link = db.session.scalars(
        db.select(Link).where(Link.person_id == rsvp.person_id, Link.purpose == "unsubscribe")
    ).one()
    return f"/u/{token_of(link)}"


def tick(
    rsvp: Rsvp, *others: Rsvp, line: str = "", now: datetime | None = None, **shared: object
) -> None:
    """Replace a guest's ticks, as their card does."""
    chosen = Chosen(note=line, **shared)
    actions.wish(card_of(rsvp), {other.id: chosen for other in others}, now=now or clock.now())


def batch(event: Event, *, now: datetime | None = None) -> int:
    """Make the introductions that the next set time would; how many."""
    return introductions.introduce_all(event, at=now or clock.now())


def both_tick(one: Rsvp, other: Rsvp) -> None:
    """Two guests tick each other and nobody else, and are introduced."""
    tick(one, other)
    tick(other, one)
    batch(one.event)


def letters(kind: str) -> list[Message]:
    wanted = db.select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def connections() -> list[Connection]:
    return list(db.session.scalars(db.select(Connection)))


def wishes() -> list[Wish]:
    return list(db.session.scalars(db.select(Wish)))


def organizer(client: Visitor, event: Event) -> Visitor:
    """The browser of an event's organizer."""
    make.sign_in(client, make.member(event.community, "organizer"))
    return client


def cards_page(event: Event, ending: str = "") -> str:
    """The organizer's page about the cards of an event, or one below it."""
    return f"/desk/{event.community.slug}/events/{event.slug}/cards{ending}"


def some_of_it(here: list[Rsvp], *, late: Rsvp) -> None:
    """Cards of three people with ticks and an introduction, and one of somebody checked in afterwards
    that is still to come, with a suggestion changed."""
    event = late.event
    seat(event, [here])
    arrive(*here)
    sending.draft(event, now=clock.now())
    seat(event, [[*here, late]])
    arrive(late)
    make.saved(CardChange(rsvp=late, other_id=here[0].id, what="hello", changed_at=clock.now()))
    tick(here[0], here[1], line="49")
    tick(here[1], here[0], here[2], line="50")
    tick(here[2], here[1], line="51")
    batch(event)
