"""Whom each guest ticks on the cards after an event, and who is in touch with whom."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import letters
from eventapp.followups.acquaintance import Acquaintance
from eventapp.followups.consent import Chosen, agreeing, agrees, chosen_in, keep_chosen
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.models import (
    Card,
    Connection,
    Hello,
    IntroductionBatch,
    SharedContact,
    Wish,
)
from eventapp.followups.tablemates import companions, everything
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp


def wish(card: Card, chosen: Mapping[int, Chosen], *, now: datetime) -> None:
    """Replace the ticks of a card: for each RSVP ticked, the line and what is shared with them.

    Whoever isn't on the card any more is left out. Nothing comes of it here: those who ticked each
    other are introduced with the next batch (`introductions`), so that neither the answer nor its
    hour tells what the other did. A tick taken back stops letters that haven't left.
    """
    rsvp = card.rsvp
    # A batch on its way sees all of these ticks or none.
    lock(rsvp.event)
    named = {other.id for other in on_card(rsvp)}
    kept = wishes_of(rsvp)
    for other_id, old in kept.items():
        if other_id not in chosen:
            db.session.delete(old)
    for other_id in named & chosen.keys():
        tick(rsvp, other_id, chosen[other_id], before=kept.get(other_id), now=now)
    card.answered_at = now
    db.session.flush()
    stop_waiting(rsvp, kept.keys() - chosen.keys(), now=now)


def tick(rsvp: Rsvp, other_id: int, chosen: Chosen, *, before: Wish | None, now: datetime) -> None:
    """One tick as it is now, made or changed; the first one of an event begins its set times."""
    one = before or Wish(rsvp_id=rsvp.id, other_id=other_id, wished_at=now)
    keep_chosen(one, chosen)
    if before is None:
        db.session.add(one)
        begin_batches(rsvp.event, now=now)


def begin_batches(event: Event, *, now: datetime) -> None:
    """From now on the worker looks whether a set time of this event has come. Twice is once."""
    mine = db.select(IntroductionBatch.id).where(IntroductionBatch.event_id == event.id)
    if db.session.scalar(mine) is None:
        db.session.add(IntroductionBatch(event_id=event.id, made_for=now))


def keep_details(person: Person, *, phone: str, web: str) -> None:
    """Keep the number and the link that somebody may share, for their next card; empty forgets them.

    What they chose to share with somebody before stays as it was chosen.
    """
    person.phone, person.web = phone, web


def wishes_of(rsvp: Rsvp) -> dict[int, Wish]:
    """The ticks of a guest, by the RSVP that each is for."""
    mine = db.session.scalars(db.select(Wish).where(Wish.rsvp_id == rsvp.id))
    return {wish.other_id: wish for wish in mine}


def greeted(rsvp: Rsvp) -> list[Rsvp]:
    """Whom a guest said hello to, as long as those agree to be named; in the order they did."""
    mine = db.select(Rsvp).join(Hello, Hello.other_id == Rsvp.id).where(Hello.rsvp_id == rsvp.id)
    found = db.session.scalars(mine.options(*everything()).order_by(Hello.id))
    return [other for other in found if agrees(other)]


def open_card(rsvp: Rsvp, *, now: datetime) -> Card | None:
    """The card of a guest, while they agree to have one and it is open."""
    if not agrees(rsvp):
        return None
    found: Card | None = db.session.scalar(
        db.select(Card).where(Card.rsvp_id == rsvp.id).options(db.joinedload(Card.link))
    )
    return found if found and found.link.usable(now) else None


def on_card(rsvp: Rsvp) -> list[Rsvp]:
    """Everybody whom a guest may tick: whom they sat with, then whom they said hello to."""
    met = companions(rsvp)
    known = {other.id for other in met}
    return met + [other for other in greeted(rsvp) if other.id not in known]


def stop_waiting(rsvp: Rsvp, others: Collection[int], *, now: datetime) -> None:
    """Take back the introductions of a guest to some, by RSVP, that haven't both left.

    Both letters are stopped, and no page shows the connection any more; one that has left already
    can't be called back, and nothing is added to it. Where both have left, what was mutual stands.
    """
    people = list(db.session.scalars(db.select(Rsvp.person_id).where(Rsvp.id.in_(others))))
    mine = connected(rsvp, people).values() if people else ()
    _stop([one for one in mine if one.event_id == rsvp.event_id], now=now)


def _stop(connections: Collection[Connection], *, now: datetime) -> None:
    if not connections:
        return
    waiting = waiting_letters(connections)
    for connection in connections:
        if connection.id in waiting:
            stop(connection, now=now)


def stop(connection: Connection, *, now: datetime) -> None:
    """An introduction that is none any more: its letters don't leave, nothing is shared with it, and no
    half-hour stands."""
    meetings.end_of(connection, now=now)
    connection.stopped_at = connection.stopped_at or now
    outbox.withdraw(f"connection:{connection.id}")
    shared = SharedContact.connection_id == connection.id
    db.session.execute(db.delete(SharedContact).where(shared))
    db.session.flush()


def waiting_letters(connections: Collection[Connection]) -> set[int]:
    """The connections, by id, of which a letter of introduction hasn't left yet."""
    about = {f"connection:{connection.id}": connection.id for connection in connections}
    found = db.select(Message.about).where(
        Message.about.in_(about), Message.kind == "introduction", Message.state == "queued"
    )
    return {about[name] for name in db.session.scalars(found)}


