"""Whose RSVP something is about that came in: by the token of its address, or by who sent it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import answer_addresses
from eventapp.mail.incoming.contents import Incoming
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import LISTED_STATES, HistoryEntry, Rsvp


@dataclass(frozen=True)
class Whose:
    """The RSVP that something is about, and whether it is for certain its guest who speaks."""

    rsvp: Rsvp | None = None
    sure: bool = False
    # By the address that only this guest's letters name.
    by_token: bool = False


def by_token(addresses: Iterable[str]) -> Rsvp | None:
    """The RSVP whose own address is among these."""
    number = _number(addresses, answer_addresses.RSVP)
    return db.session.get(Rsvp, number, populate_existing=True) if number else None


def gone(addresses: Iterable[str]) -> bool:
    """Whether the address of an RSVP is among these that is no more, as after its guest was erased."""
    number = _number(addresses, answer_addresses.RSVP)
    mine = db.select(Rsvp.id).where(Rsvp.id == number)
    return number is not None and db.session.scalar(mine) is None


def letter(addresses: Iterable[str], message_id: str) -> Message | None:
    """The letter of ours that bounced: by the address it left from, or by its Message-ID."""
    if number := _number(addresses, answer_addresses.LETTER):
        return db.session.get(Message, number, populate_existing=True)
    if not message_id:
        return None
    found: Message | None = db.session.scalar(
        db.select(Message).where(Message.message_id == f"<{message_id.strip('<> ')}>")
    )
    return found


def corrected(rsvp: Rsvp, *emails: str) -> bool:
    """Whether one of these is an address that an organizer corrected: what it got was somebody else's.

    An address of our own can't be renewed as a link is, for calendars know an entry by it.
    """
    wrong = db.select(HistoryEntry.id).where(
        HistoryEntry.rsvp_id.in_((rsvp.id, rsvp.brought_by_id)),
        HistoryEntry.what == "address",
        HistoryEntry.by_id.is_not(None),
        HistoryEntry.before.in_({*emails} - {"", rsvp.person.letterbox}),
    )
    return db.session.scalar(wrong.limit(1)) is not None


def _number(addresses: Iterable[str], kind: str) -> int | None:
    secret = current_app.config["SECRET_KEY"]
    found = (answer_addresses.number_in(address, kind, secret) for address in addresses)
    # Where one number can't be, no row is.
    return next((number for number in found if number and number < 2**31), None)


def at_event(event: Event, email: str) -> Rsvp | None:
    """The RSVP of whoever has this address."""
    if not email:
        return None
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp)
        .join(Rsvp.person)
        .where(Rsvp.event_id == event.id, Person.email == email.lower())
    )
    return found


def event_of(uid: str) -> Event | None:
    """The event of a calendar entry; everybody's entry has the same UID, so it is no secret."""
    found: Event | None = db.session.scalar(db.select(Event).where(Event.uid == uid))
    return found


def writer(incoming: Incoming, addresses: Iterable[str], *, now: datetime) -> Whose:
    """Who wrote a letter: known by its address, or by the sender, who may be anybody."""
    if rsvp := by_token(addresses):
        sure = not corrected(rsvp, incoming.sender)
        return Whose(rsvp, sure=sure, by_token=True)
    return Whose(nearest(incoming.sender, now=now), sure=incoming.proven)


def nearest(email: str, *, now: datetime, community_id: int | None = None) -> Rsvp | None:
    """What somebody with this address most likely writes about: the next event they answered, else the last."""
    if not email:
        return None
    asked = (
        db.select(Rsvp)
        .join(Rsvp.event)
        .join(Rsvp.person)
        .where(Person.email == email.lower(), Event.published_at.is_not(None))
    )
    if community_id is not None:
        asked = asked.where(Event.community_id == community_id)
    listed = db.case((Rsvp.state.in_(LISTED_STATES), 0), else_=1)
    coming = asked.where(Event.ends_at > now).order_by(listed, Event.starts_at).limit(1)
    over = asked.order_by(Event.starts_at.desc()).limit(1)
    found: Rsvp | None = db.session.scalar(coming) or db.session.scalar(over)
    return found
