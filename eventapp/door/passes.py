"""Passes: a device opens one event's door by a code that an organizer shows, and nothing else."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp import tokens
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.door.models import Arrival, DoorPass
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs import belonging

MINUTES = 10
# When a device was last seen is noted once a minute: that is all anybody wants to know.
SEEN_EVERY = timedelta(minutes=1)


def new_pass(
    event: Event, name: str, *, kind: str, by: Person | None, now: datetime, stock: str = ""
) -> DoorPass:
    """A pass for one device, with a link that begins it; Refused when the event takes nobody in."""
    if not event.open_at_door(now):
        raise Refused(_("The door of this event is closed: it isn’t published, or it is over."))
    made = DoorPass(event=event, kind=kind, name=name, stock=stock, made_at=now, made_by=by)
    new_link(made, now=now)
    db.session.add(made)
    db.session.flush()
    return made


def new_link(one: DoorPass, *, now: datetime) -> None:
    """Another link for a pass that no device has begun with; the one before opens nothing more."""
    one.nonce = tokens.new_nonce()
    one.digest = tokens.digest(token_of(one))
    one.link_until = now + timedelta(minutes=MINUTES)


def show_again(one: DoorPass, *, by: Person, now: datetime) -> DoorPass:
    """A pass whose link opens now: this one, or one more for another device of the same name."""
    if one.began_at or not one.lasts(now):
        return new_pass(one.event, one.name, kind=one.kind, by=by, now=now, stock=one.stock)
    new_link(one, now=now)
    return one


def token_of(one: DoorPass) -> str:
    """The secret of a pass's link."""
    return tokens.derive(current_app.config["SECRET_KEY"], one.nonce)


def pass_of_link(token: str, *, now: datetime) -> DoorPass | None:
    """The pass that a link begins, or None for every kind of miss."""
    found: DoorPass | None = db.session.scalar(
        _usable().where(DoorPass.digest == tokens.digest(token))
    )
    there = found and found.link_opens(now) and not found.event.community.closed_at
    return found if there else None


def begin(one: DoorPass, *, now: datetime) -> str | None:
    """Use a pass's link up; the key that its device holds from now on, None where another was first."""
    key = secrets.token_urlsafe(24)
    # Two devices at once: the one that marks the pass first has it.
    taken = db.session.execute(
        db.update(DoorPass)
        .where(DoorPass.id == one.id, DoorPass.began_at.is_(None), DoorPass.digest == one.digest)
        .values(key_digest=tokens.digest(key), began_at=now, seen_at=now)
    )
    return key if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def held_by(key: str, *, now: datetime) -> DoorPass | None:
    """The pass of the device with this key, while it lasts."""
    found: DoorPass | None = db.session.scalar(
        _usable().where(DoorPass.key_digest == tokens.digest(key))
    )
    return found if found and found.lasts(now) else None


def note_seen(one: DoorPass, *, now: datetime) -> None:
    """Note that a device did something just now."""
    if one.seen_at is None or now - one.seen_at >= SEEN_EVERY:
        one.seen_at = now


def passes_of(event: Event) -> list[DoorPass]:
    """Every pass of an event, the newest first."""
    mine = db.select(DoorPass).where(DoorPass.event_id == event.id)
    return list(db.session.scalars(mine.order_by(DoorPass.id.desc())))


def checked_in_by(event: Event) -> dict[int, int]:
    """How many guests of an event each pass has checked in, by the pass's number."""
    counted = (
        db.select(Arrival.by_pass_id, db.func.count(Arrival.id))
        .join(DoorPass, DoorPass.id == Arrival.by_pass_id)
        .where(DoorPass.event_id == event.id)
        .group_by(Arrival.by_pass_id)
    )
    return {number: count for number, count in db.session.execute(counted) if number}


def end(one: DoorPass, *, now: datetime) -> None:
    """Take a pass back; twice is once."""
    one.ended_at = one.ended_at or now


def end_all(event: Event, *, now: datetime) -> None:
    """Take every pass of an event back: its evening is another one."""
    still = db.update(DoorPass).where(DoorPass.event_id == event.id, DoorPass.ended_at.is_(None))
    db.session.execute(still.values(ended_at=now))


def lent_by(person: Person, now: datetime) -> int:
    """How many devices open a door or a kiosk because somebody lent them."""
    return sum(one.lasts(now) for one in db.session.scalars(_lent_by(person)))


def end_lent_by(person: Person, now: datetime) -> None:
    """Take every pass back that somebody lent."""
    for one in db.session.scalars(_lent_by(person)):
        end(one, now=now)


def _lent_by(person: Person) -> Select[DoorPass]:
    mine: Select[DoorPass] = (
        db.select(DoorPass)
        .where(DoorPass.made_by_id == person.id, DoorPass.ended_at.is_(None))
        .options(db.joinedload(DoorPass.event))
    )
    return mine


def _usable() -> Select[DoorPass]:
    """Passes are lent: one is worth something while whoever made it still opens that door."""
    still = db.exists().where(
        Membership.person_id == DoorPass.made_by_id,
        Membership.community_id == Event.community_id,
        db.or_(Membership.right != "trainer", belonging.LEADS),
    )
    lent: Select[DoorPass] = (
        db.select(DoorPass)
        .join(DoorPass.event)
        .options(db.contains_eager(DoorPass.event).joinedload(Event.community))
        .where(still)
    )
    return lent
