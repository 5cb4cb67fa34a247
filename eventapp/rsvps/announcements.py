"""What everybody hears of an event: one row with the change itself, the letters part by part.

The letters of a few are written at once. Those of many would hold the database for too long: the worker
writes them (`jobs`), a part in each transaction, and is woken after the commit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.in_parts import View, view
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import announced_letters
from eventapp.rsvps.announced_letters import Told as Told
from eventapp.rsvps.models import GUEST_STATES, LISTED_STATES, Announcement, Rsvp

# So many are written to at once, and in each part of more.
PART = 25
# How many guests are looked at in a go when few of them are written to.
LOOKED_AT = 500
# Which older ones a newer one replaces.
REPLACES = {
    "update": ("update",),
    "route": ("route",),
    "invite": ("invite",),
    "message": (),
    "cancelled": ("update", "reopened", "route", "invite", "message"),
    "reopened": ("cancelled",),
}

# The letters of a part; who hears nothing new has none.
Writer = Callable[[Announcement, Sequence[Told], datetime], list[Message]]


def init(app: Flask, **writers: Writer) -> None:
    """Give the app those kinds of letters that later features write."""
    app.extensions["announced"] = {
        "update": announced_letters.updates,
        "cancelled": announced_letters.cancellations,
        "reopened": announced_letters.reopenings,
        "invite": announced_letters.invites,
        **writers,
    }


def announce(
    event: Event,
    kind: str,
    *,
    people: int,
    before: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    now: datetime,
) -> Announcement:
    """Have everybody of an event written to, under its lock; what they get is up to the kind.

    `people` is how many hear of it. With `at` nothing is written before that moment. What older ones said and hasn't left is taken back: then this
    one says all that is new.
    """
    taken_back = _take_back(event, kind)
    found = Announcement(
        event=event,
        kind=kind,
        before=dict(before or {}),
        people=people,
        until=_last(Rsvp.turn, Rsvp.event_id == event.id),
        since=_last(Message.id),
        due_at=at or now,
        started_at=at or now,
    )
    db.session.add(found)
    db.session.flush()
    if at:
        return found
    # Whoever was to hear of an older one hears it by this one.
    if max(people, _left(found) if taken_back else 0) > PART:
        g.announced = True
        return found
    while write_part(found, at_most=LOOKED_AT, now=now):
        pass
    return found


def _take_back(event: Event, kind: str) -> int:
    """Let this kind of announcement replace older ones, with their letters; how many."""
    older = db.select(Announcement).where(
        Announcement.event_id == event.id,
        Announcement.state == "waiting",
        Announcement.kind.in_(REPLACES[kind]),
    )
    replaced = db.session.scalars(older).all()
    for one in replaced:
        one.state = "replaced"
    about: ColumnElement[str] = db.literal("rsvp:").concat(db.cast(Rsvp.id, db.String))
    guests = db.select(about).where(Rsvp.event_id == event.id, Rsvp.state.in_(GUEST_STATES))
    taken_back = 0
    if kind == "update":
        taken_back = outbox.take_back(guests, kinds=("update",))
    elif kind == "cancelled":
        taken_back = outbox.take_back(guests)
    return len(replaced) + taken_back


def _last(column: Any, *where: ColumnElement[bool]) -> int:
    return db.session.scalar(db.select(db.func.max(column)).where(*where)) or 0


def readers(event: Event, states: Sequence[str] = GUEST_STATES) -> int:
    """How many guests in some states have an address of their own."""
    found = db.select(db.func.count(Rsvp.id)).join(Rsvp.person)
    found = found.where(Rsvp.event_id == event.id, Rsvp.state.in_(states))
    return db.session.scalar(found.where(Person.email.is_not(None))) or 0


def write_part(found: Announcement, *, at_most: int, now: datetime) -> bool:
    """Write the next letters of an announcement, under its event's lock; whether more are left.

    How far it is is kept in the same transaction: whoever takes it up after a crash writes to
    nobody twice.
    """
    if found.state != "waiting":
        return False
    # By number first, which an index knows: a large event isn't sorted with all it holds for each part.
    numbers = db.session.scalars(
        _scope(db.select(Rsvp.id), found).order_by(Rsvp.id).limit(at_most)
    ).all()
    if numbers:
        found.written += _write(found, _guests(numbers), now)
        found.cursor = numbers[-1]
    if len(numbers) < at_most:
        found.state = "done"
    return found.state == "waiting"


def _guests(numbers: Sequence[int]) -> list[Rsvp]:
    """Those of them who have an address of their own."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.person)
            .where(Rsvp.id.in_(numbers), Person.email.is_not(None))
            .options(db.contains_eager(Rsvp.person), db.joinedload(Rsvp.link))
            .order_by(Rsvp.id)
        )
    )


def _write(found: Announcement, guests: Sequence[Rsvp], now: datetime) -> int:
    writer: Writer = current_app.extensions["announced"][found.kind]
    written = writer(found, announced_letters.as_they_know_it(found, guests), now)
    abouts = [letter.about for letter in written]
    if found.kind != "message":
        # What an organizer types says nothing of how it stands.
        for entries in (True, False):
            told = [letter.about for letter in written if bool(letter.calendar) == entries]
            if told:
                outbox.withdraw_waiting(*told, calendars=entries, now=now)
    if found.kind == "route":
        outbox.take_back(abouts, kinds=("route",))
    for letter in written:
        letter.batch = found.batch
    outbox.post_all(written)
    db.session.flush()
    return len(written)


def _scope(asked: Select[Any], found: Announcement) -> Select[Any]:
    """Who is still to be written to, and was on the list before."""
    if found.kind == "message":
        chosen = [number for number in found.before["to"] if number > found.cursor]
        return asked.where(Rsvp.id.in_(chosen), Rsvp.state.in_(LISTED_STATES))
    states = GUEST_STATES if found.kind in {"update", "cancelled", "reopened"} else ["going"]
    asked = asked.where(
        Rsvp.event_id == found.event_id,
        Rsvp.id > found.cursor,
        Rsvp.turn <= found.until,
        Rsvp.state.in_(states),
    )
    return asked.where(Rsvp.sequence.is_(None)) if found.kind == "invite" else asked


def under_way(event: Event, *, now: datetime) -> list[View]:
    """The letters of an event that are being written, for its pages; not those for a later moment."""
    found = db.session.scalars(
        db.select(Announcement)
        .where(
            Announcement.event_id == event.id,
            Announcement.state == "waiting",
            Announcement.started_at <= now,
        )
        .order_by(Announcement.id)
    )
    titles = _titles()
    return [view(titles[one.kind], one.people, one.written) for one in found]


def _titles() -> dict[str, str]:
    return {
        "update": _("Everybody is told of the change"),
        "cancelled": _("Everybody is told that it is called off"),
        "reopened": _("Everybody is told that it takes place after all"),
        "invite": _("Invites are being written"),
        "route": _("Everybody is told their tables"),
        "message": _("Your letter is being written to each"),
    }


def _left(found: Announcement) -> int:
    return db.session.scalar(_scope(db.select(db.func.count(Rsvp.id)), found)) or 0
