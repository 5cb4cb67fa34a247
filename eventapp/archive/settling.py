"""A community that has just come in: its pictures, and that nobody is written to because of it.

What is over was written about where it took place. What is to come waits as a draft until its owner,
who has looked at it, publishes it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from eventapp.archive.package import PICTURE, NoArchive, Reader
from eventapp.communities import logo
from eventapp.communities.face import header_picture
from eventapp.communities.models import Community
from eventapp.communities.sent_picture import NoPicture
from eventapp.db import db
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.front.retention import actions as retention
from eventapp.mail import pictures
from eventapp.people.models import Link
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps.models import Rsvp

# Nobody's contact data goes before, so that there is time to look.
LOOK = timedelta(days=7)


def settle(community: Community, sent: Reader, *, now: datetime) -> None:
    """Leave nothing that would send a letter by itself."""
    mine = Event.community_id == community.id
    _change(Event, {"published_at": None}, mine, Event.ends_at > now)
    for column in ("reminded_at", "feedback_asked_at", "digested_at"):
        kept = getattr(Event, column)
        _change(Event, {column: db.func.coalesce(kept, now)}, mine, Event.ends_at <= now)
    _past(community, now=now)
    _programs(community, now=now)
    _belong(community)
    _faces(community, sent, now=now)
    community.contacts_go_from = now + LOOK
    retention.look_anew(community, now=now)
    db.session.flush()
    # What was written past the session is read anew.
    db.session.expire_all()


def _change(kind: Any, values: dict[str, Any], *where: Any) -> None:
    change = db.update(kind).where(*where).values(values)
    db.session.execute(change.execution_options(synchronize_session=False))


def _past(community: Community, *, now: datetime) -> None:
    """Events that are over took place before they came here (`ImportedEvent`)."""
    mine = db.select(Event.id).where(Event.community_id == community.id, Event.ends_at <= now)
    _change(
        ImportedEvent,
        {"past_at": db.func.coalesce(ImportedEvent.past_at, now)},
        ImportedEvent.event_id.in_(mine),
    )
    noted = db.select(ImportedEvent.event_id).where(ImportedEvent.community_id == community.id)
    rows = [
        {
            "event_id": number,
            "community_id": community.id,
            "key": hashlib.sha256(f"archive\n{number}".encode()).hexdigest(),
            "past_at": now,
            "imported_at": now,
        }
        for number in db.session.scalars(mine.where(Event.id.not_in(noted)))
    ]
    if rows:
        db.session.execute(db.insert(ImportedEvent), rows)


def _programs(community: Community, *, now: datetime) -> None:
    mine = db.select(Program.id).where(Program.community_id == community.id)
    coming = (
        db.select(Session.program_id)
        .join(Session.event)
        .where(Session.program_id == Program.id, Event.ends_at > now)
    )
    _change(Program, {"published_at": None}, Program.id.in_(mine), coming.exists())
    over = Program.id.in_(mine), Program.published_at.is_not(None)
    _change(Program, {"certified_at": now}, *over)
    _change(Program, {"halfway_at": db.func.coalesce(Program.halfway_at, now)}, *over)
    past = db.select(Event.id).where(Event.community_id == community.id, Event.ends_at <= now)
    for column in ("materials_at", "missed_at"):
        kept = getattr(Session, column)
        _change(Session, {column: db.func.coalesce(kept, now)}, Session.event_id.in_(past))


def _belong(community: Community) -> None:
    """Answers that came with an enrolment know it by the nonce of its link."""
    nonce = (
        db.select(Link.nonce)
        .join(Enrolment, Enrolment.link_id == Link.id)
        .join(Session, Session.program_id == Enrolment.program_id)
        .where(Session.event_id == Rsvp.event_id, Enrolment.person_id == Rsvp.person_id)
        .limit(1)
        .scalar_subquery()
    )
    events = db.select(Event.id).where(Event.community_id == community.id)
    _change(Rsvp, {"batch": nonce}, Rsvp.source == "program", Rsvp.event_id.in_(events))


def _faces(community: Community, sent: Reader, *, now: datetime) -> None:
    """Its pictures, read anew as if somebody had sent them."""
    try:
        if "pictures/logo.png" in sent.names:
            shown = logo.read(sent.content("pictures/logo.png", most=PICTURE))
            community.logo = pictures.keep(shown.content, now=now)
            community.logo_width, community.logo_height = shown.width, shown.height
        if "pictures/header.webp" in sent.names:
            head = header_picture.read(sent.content("pictures/header.webp", most=PICTURE))
            community.header_picture = pictures.keep(head.wide, now=now)
            community.header_picture_narrow = pictures.keep(head.narrow, now=now)
    except NoPicture:
        raise NoArchive("picture") from None
