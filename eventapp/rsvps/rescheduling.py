"""A published event is another one than it was, is called off, or takes place after all: calendars follow, everybody hears."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import webhook_data
from eventapp.events.importing import actions as imported
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import (
    actions,
    announcements,
    calendar_sequence,
    event_changes,
    reminders,
    still_coming,
)
from eventapp.rsvps.models import GUEST_STATES, Rsvp

# How many numbers stand in one statement.
AT_ONCE = 500


def reschedule(
    event: Event, before: event_changes.Snapshot, *, of_program: str = "", now: datetime
) -> int:
    """Tell every guest what changed of a published event; how many are written to.

    Calendars follow under the same UID, by a higher SEQUENCE when it is at another time. A draft
    tells nobody, nor one that is over. Where it changes with others of a program (`of_program` is its title) the program's own
    letter has the words: then these are for calendars alone.
    """
    actions.lock(event)
    found = event_changes.changes(before, snapshot(event))
    event.revised_at = now
    if event.published_at:
        webhook_data.post(event, "event.changed", now=now)
    if before.starts_at != event.starts_at:
        current_app.extensions["moved"](event, before.starts_at)
        still_coming.ask_anew(event)
        reminders.remind_anew(event, now=now)
    if not event.published_at or event.over(now) or not event_changes.needs_mail(found):
        return 0
    if event_changes.significant(found):
        calendar_sequence.raise_for_everybody(event)
    public = bool(event_changes.for_everybody(found))
    told = announcements.readers(event, GUEST_STATES if public else ("going",))
    kept = before.kept() | _as_part_of(of_program)
    announcements.announce(event, "update", people=told, before=kept, now=now)
    return told


def check_time(event: Event, values: Mapping[str, object], *, now: datetime) -> None:
    """Refused when an event would move to a time that has passed; one that is over may stay.

    One that was over when it came in stays so: nobody on its list said yes to another day.
    """
    ends_at = values["ends_at"]
    if ends_at == event.ends_at:
        return
    if ends_at <= now:  # type: ignore[operator]
        raise Refused(_("That time has passed. Choose one to come."))
    if imported.is_past(event):
        raise Refused(_("This event is over. Copy it to a new one."))


def throw_away(event: Event, *, now: datetime) -> None:
    """Remove an event that nobody heard of from here, with everybody on its list who has no address and is on no other.

    Refused for one that was published, unless it was over when it came in: guests may know of it.
    """
    actions.lock(event)
    if not imported.can_go(event, now=now):
        raise Refused(_("Only a draft can be thrown away. Call this event off."))
    other = aliased(Rsvp)
    here = db.select(Rsvp.person_id).where(
        Rsvp.event_id == event.id,
        ~db.exists().where(other.person_id == Rsvp.person_id, other.event_id != event.id),
    )
    alone = list(db.session.scalars(here))
    db.session.delete(event)
    db.session.flush()
    for start in range(0, len(alone), AT_ONCE):
        db.session.execute(
            db.delete(Person).where(
                Person.id.in_(alone[start : start + AT_ONCE]),
                Person.email.is_(None),
                Person.shares_id.is_(None),
            )
        )


def cancel_event(event: Event, *, of_program: str = "", now: datetime) -> int:
    """Call an event off: it leaves every calendar, and no offer stands, nor a no by which a place goes on.

    How many guests were told. Twice is once. Refused once it is over. Where a program is called off as a whole (`of_program`
    is its title) its own letter has the words: then these are for calendars alone.
    """
    actions.lock(event)
    if event.cancelled_at:
        return 0
    if event.over(now):
        raise Refused(_("This event is over: there is nothing to call off."))
    event.cancelled_at = event.revised_at = now
    if event.published_at:
        webhook_data.post(event, "event.called_off", now=now)
    ends = db.or_(Rsvp.offered_until.is_not(None), Rsvp.leaves_at.is_not(None))
    waits = db.update(Rsvp).where(Rsvp.event_id == event.id, ends)
    db.session.execute(waits.values(offered_until=None, leaves_at=None))
    calendar_sequence.raise_for_everybody(event)
    if not event.published_at:
        return 0
    people, before = announcements.readers(event), _as_part_of(of_program)
    announcements.announce(event, "cancelled", people=people, before=before, now=now)
    return actions.count(event, "going") + actions.count(event, "waitlisted")


def reopen_event(event: Event, *, of_program: str = "", now: datetime) -> int:
    """Let an event that was called off take place after all, as it stood; how many guests are told.

    Twice is once. Refused once it is over. `of_program` as above.
    """
    actions.lock(event)
    db.session.refresh(event)
    if not event.cancelled_at:
        return 0
    if event.over(now):
        raise Refused(_("This event is over. Copy it to a new one."))
    event.cancelled_at, event.revised_at = None, now
    if event.published_at:
        webhook_data.post(event, "event.reopened", now=now)
    calendar_sequence.raise_for_everybody(event)
    told = 0
    if event.published_at:
        told = announcements.readers(event)
        before = _as_part_of(of_program)
        announcements.announce(event, "reopened", people=told, before=before, now=now)
        actions.promote(event, now=now)
    return told


def _as_part_of(program: str) -> dict[str, str]:
    return {"program": program} if program else {}


def snapshot(event: Event) -> event_changes.Snapshot:
    """What of an event a calendar shows, as it is now."""
    return event_changes.Snapshot.of(event)
