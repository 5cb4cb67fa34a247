"""Wishes on the cards after an event, and the introduction when both said yes."""

from collections.abc import Mapping
from datetime import datetime

from eventapp.db import db
from eventapp.followups import letters
from eventapp.followups.acquaintance import Acquaintance
from eventapp.followups.consent import agrees, mutual
from eventapp.followups.models import Card, Connection, Wish
from eventapp.followups.tablemates import companions as companions
from eventapp.followups.tablemates import everything
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp


def wish(card: Card, notes: Mapping[int, str], *, now: datetime) -> None:
    """Replace the ticks of a card: for each RSVP ticked, the line written to them.

    Whoever isn't on the card any more is left out. Those who ticked each other are introduced;
    a tick taken back stops a letter that hasn't left yet. Nobody else ever learns of it.
    """
    rsvp = card.rsvp
    # Two guests ticking each other at the same moment must see each other's ticks.
    lock(rsvp.event)
    named = {other.id: other for other in companions(rsvp)}
    kept = {w.other_id: w for w in db.session.scalars(db.select(Wish).filter_by(rsvp_id=rsvp.id))}
    for other_id, old in kept.items():
        if other_id not in notes:
            db.session.delete(old)
    for other_id in named.keys() & notes.keys():
        if other_id in kept:
            kept[other_id].note = notes[other_id]
        else:
            new = Wish(rsvp_id=rsvp.id, other_id=other_id, note=notes[other_id], wished_at=now)
            db.session.add(new)
    card.answered_at = now
    db.session.flush()
    _stop_introductions(rsvp, kept.keys() - notes.keys())
    connect(rsvp, now=now)


def _stop_introductions(rsvp: Rsvp, others: set[int]) -> None:
    people = list(db.session.scalars(db.select(Rsvp.person_id).where(Rsvp.id.in_(others))))
    if not people:
        return
    for connection in connected(rsvp, people).values():
        if connection.event_id == rsvp.event_id:
            outbox.withdraw(f"connection:{connection.id}")


def connect(rsvp: Rsvp, *, now: datetime) -> int:
    """Connect a guest with everyone where both ticked and both still agree; how many are new.

    Each of the two gets one letter about the other. Twice is once, also across events.
    """
    around = list(
        db.session.scalars(
            db.select(Wish)
            .where(db.or_(Wish.rsvp_id == rsvp.id, Wish.other_id == rsvp.id))
            .options(db.joinedload(Wish.rsvp).options(*everything()))
        )
    )
    line = {(wish.rsvp_id, wish.other_id): wish.note for wish in around}
    pairs = mutual(line.keys())
    others = [
        wish.rsvp for wish in around
        if wish.other_id == rsvp.id and _pair(rsvp.id, wish.rsvp_id) in pairs
    ]  # fmt: skip
    if not others or not agrees(rsvp):
        return 0
    known = connected(rsvp, [other.person_id for other in others])
    new = 0
    for other in others:
        if not agrees(other):
            continue
        connection = known.get(other.person_id)
        if connection and connection.event_id != rsvp.event_id:
            continue
        if connection is None:
            low, high = _pair(rsvp.person_id, other.person_id)
            connection = Connection(
                event_id=rsvp.event_id, low_id=low, high_id=high, connected_at=now
            )
            db.session.add(connection)
            db.session.flush()
            new += 1
        letters.introduction(connection, rsvp, other, line=line[other.id, rsvp.id], now=now)
        letters.introduction(connection, other, rsvp, line=line[rsvp.id, other.id], now=now)
    return new


def connected(rsvp: Rsvp, people: list[int]) -> dict[int, Connection]:
    """The connections of a guest with some people, by their person id, from whichever event."""
    me = rsvp.person_id
    found = db.session.scalars(
        db.select(Connection).where(
            db.or_(
                db.and_(Connection.low_id == me, Connection.high_id.in_(people)),
                db.and_(Connection.high_id == me, Connection.low_id.in_(people)),
            )
        )
    )
    return {c.high_id if c.low_id == me else c.low_id: c for c in found}


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def leave_cards(person: Person, *, now: datetime) -> None:
    """Take back a person's yes to keeping in touch, everywhere: no more cards, on nobody's card.

    Their ticks go too, and letters that wait are stopped. What was mutual before stands.
    """
    mine = list(db.session.scalars(db.select(Rsvp.id).where(Rsvp.person_id == person.id)))
    db.session.execute(
        db.update(Rsvp)
        .where(Rsvp.person_id == person.id, Rsvp.keep_in_touch_at.is_not(None))
        .values(keep_in_touch_at=None, changed_at=now)
    )
    db.session.execute(db.delete(Wish).where(Wish.rsvp_id.in_(mine)))
    db.session.execute(
        db.update(Message)
        .where(
            Message.key.in_([letters.card_key(rsvp_id) for rsvp_id in mine]),
            Message.state == "queued",
        )
        .values(state="withdrawn")
    )


def forget_ticks_of(rsvp: Rsvp, *, now: datetime) -> None:
    """Ticks end with the place, those of a guest and those for them; connections stand."""
    named = db.or_(Wish.rsvp_id == rsvp.id, Wish.other_id == rsvp.id)
    db.session.execute(db.delete(Wish).where(named))


def forget_ticks(now: datetime) -> int:
    """Wipe the ticks of cards that are closed; how many. What was mutual is a connection."""
    closed = db.select(Card.rsvp_id).where(Card.closes_at <= now)
    wiped = db.session.execute(db.delete(Wish).where(Wish.rsvp_id.in_(closed)))
    return int(wiped.rowcount)  # type: ignore[attr-defined]


def connections_of(person: Person) -> list[Acquaintance]:
    """People this person is in touch with, the newest first.

    As in the letter, nobody is shown whose consent is gone, or whose introduction was stopped.
    """
    other_id = db.case(
        (Connection.low_id == person.id, Connection.high_id), else_=Connection.low_id
    )
    rows = db.session.execute(
        db.select(Connection, Rsvp)
        .join(Rsvp, db.and_(Rsvp.event_id == Connection.event_id, Rsvp.person_id == other_id))
        .where(db.or_(Connection.low_id == person.id, Connection.high_id == person.id))
        .options(db.joinedload(Connection.event), *everything())
        .order_by(Connection.connected_at.desc(), Connection.id.desc())
    ).all()
    keys = {
        letters.introduction_key(connection.id, person.id): connection.id for connection, _r in rows
    }
    stopped = {
        keys[key]
        for key in db.session.scalars(
            db.select(Message.key).where(Message.key.in_(keys), Message.state == "withdrawn")
        )
    }
    return [
        Acquaintance(connection.id, rsvp, connection.event)
        for connection, rsvp in rows
        if agrees(rsvp) and connection.id not in stopped
    ]
