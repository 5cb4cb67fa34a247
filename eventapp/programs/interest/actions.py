"""Asking to be told, saying yes to it by the link of a letter, being told once, and stopping it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select

from eventapp import tokens
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.actions import person_of
from eventapp.people.models import Person
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.interest import letters
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Program

# So long an address is kept that nobody said yes with, one that was told, and one that waits.
UNCONFIRMED = timedelta(days=7)
TOLD = timedelta(days=30)
WAITING = timedelta(days=730)


def ask(of: Program | EventSeries, email: str, *, now: datetime) -> Interest:
    """Write to an address whether its reader wants to hear of what is next; nothing counts before a yes.

    Whoever asked before gets the same letter once more, at most once an hour.
    """
    person = person_of(email, first_name=email.partition("@")[0][:80], now=now)
    # Two presses at once: the second one waits, and finds the first one's row.
    lock_row(Person, person.id)
    mine = db.select(Interest).where(_about(of), Interest.person_id == person.id)
    found: Interest | None = db.session.scalar(mine)
    if found is None:
        nonce = tokens.new_nonce()
        digest = tokens.digest(tokens.derive(current_app.config["SECRET_KEY"], nonce))
        found = Interest(person=person, nonce=nonce, digest=digest, asked_at=now)
        if isinstance(of, EventSeries):
            found.series_id = of.id
        else:
            found.program_id = of.family
        db.session.add(found)
        db.session.flush()
    letters.confirm(found, of, now=now)
    return found


def opened(token: str) -> Interest | None:
    """The wish that the link of a letter is about."""
    found: Interest | None = db.session.scalar(
        db.select(Interest)
        .where(Interest.digest == tokens.digest(token))
        .options(
            db.joinedload(Interest.person),
            db.joinedload(Interest.program).joinedload(Program.community),
            db.joinedload(Interest.series).joinedload(EventSeries.community),
        )
    )
    return found


def confirm(found: Interest, *, now: datetime) -> None:
    """Its reader said yes, also once more after they were told: the next run counts. Twice is once."""
    if found.confirmed_at and not found.told_at:
        return
    found.confirmed_at, found.told_at = now, None


def stop(found: Interest) -> None:
    """No word of it any more, also none that waits."""
    outbox.withdraw(letters.about(found))
    db.session.delete(found)
    db.session.flush()


def waiting(of: Program | EventSeries) -> int:
    """How many are told once the next run of a program, or the next date of a series, is published."""
    number = db.select(db.func.count(Interest.id)).where(*_waits(of))
    return db.session.scalar(number) or 0


def tell(program: Program, *, now: datetime) -> int:
    """Have whoever waits for the next run told that this is it; how many. Each hears once."""
    return _announce(program, "runs-again", {}, now=now)


def _announce(
    of: Program | EventSeries, kind: str, said: Mapping[str, Any], *, now: datetime
) -> int:
    people, last = db.session.execute(
        db.select(db.func.count(Interest.id), db.func.max(Interest.id)).where(*_waits(of))
    ).one()
    if people:
        announcing.announce(of, kind, said=said, people=people, until=last, now=now)
    return int(people)


def _left(found: ProgramAnnouncement) -> Select[Any]:
    mine: Select[Any] = db.select(Interest.id).where(*_waits(found.program or found.series))
    return mine.where(Interest.id > found.cursor, Interest.id <= found.until).order_by(Interest.id)


def _tell_part(found: ProgramAnnouncement, numbers: Sequence[int], now: datetime) -> list[Message]:
    told = _told(Interest.id.in_(numbers), now=now)
    return letters.runs_again(found.program, told, now=now)


def _tell_part_of_dates(
    found: ProgramAnnouncement, numbers: Sequence[int], now: datetime
) -> list[Message]:
    """Who is told of none, as they are all called off by now, waits for the next."""
    asked = db.select(Event).where(Event.id.in_(found.said["dates"])).order_by(Event.starts_at)
    dates = [event for event in db.session.scalars(asked) if _to_tell(event, now)]
    if not dates:
        return []
    told = _told(Interest.id.in_(numbers), now=now)
    return letters.next_date(found.series, dates, told, now=now)


LETTERS = {
    "runs-again": announcing.Letters(_left, _tell_part),
    "next-date": announcing.Letters(_left, _tell_part_of_dates),
}


def lock_series(events: Sequence[Event]) -> None:
    """Lock the series that events are dates of, before the events, as whoever changes them together does."""
    for number in sorted({series.id for _event, series in _series_of(events)}):
        lock_row(EventSeries, number)


def tell_of_dates(events: Sequence[Event], *, now: datetime) -> int:
    """Have whoever waits for the next date of the series that events belong to told; how many.

    Events are those just published, under the lock of their series; only what everybody may see and come
    to is told. Each hears once: who hasn't heard of older ones yet hears of all in one.
    """
    dates: dict[EventSeries, list[int]] = {}
    for event, series in _series_of(events):
        if _to_tell(event, now):
            dates.setdefault(series, []).append(event.id)
    told = 0
    for series, new in dates.items():
        older = [n for one in announcing.unwritten(series, "next-date") for n in one.said["dates"]]
        told += _announce(series, "next-date", {"dates": older + new}, now=now)
    return told


def _to_tell(event: Event, now: datetime) -> bool:
    return event.listed and not event.cancelled_at and event.starts_at > now


def _series_of(events: Sequence[Event]) -> Sequence[tuple[Event, EventSeries]]:
    asked = (
        db.select(SeriesDate)
        .where(SeriesDate.event_id.in_([event.id for event in events]))
        .options(db.joinedload(SeriesDate.series), db.joinedload(SeriesDate.event))
    )
    return [(one.event, one.series) for one in db.session.scalars(asked)]


def _told(*which: ColumnElement[bool], now: datetime) -> Sequence[Interest]:
    """Some of those who wait, from now on told."""
    found = db.session.scalars(
        db.select(Interest)
        .where(*which)
        .options(db.joinedload(Interest.person))
        .order_by(Interest.id)
    ).all()
    for one in found:
        one.told_at = now
    return found


def _about(of: Program | EventSeries) -> ColumnElement[bool]:
    if isinstance(of, EventSeries):
        return Interest.series_id == of.id
    return Interest.program_id == of.family


def _waits(of: Program | EventSeries) -> tuple[ColumnElement[bool], ...]:
    return (_about(of), Interest.confirmed_at.is_not(None), Interest.told_at.is_(None))


def over(now: datetime) -> ColumnElement[bool]:
    """Which wishes have been kept for long enough."""
    found: ColumnElement[bool] = db.or_(
        db.and_(Interest.confirmed_at.is_(None), Interest.asked_at < now - UNCONFIRMED),
        Interest.told_at < now - TOLD,
        Interest.confirmed_at < now - WAITING,
    )
    return found
