"""An event as the calendar entry of one guest: as it is shown, sent, brought up to date and taken away."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime

from eventapp import ical
from eventapp.db import db
from eventapp.events.appointment import appointment
from eventapp.events.models import Event
from eventapp.mail import outbox, own_addresses
from eventapp.mail.models import Message
from eventapp.people.actions import nonce_of
from eventapp.rsvps import calendar_sequence, event_changes
from eventapp.rsvps.models import Rsvp

# What every entry shows: another one is seen without a look.
ALWAYS_SHOWN = {"title", "starts_at", "ends_at"}


def entry(rsvp: Rsvp, *, own_page: str = "") -> ical.Appointment:
    """The event as this guest's own calendar shows it, with the link to join if they may see it.

    `own_page` is the way to their page, where the entry shows one.
    """
    return _shown(rsvp, rsvp.event, own_page=own_page)


def to_download(rsvp: Rsvp, *, own_page: str) -> ical.Appointment:
    """The same under the number that it has in their letters, so that neither counts as the older one.

    Only by the link of a letter: the number would tell whoever typed the address of earlier answers.
    """
    if rsvp.link.from_page:
        return entry(rsvp, own_page=own_page)
    return replace(entry(rsvp, own_page=own_page), sequence=calendar_sequence.of(rsvp))


def _shown(rsvp: Rsvp, event: Event, *, own_page: str = "") -> ical.Appointment:
    return appointment(event, link=rsvp.link_to_join(event), own_page=own_page)


def for_guest(rsvp: Rsvp, sequence: int) -> ical.Appointment:
    """The same as it is sent to them, under a number of its own."""
    own_page = outbox.personal_address(
        "front.mine", nonce_of(rsvp.link), of=rsvp.event.community.slug
    )
    return replace(
        entry(rsvp, own_page=own_page),
        sequence=sequence,
        organizer_email=own_addresses.organizer(rsvp.organizer),
        guest_name=rsvp.name,
        guest_email=rsvp.person.email,
        cancelled=False,
    )


def partstat(rsvp: Rsvp) -> str:
    """The answer we know of a guest with a place, as an update of their entry repeats it."""
    if rsvp.leaves_at:
        return "DECLINED"
    return "TENTATIVE" if rsvp.tentative_at else "ACCEPTED"


def invited(rsvp: Rsvp, *, number: int | None = None, now: datetime) -> bytes:
    """An entry that begins: it asks for an answer, for so it is put into calendars.

    `number` is its SEQUENCE where that was counted before.
    """
    if number is None:
        number = calendar_sequence.next_for(rsvp, now=now)
    return ical.invite(for_guest(rsvp, number), stamp=rsvp.stamped_at or now)


def repeated(rsvp: Rsvp, *, now: datetime) -> bytes:
    """The entry as it stands, for whoever may have lost it."""
    number = calendar_sequence.same_for(rsvp, now=now)
    return ical.invite(for_guest(rsvp, number), stamp=rsvp.stamped_at or now)


def updated(rsvp: Rsvp, found: Collection[event_changes.Change], *, now: datetime) -> bytes:
    """The entry after a change of the event, with the answer that we know."""
    count = calendar_sequence.same_for
    if event_changes.significant(found):
        count = calendar_sequence.next_for
    shown = replace(for_guest(rsvp, count(rsvp, now=now)), partstat=partstat(rsvp))
    return ical.invite(shown, stamp=rsvp.stamped_at or now)


def called_off(rsvp: Rsvp, *, now: datetime) -> bytes | None:
    """What ends an entry because the event is off; None for who never had one."""
    if rsvp.sequence is None:
        return None
    number = calendar_sequence.next_for(rsvp, now=now)
    return ical.cancel(for_guest(rsvp, number), stamp=rsvp.stamped_at or now)


def uninvited(rsvp: Rsvp, *, now: datetime) -> bytes | None:
    """What ends the entry of this guest alone; None for who never had one."""
    if rsvp.sequence is None:
        return None
    number = calendar_sequence.next_for(rsvp, now=now)
    return ical.uninvite(for_guest(rsvp, number), stamp=rsvp.stamped_at or now)


def differs(rsvp: Rsvp, before: event_changes.Snapshot) -> bool:
    """Whether a guest's entry shows anything otherwise than before: some changes stand only in letters."""
    event = rsvp.event
    was = {field.name: getattr(before, field.name) for field in fields(before)}
    if any(was[name] != getattr(event, name) for name in ALWAYS_SHOWN):
        return True
    columns = {column.name: getattr(event, column.name) for column in Event.__table__.c}
    earlier = Event(**columns | was, community=event.community)
    return _shown(rsvp, earlier) != _shown(rsvp, event)


def asked(rsvps: Collection[Rsvp], *, now: datetime) -> set[int]:
    """Which guests have an entry, or get one before anything that is written now; by their number.

    An invite that waits for its turn is taken back by what is written now.
    """
    turn = db.and_(Message.client.is_not(None), Message.due_at > now)
    coming = db.and_(Message.state == "queued", ~turn)
    found = db.session.scalars(
        db.select(Message.about)
        .where(Message.about.in_([f"rsvp:{rsvp.id}" for rsvp in rsvps]))
        .where(Message.method == "REQUEST", db.or_(_LEFT, coming))
        .distinct()
    )
    return {int(about.rpartition(":")[2]) for about in found}


def may_stand(rsvp: Rsvp) -> bool:
    """Whether an entry may be in a guest's calendar: an invite left, and nothing surely ended it."""
    about = Message.about == f"rsvp:{rsvp.id}"
    ended = db.select(db.func.max(Message.id)).where(
        about, Message.method == "CANCEL", Message.state == "sent"
    )
    since = db.func.coalesce(ended.scalar_subquery(), 0)
    left = db.select(Message.id).where(about, Message.method == "REQUEST", _LEFT)
    return db.session.scalar(left.where(Message.id > since).limit(1)) is not None


# What the worker had in its hands when it was killed, or has now, may have left.
_LEFT = db.or_(Message.state == "sent", Message.leased_until.is_not(None))
