"""What everybody of a program hears: one row with the change itself, the letters part by part.

The letters of a few are written at once. Those of many would hold the database for too long: the worker
writes them (`jobs`), a part in each transaction, and is woken after the commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select

from eventapp.db import db
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Program, Session
from eventapp.rsvps.announcements import View, wait_after
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
    program: Program,
    kind: str,
    *,
    said: Mapping[str, Any] | None = None,
    people: int,
    until: int,
    now: datetime,
) -> ProgramAnnouncement:
    """Have everybody of a program written to, under its lock.

    `people` is how many hear of it, and `until` the last of them, as the kind counts them.
    """
    older = db.select(ProgramAnnouncement).filter_by(program_id=program.id, state="waiting")
    for one in db.session.scalars(older.where(ProgramAnnouncement.kind.in_(REPLACES[kind]))).all():
        one.state = "replaced"
    found = ProgramAnnouncement(
        program=program,
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


def write_part(found: ProgramAnnouncement, *, at_most: int, now: datetime) -> bool:
    """Write the next letters of an announcement, under its program's lock; whether more are left.

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


def waiting(*, now: datetime) -> int | None:
    """The announcement that has waited longest for its letters, by number; None when there is none."""
    found: int | None = db.session.scalar(
        db.select(ProgramAnnouncement.id)
        .where(ProgramAnnouncement.state == "waiting", ProgramAnnouncement.due_at <= now)
        .order_by(ProgramAnnouncement.due_at, ProgramAnnouncement.id)
        .limit(1)
    )
    return found


def postpone(found: ProgramAnnouncement, *, now: datetime) -> None:
    """Let others go first when the letters of one can't be written; it is tried again, later each time."""
    found.tries += 1
    found.due_at = now + wait_after(found.tries)


def under_way(program: Program, *, now: datetime) -> list[View]:
    """The letters of a program that are being written, for its page: its own, and those of its sessions."""
    own = db.session.scalars(
        db.select(ProgramAnnouncement)
        .filter_by(program_id=program.id, state="waiting")
        .order_by(ProgramAnnouncement.id)
    )
    found = [_view(_titles()[one.kind], one.people, one.written) for one in own]
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
        found.append(_view(_("The mails of its sessions"), people, written))
    return found


def _view(title: str, people: int, written: int) -> View:
    said = ngettext(
        "%(done)s of one mail is written.",
        "%(done)s of %(num)s mails are written.",
        people,
        done=written,
    )
    return View(title, said, min(100, round(100 * written / max(1, people))))


def _titles() -> dict[str, str]:
    return {
        "program-off": _("Everybody is told that it is called off"),
        "program-on": _("Everybody is told that it takes place after all"),
        "program-moved": _("Everybody is told of the change"),
        "runs-again": _("Who asked to be told is told that it runs again"),
    }
