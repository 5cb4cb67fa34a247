"""Letters that a stranger can cause: so many an hour to one address, so many addresses a client.

Whoever types an address makes this site write to it. What is typed counts in the database, by
address over all kinds of letters and by client over all addresses. A letter that tells what became
of an answer waits for its turn; one that only repeats a link isn't posted then. Whoever is signed in
for a community is no stranger to its guests: neither an organizer's list nor an address typed at the
door is counted.

A program's invites, one for each session, count as one with the letter of the enrolment and leave with
it: so many, and once a day to an address, so that typing an address over and over gains nothing by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, g
from sqlalchemy import BigInteger

from eventapp import rows, tokens
from eventapp.db import db
from eventapp.mail.models import Message

# An hour, and what delivery may take: letters are counted by when they may leave.
HOUR = timedelta(minutes=62)
AN_ADDRESS = 6
# So many letters count as one with the one that they are written beside, once in so long.
BESIDE = 12
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Stranger:
    """Who caused the letters of this request: a client, known by a keyed hash alone, and to whom."""

    client: str
    address: str


@dataclass
class _Lead:
    """A letter, and how many more count as one with it."""

    letter: Message
    left: int


def begin(client: str, address: str) -> None:
    """From here on, this request's letters to the address count as caused by the client.

    Called before anything else is locked: two processes count one after the other.
    """
    digest = tokens.digest(f"{current_app.config['SECRET_KEY']}:client:{client}")[:32]
    g.stranger = Stranger(digest, address)
    if db.engine.dialect.name == "postgresql":
        keys = [int(tokens.digest(name)[:15], 16) for name in (digest, mailbox(address))]
        db.session.execute(_BOTH, {"client": keys[0], "mailbox": keys[1]})


def mailbox(address: str) -> str:
    """What letters to an address are counted by: ann+1@… and ann+2@… are mostly one mailbox.

    For counting alone: they stay two addresses, whose owners nobody knows.
    """
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}".lower()


def behind() -> Stranger | None:
    """Who causes the letters of this request; None when that is no stranger's doing."""
    stranger: Stranger | None = g.get("stranger")
    return stranger


def turn(stranger: Stranger, to: str, now: datetime) -> datetime:
    """When the next letter to an address may leave: now, or as soon as an hour has room for it.

    Whoever is promoted by a place that was given back wasn't typed in this request: their letter
    counts for their address, but not for the client.
    """
    most = current_app.config["STRANGERS_AN_HOUR"]
    given = {"since": now - HOUR, "mailbox": mailbox(to), "client": stranger.client, "most": most}
    found = rows.read(_LEAVING_SOON, given)
    turns: list[datetime] = [now, *(due + HOUR for of, _to, due in found if of == "mailbox")]
    if to == stranger.address:
        begun = {address: due for of, address, due in found if of == "client"}
        turns.append(_turn_of_client(stranger, begun, most=most, now=now))
    return max(turns)


@contextmanager
def beside(letter: Message | None, *, now: datetime) -> Iterator[None]:
    """What is written in here to the same address leaves with a letter, and counts as one with it.

    No more than so many, and once a day to an address: what goes beyond is counted like any other. A
    letter that no stranger caused has nothing beside it, as none is counted.
    """
    if behind() and letter:
        given = {"since": now - DAY, "mailbox": letter.mailbox}
        g.lead = _Lead(letter, 0 if rows.read(_BESIDE_TODAY, given) else BESIDE)
    try:
        yield
    finally:
        g.pop("lead", None)


def lead_of(to: str) -> Message | None:
    """The letter that one more to an address counts as one with; None where it is counted by itself."""
    lead: _Lead | None = g.get("lead")
    if lead is None or lead.letter.to != to or not lead.left:
        return None
    lead.left -= 1
    return lead.letter


def _turn_of_client(
    stranger: Stranger, begun: dict[str, datetime], *, most: int, now: datetime
) -> datetime:
    if stranger.address in begun:
        return begun[stranger.address]
    return now if len(begun) < most else min(begun.values()) + HOUR


_BOTH = db.select(
    *(
        db.func.pg_advisory_xact_lock(db.bindparam(n, type_=BigInteger))
        for n in ("client", "mailbox")
    )
)
_MESSAGE = Message.__table__.c
# What has left within the hour or will; one withdrawn in the worker's hands may be gone too.
_LEAVING = (
    db.or_(_MESSAGE.state != "withdrawn", _MESSAGE.leased_until.is_not(None)),
    _MESSAGE.due_at > db.bindparam("since"),
)
_LAST_OF_ADDRESS = (
    db.select(db.literal("mailbox").label("of"), _MESSAGE.to, _MESSAGE.due_at)
    .where(_MESSAGE.mailbox == db.bindparam("mailbox"), _MESSAGE.counted_with.is_(None), *_LEAVING)
    .order_by(_MESSAGE.due_at.desc())
    .offset(AN_ADDRESS - 1)
    .limit(1)
)
_BESIDE_TODAY = (
    db.select(_MESSAGE.id)
    .where(
        _MESSAGE.mailbox == db.bindparam("mailbox"), _MESSAGE.counted_with.is_not(None), *_LEAVING
    )
    .limit(1)
)
_BEGUN = db.func.min(_MESSAGE.due_at)
_ADDRESSES_OF_CLIENT = (
    db.select(db.literal("client"), _MESSAGE.to, _BEGUN)
    .where(_MESSAGE.client == db.bindparam("client"), *_LEAVING)
    .group_by(_MESSAGE.to)
    .order_by(_BEGUN.desc())
    .limit(db.bindparam("most"))
)
_LEAVING_SOON = db.union_all(
    *(db.select(part.subquery()) for part in (_LAST_OF_ADDRESS, _ADDRESSES_OF_CLIENT))
)
