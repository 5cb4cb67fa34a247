"""What everybody of a program hears, or who follows a series: one row with the change itself, the letters part by part.

The letters of a few are written at once. Those of many would hold the database for too long: the worker
writes them (`jobs`), a part in each transaction, and is woken after the commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.db import db
from eventapp.events.series.models import EventSeries
from eventapp.mail import outbox
from eventapp.mail.in_parts import View, view
from eventapp.mail.models import Message
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Program, Session
from eventapp.rsvps.models import Announcement

# So many are written to at once, and in each part of more.
PART = 25
# How many are looked at in a go when few of them are written to.
LOOKED_AT = 500
# Which older ones a newer one replaces: it says all that is new.
REPLACES = {
    "program-off": ("program-off", "program-on", "program-moved", "runs-again"),
    "program-on": ("program-on", "program-off"),
    "program-moved": ("program-moved",),
    "runs-again": ("runs-again",),
    "next-date": ("next-date",),
}


@dataclass(frozen=True)
class Letters:
    """Who is still to hear of an announcement, by number, and what some of them are told."""

    readers: Callable[[ProgramAnnouncement], Select[Any]]
    written: Callable[[ProgramAnnouncement, Sequence[int], datetime], list[Message]]


def init(app: Flask, kinds: Mapping[str, Letters]) -> None:
    """Give the app the letters that are written so, by kind."""
    app.extensions["program_letters"] = kinds


def announce(
    of: Program | EventSeries,
    kind: str,
    *,
    said: Mapping[str, Any] | None = None,
    people: int,
    until: int,
    now: datetime,
) -> ProgramAnnouncement:
    """Have everybody of a program written to, or of a series, under its lock.

    `people` is how many hear of it, and `until` the last of them, as the kind counts them.
    """
    for one in unwritten(of, *REPLACES[kind]):
        one.state = "replaced"
    found = ProgramAnnouncement(
        **_about(of),
        kind=kind,
        said=dict(said or {}),
        people=people,
        until=until,
        cursor=0,
        written=0,
        due_at=now,
        created_at=now,
    )
    db.session.add(found)
    db.session.flush()
    if people > PART:
        g.told_programs = True
        return found
    while write_part(found, at_most=LOOKED_AT, now=now):
        pass
    return found


def unwritten(of: Program | EventSeries, *kinds: str) -> list[ProgramAnnouncement]:
    """Those of these kinds whose letters aren't all written."""
    waits = db.select(ProgramAnnouncement).filter_by(**_about(of), state="waiting")
    found = waits.where(ProgramAnnouncement.kind.in_(kinds)).order_by(ProgramAnnouncement.id)
    return list(db.session.scalars(found))


def _about(of: Program | EventSeries) -> dict[str, int]:
    return {"series_id" if isinstance(of, EventSeries) else "program_id": of.id}


def write_part(found: ProgramAnnouncement, *, at_most: int, now: datetime) -> bool:
    """Write the next letters of an announcement, under the lock of what it is about; whether more are left.

    How far it is is kept in the same transaction: whoever takes it up after a crash writes to
    nobody twice.
    """
    if found.state != "waiting":
        return False
    letters: Letters = current_app.extensions["program_letters"][found.kind]
    numbers: Sequence[int] = db.session.scalars(letters.readers(found).limit(at_most)).all()
    if numbers:
        written = letters.written(found, numbers, now)
        outbox.post_all(written)
        found.written += len(written)
        found.cursor = numbers[-1]
    if len(numbers) < at_most:
        found.state = "done"
    db.session.flush()
    return found.state == "waiting"


def under_way(program: Program, *, now: datetime) -> list[View]:
    """The letters of a program that are being written, for its page: its own, and those of its sessions."""
    own = db.session.scalars(
        db.select(ProgramAnnouncement)
        .filter_by(program_id=program.id, state="waiting")
        .order_by(ProgramAnnouncement.id)
    )
    titles = _titles()
    found = [view(titles[one.kind], one.people, one.written) for one in own]
    people, written = db.session.execute(
        db.select(db.func.sum(Announcement.people), db.func.sum(Announcement.written))
        .join(Session, Session.event_id == Announcement.event_id)
        .where(
            Session.program_id == program.id,
            Announcement.state == "waiting",
            Announcement.started_at <= now,
        )
    ).one()
    if people is not None:
        found.append(view(_("The mails of its sessions"), people, written))
    return found


def _titles() -> dict[str, str]:
    return {
        "program-off": _("Everybody is told that it is called off"),
        "program-on": _("Everybody is told that it takes place after all"),
        "program-moved": _("Everybody is told of the change"),
        "runs-again": _("Who asked to be told is told that it runs again"),
    }
