"""What becomes of a program and of all its sessions at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import one_of_many
from eventapp.events.models import Event
from eventapp.programs import waitlist, webhook_data
from eventapp.programs.announcing import enrolled
from eventapp.programs.interest import actions as interest
from eventapp.programs.models import Enrolment, Program
from eventapp.programs.states import letters
from eventapp.rsvps import rescheduling


@dataclass(frozen=True)
class Reach:
    """Whom a step mails: those of the program, once each, and for the calendars session by session."""

    enrolled: int
    waitlisted: int
    sessions: Sequence[Event]


def publish(program: Program, *, now: datetime) -> int:
    """List a program with its sessions to come; how many are told who asked to be. Twice is once."""
    waitlist.lock(program)
    if program.cancelled_at:
        raise Refused(_("This program is called off."))
    if program.requires and not program.requires.published_at:
        raise Refused(
            _(
                "It asks people to have completed “%(title)s”, which is a draft. Publish that first, or "
                "ask for nothing.",
                title=program.requires.title,
            )
        )
    for session in program.sessions:
        if not session.event.over(now) and not session.event.cancelled_at:
            with one_of_many.named(session.event):
                waitlist.put_out(session.event, now=now)
    told = 0
    if not program.published_at:
        program.published_at = now
        webhook_data.post(program, "program.published", now=now)
        # Who waits for the next run waits on where nothing of this one is to come.
        if any(not event.over(now) for event in waitlist.shown(program)):
            told = interest.tell(program, now=now)
    waitlist.serve(program, now=now)
    return told


def call_off(program: Program, *, now: datetime) -> int:
    """Call a program off with every session to come; how many have its letter. Twice is once.

    The words are said in one letter; what calendars must hear of each session comes shortly beside it.
    """
    waitlist.lock(program)
    if program.cancelled_at:
        return 0
    state = program.state(now)
    if state == "draft":
        raise Refused(_("It isn’t published: there is nothing to call off."))
    sessions = to_call_off(program, now=now)
    if state == "finished" or not sessions:
        raise Refused(_("No session of it is to come any more."))
    program.cancelled_at = now
    webhook_data.post(program, "program.called_off", now=now)
    for event in sessions:
        rescheduling.cancel_event(event, of_program=program.title, now=now)
    return letters.tell("program-off", program, sessions, now=now)


def kept_by(program: Program) -> str:
    """Why a draft can't be thrown away, in a sentence; empty where it can."""
    runs = db.select(Program.title).where(Program.first_id == program.id)
    if db.session.scalar(runs.limit(1)):
        return _("It was run again: its other runs hang on it.")
    asks = db.select(Program.title).where(Program.requires_id == program.id)
    if title := db.session.scalar(asks.limit(1)):
        return _("“%(title)s” asks people to have completed it. Change that first.", title=title)
    return ""


def throw_away(program: Program) -> None:
    """Remove a draft with its sessions; what was published by itself stays, as an event of its own.

    Refused once it is published, and where something else hangs on it.
    """
    waitlist.lock(program)
    if program.published_at:
        raise Refused(_("It was published meanwhile: it can only be called off."))
    if no := kept_by(program):
        raise Refused(no)
    alone = [one.event for one in program.sessions if not one.event.published_at]
    db.session.delete(program)
    db.session.flush()
    for event in alone:
        db.session.delete(event)


def bring_back(program: Program, *, now: datetime) -> int:
    """Let a program take place after all, with the sessions that were called off with it and are still
    to come; how many have its letter. Twice is once."""
    waitlist.lock(program)
    if not program.cancelled_at:
        return 0
    sessions = to_bring_back(program, now=now)
    if not sessions:
        raise Refused(_("Every session of it is over. Run it again as a new one."))
    program.cancelled_at = None
    webhook_data.post(program, "program.reopened", now=now)
    db.session.flush()
    for event in sessions:
        rescheduling.reopen_event(event, of_program=program.title, now=now)
    told = letters.tell("program-on", program, sessions, now=now)
    waitlist.serve(program, now=now)
    return told


def to_call_off(program: Program, *, now: datetime) -> list[Event]:
    """The sessions that haven't begun and stand."""
    found = [session.event for session in program.sessions]
    return [event for event in found if event.starts_at > now and not event.cancelled_at]


def to_bring_back(program: Program, *, now: datetime) -> list[Event]:
    """The sessions that were called off with the program, not before it, and aren't over."""
    found = [session.event for session in program.sessions]
    together = [event for event in found if event.cancelled_at == program.cancelled_at]
    return [event for event in together if not event.over(now)]


def reach(program: Program, sessions: Sequence[Event]) -> Reach:
    """Whom calling off mails, or the way back."""
    counts: dict[str, int] = {}
    rows = (
        enrolled.of(program.id)
        .with_only_columns(Enrolment.state, db.func.count(Enrolment.id), maintain_column_froms=True)
        .group_by(Enrolment.state)
    )
    for state, number in db.session.execute(rows):
        counts[state] = number
    return Reach(counts.get("enrolled", 0), counts.get("waitlisted", 0), sessions)
