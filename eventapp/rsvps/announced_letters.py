"""The letters of one part of an announcement: what each guest is told, by what they last heard."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps import calendar_entries, event_changes, letters
from eventapp.rsvps.models import Announcement, Rsvp

# A guest, and how it was when they last heard of it.
Told = tuple[Rsvp, Mapping[str, Any]]


def as_they_know_it(found: Announcement, guests: Sequence[Rsvp]) -> list[Told]:
    """How it was for each guest: before the first of these announcements that never reached them."""
    older = db.session.scalars(
        db.select(Announcement)
        .where(
            Announcement.event_id == found.event_id,
            Announcement.kind == found.kind,
            Announcement.id < found.id,
        )
        .order_by(Announcement.id.desc())
    ).all()
    heard = _heard(found.kind, guests) if older else {}
    told: list[Told] = []
    for rsvp in guests:
        before = found.before
        for one in older:
            if rsvp.turn > one.until or heard.get(f"rsvp:{rsvp.id}", 0) > one.since:
                break
            before = one.before
        told.append((rsvp, before))
    return told


def _heard(kind: str, guests: Sequence[Rsvp]) -> dict[str, int]:
    """The last letter that told each guest how it was.

    Any that left may have, but of tables only one with tables. That one is as good while it waits:
    it isn't taken back from whoever keeps theirs.
    """
    left = db.or_(Message.state == "sent", Message.leased_until.is_not(None))
    tells = db.and_(left, Message.kind != "route")
    if kind == "route":
        tells = db.and_(Message.state != "withdrawn", Message.kind == "route")
    rows = db.session.execute(
        db.select(Message.about, db.func.max(Message.id))
        .where(
            Message.about.in_([f"rsvp:{rsvp.id}" for rsvp in guests]),
            tells,
        )
        .group_by(Message.about)
    )
    return {about: number for about, number in rows}  # noqa: C416


def updates(found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """What changed, for each since they last heard of it."""
    after, program = event_changes.Snapshot.of(found.event), found.before.get("program", "")
    written: list[Message | None] = []
    asked = calendar_entries.asked([rsvp for rsvp, _kept in told], now=now)
    for rsvp, kept in told:
        before = event_changes.Snapshot.read(kept)
        mine = program if rsvp.source == "program" else ""
        changes = event_changes.changes(before, after)
        key = f"update:{rsvp.id}:a{found.id}"
        letter = letters.update(
            rsvp,
            found=changes,
            before=before,
            key=key,
            asked=rsvp.id in asked,
            of_program=mine,
            now=now,
        )
        written.append(letter)
    return _for_calendars(written, told) if program else [one for one in written if one]


def cancellations(found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """That it is off."""
    program = found.before.get("program", "")
    written = [letters.cancelled(rsvp, of_program=program, now=now) for rsvp, _before in told]
    return _for_calendars(written, told) if program else written


def reopenings(found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """That it takes place after all."""
    program = found.before.get("program", "")
    written = [letters.reopened(rsvp, of_program=program, now=now) for rsvp, _before in told]
    return _for_calendars(written, told) if program else written


def _for_calendars(written: Sequence[Message | None], told: Sequence[Told]) -> list[Message]:
    """Whoever is there with the program hears from its own letter: the others need words, calendars theirs."""
    pairs = zip(written, told, strict=True)
    return [one for one, (rsvp, _) in pairs if one and (one.calendar or rsvp.source != "program")]


def invites(_found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """A place, for those who were put on the list without a letter."""
    return letters.first([rsvp for rsvp, _before in told], {}, now=now)
