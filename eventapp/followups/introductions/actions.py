"""Introductions at set times: what is due, and one part after another of a batch.

Only what was ticked by the set time counts, so a batch that is taken up again says what it would
have said. Nothing here is done while a page is answered.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, tuple_

from eventapp.communities.forgotten import log
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import letters
from eventapp.followups.consent import agrees, chosen_in, keep_chosen, mutual
from eventapp.followups.introductions.set_times import following, latest, set_times
from eventapp.followups.models import (
    Card,
    Connection,
    Hello,
    IntroductionBatch,
    SharedContact,
    Wish,
)
from eventapp.followups.sending.times import OPEN_FOR
from eventapp.followups.tablemates import everything
from eventapp.people import preferences
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp
from eventapp.seating.avoiding.actions import apart_among

Pair = tuple[int, int]
LATEST = timedelta(days=1)


def due(now: datetime) -> list[tuple[int, datetime]]:
    """The events, by id, of which a set time has come whose introductions aren't all made."""
    rows = db.session.execute(
        db.select(IntroductionBatch, Event, _closing())
        .join(IntroductionBatch.event)
        .order_by(IntroductionBatch.id)
    ).all()
    found = []
    for batch, event, closes in rows:
        times = set_times(event.followed_up_at, closes or event.ends_at + OPEN_FOR, event.zone)
        moment = latest(times, now)
        if moment and moment > batch.made_for:
            found.append((event.id, moment))
    return found


def closes_at(event: Event) -> datetime:
    """Until when ticks are taken: the last set time."""
    closes: datetime | None = db.session.scalar(
        db.select(_closing()).select_from(Event).where(Event.id == event.id)
    )
    return closes or event.ends_at + OPEN_FOR


def next_at(event: Event, *, closes: datetime, now: datetime) -> datetime | None:
    """When the next introductions leave, whether there are any or not."""
    return following(set_times(event.followed_up_at, closes, event.zone), now)


def _closing() -> ScalarSelect[Any]:
    closes: ScalarSelect[Any] = (
        db.select(db.func.max(Card.closes_at))
        .join(Card.rsvp)
        .where(Rsvp.event_id == Event.id)
        .correlate(Event)
        .scalar_subquery()
    )
    return closes


def pairs(event_id: int, moment: datetime) -> list[Pair]:
    """Who ticked each other by a set time, by their RSVPs, in the order of their answers."""
    ticked = db.session.execute(
        db.select(Wish.rsvp_id, Wish.other_id)
        .join(Wish.rsvp)
        .where(Rsvp.event_id == event_id, Wish.wished_at <= moment)
    )
    return sorted(mutual({(one, other) for one, other in ticked}))


def introduce(event: Event, part: Collection[Pair], *, moment: datetime, now: datetime) -> int:
    """Connect some pairs where both still say yes and agree, with a letter to each; how many are new.

    Twice is once, also across events.
    """
    lock(event)
    said = _said(part, moment)
    both = [
        (said[one, other], said[other, one])
        for one, other in part
        if (one, other) in said and (other, one) in said
    ]
    known = _known([wish.rsvp.person_id for two in both for wish in two])
    # Whoever would rather not be with somebody has taken a yes to them back.
    apart = apart_among(event.community_id, {wish.rsvp for two in both for wish in two})
    return sum(
        _introduce(*two, known=known, now=now)
        for two in both
        if all(map(_stands, two)) and tuple(sorted(wish.rsvp_id for wish in two)) not in apart
    )


def introduce_all(event: Event, *, at: datetime) -> int:
    """The same for everybody who ticked each other by a moment, at that moment; how many are new."""
    return introduce(event, pairs(event.id, at), moment=at, now=at)


def _stands(wish: Wish) -> bool:
    """Whether a tick may be answered: its guest agrees to be named, and shares something."""
    return agrees(wish.rsvp) and chosen_in(wish).something


def _said(part: Collection[Pair], moment: datetime) -> dict[Pair, Wish]:
    either = [*part, *((other, one) for one, other in part)]
    found = db.session.scalars(
        db.select(Wish)
        .join(Wish.rsvp)
        .where(tuple_(Wish.rsvp_id, Wish.other_id).in_(either), Wish.wished_at <= moment)
        # Whoever takes no such letters isn't introduced.
        .where(preferences.wanted("introduction", Rsvp.person_id))
        .options(db.contains_eager(Wish.rsvp).options(*everything(), db.joinedload(Rsvp.event)))
    )
    return {(wish.rsvp_id, wish.other_id): wish for wish in found}


def _known(people: Collection[int]) -> dict[Pair, Connection]:
    found = db.session.scalars(
        db.select(Connection).where(Connection.low_id.in_(people), Connection.high_id.in_(people))
    )
    return {(one.low_id, one.high_id): one for one in found}


def _introduce(mine: Wish, theirs: Wish, *, known: dict[Pair, Connection], now: datetime) -> int:
    one, other = mine.rsvp, theirs.rsvp
    low, high = sorted((one.person_id, other.person_id))
    connection = known.get((low, high))
    if connection and connection.stopped_at is None:
        return 0
    if connection and connection.event_id != one.event_id:
        # What was stopped at an earlier event is over; this is another introduction.
        letters.forget_introduction(connection)
        db.session.delete(connection)
        db.session.flush()
        connection = None
    if connection is None:
        connection = Connection(event_id=one.event_id, low_id=low, high_id=high)
        db.session.add(connection)
    connection.connected_at, connection.stopped_at = now, None
    db.session.flush()
    gone = db.delete(SharedContact).where(SharedContact.connection_id == connection.id)
    db.session.execute(gone)
    for wish in (mine, theirs):
        kept = SharedContact(connection_id=connection.id, rsvp_id=wish.rsvp_id)
        keep_chosen(kept, chosen_in(wish))
        db.session.add(kept)
    db.session.flush()
    for wish, back in ((mine, theirs), (theirs, mine)):
        letters.introduction(
            connection, wish.rsvp, back.rsvp, given=chosen_in(wish), got=chosen_in(back), now=now
        )
    return 1


def finish(event: Event, moment: datetime) -> None:
    """Note that the introductions of a set time are all made."""
    lock(event)
    db.session.execute(
        db.update(IntroductionBatch)
        .where(IntroductionBatch.event_id == event.id, IntroductionBatch.made_for < moment)
        .values(made_for=moment)
    )


def forget_ticks(now: datetime) -> int:
    """Wipe the ticks and hellos of events that are closed; how many ticks.

    Only after their last batch: what was mutual by then is a connection. If that can't be made for
    a day, they are wiped all the same, as was promised.
    """
    wiped = 0
    for batch, event, closes in db.session.execute(
        db.select(IntroductionBatch, Event, _closing()).join(IntroductionBatch.event)
    ).all():
        closed = closes or event.ends_at + OPEN_FOR
        if now < closed or (batch.made_for < closed and now < closed + LATEST):
            continue
        mine = db.select(Rsvp.id).where(Rsvp.event_id == event.id)
        gone = db.session.execute(db.delete(Wish).where(Wish.rsvp_id.in_(mine)))
        ticks = int(gone.rowcount)  # type: ignore[attr-defined]
        log.note("ticks", event.community_id, ticks, now=now)
        wiped += ticks
        db.session.execute(db.delete(Hello).where(Hello.rsvp_id.in_(mine)))
        db.session.delete(batch)
    return wiped