def in_touch(rsvp: Rsvp, people: list[int]) -> dict[int, str]:
    """Whom of some people a guest is in touch with, by person, as a batch has told both.

    'waiting' while a letter of introduction may still be stopped, 'told' when none can.
    """
    known = {who: one for who, one in connected(rsvp, people).items() if one.stopped_at is None}
    here = [one for one in known.values() if one.event_id == rsvp.event_id]
    waiting = waiting_letters(here) if here else set()
    return {who: "waiting" if one.id in waiting else "told" for who, one in known.items()}


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
    db.session.execute(db.delete(Hello).where(Hello.rsvp_id.in_(mine)))
    _stop(db.session.scalars(db.select(Connection).where(_of(person.id))).all(), now=now)
    db.session.execute(
        db.update(Message)
        .where(
            Message.key.in_([letters.card_key(rsvp_id) for rsvp_id in mine]),
            Message.state == "queued",
        )
        .values(state="withdrawn")
    )


def forget_ticks_of(rsvp: Rsvp, *, now: datetime) -> None:
    """Ticks end with the place, those of a guest and those for them, and introductions that wait.

    What was mutual and has left stands.
    """
    for kind in (Wish, Hello):
        named = db.or_(kind.rsvp_id == rsvp.id, kind.other_id == rsvp.id)
        db.session.execute(db.delete(kind).where(named))
    mine = db.select(Connection).where(Connection.event_id == rsvp.event_id, _of(rsvp.person_id))
    _stop(db.session.scalars(mine).all(), now=now)


def _of(person_id: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = db.or_(
        Connection.low_id == person_id, Connection.high_id == person_id
    )
    return found


def connections_of(person: Person) -> list[Acquaintance]:
    """People this person is in touch with, the newest first.

    As in the letter, only while both agree. With an introduction that was stopped nothing is shared.
    """
    mine = (
        db.select(SharedContact.connection_id)
        .join(SharedContact.rsvp)
        .join(Rsvp.person)
        .where(Rsvp.person_id == person.id, agreeing())
    )
    other_id = db.case(
        (Connection.low_id == person.id, Connection.high_id), else_=Connection.low_id
    )
    rows = db.session.execute(
        db.select(Connection, Rsvp, SharedContact)
        .join(SharedContact, SharedContact.connection_id == Connection.id)
        # Two who met by the board may have been at one event or at none: each shares by an answer.
        .join(Rsvp, db.and_(Rsvp.id == SharedContact.rsvp_id, Rsvp.person_id == other_id))
        .where(Connection.id.in_(mine))
        .options(db.joinedload(Connection.event), *everything())
        .order_by(Connection.connected_at.desc(), Connection.id.desc())
    ).all()
    return [
        Acquaintance(one.id, rsvp, one.event, chosen_in(shared), one.connected_at)
        for one, rsvp, shared in rows
        if agrees(rsvp)
    ]
