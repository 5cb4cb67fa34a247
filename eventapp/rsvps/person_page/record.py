"""All that a community knows of one guest of an event, read for the organizer's page about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.attendees.models import PersonNote
from eventapp.rsvps.attendees.search import checked_in
from eventapp.rsvps.models import HistoryEntry, Rsvp

# What somebody missed is no fact about them any more after this.
REMEMBERED = timedelta(days=365)
MOST_LETTERS = 50


@dataclass(frozen=True)
class Evening:
    """One other event of the community, what they answered, and whether they were there."""

    event: Event
    state: str
    here: bool
    # They had a place, others were checked in, and they were not.
    missed: bool


@dataclass(frozen=True)
class Record:
    """Everything beside the answer itself."""

    evenings: list[Evening]
    missed: list[Evening]
    letters: Sequence[Message]
    history: Sequence[HistoryEntry]
    notes: Sequence[PersonNote]
    brought: Sequence[Rsvp]


def read(rsvp: Rsvp, *, now: datetime) -> Record:
    """What is known of the guest of an answer, in a handful of queries."""
    evenings = _evenings(rsvp, now=now)
    recent = [one for one in evenings if one.missed and one.event.ends_at > now - REMEMBERED]
    brought = db.select(Rsvp).where(Rsvp.brought_by_id == rsvp.id).order_by(Rsvp.turn)
    return Record(
        evenings,
        recent,
        _letters(rsvp),
        _history(rsvp),
        notes(rsvp.event.community_id, rsvp.person_id),
        db.session.scalars(brought).all(),
    )


def _evenings(rsvp: Rsvp, *, now: datetime) -> list[Evening]:
    other = db.aliased(Rsvp)
    anybody = db.exists().where(other.event_id == Rsvp.event_id, checked_in(other))
    asked = (
        db.select(Rsvp.state, Event, checked_in(), anybody)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == rsvp.person_id,
            Rsvp.id != rsvp.id,
            Event.community_id == rsvp.event.community_id,
            Event.published_at.is_not(None),
        )
        .order_by(Event.starts_at.desc())
    )
    found = []
    for state, event, here, door_used in db.session.execute(asked):
        was_on = event.over(now) and not event.cancelled_at
        missed = state == "going" and was_on and not here and bool(door_used)
        found.append(Evening(event, state, bool(here), missed))
    return found


def _letters(rsvp: Rsvp) -> Sequence[Message]:
    about = db.select(Message).where(Message.about == f"rsvp:{rsvp.id}")
    return db.session.scalars(about.order_by(Message.id.desc()).limit(MOST_LETTERS)).all()


def _history(rsvp: Rsvp) -> Sequence[HistoryEntry]:
    kept = db.select(HistoryEntry).where(HistoryEntry.rsvp_id == rsvp.id)
    kept = kept.options(db.joinedload(HistoryEntry.by)).order_by(HistoryEntry.id.desc())
    return db.session.scalars(kept).all()


def notes(community_id: int, person_id: int) -> Sequence[PersonNote]:
    """What a community's team wrote down about somebody, the newest first."""
    kept = db.select(PersonNote).where(
        PersonNote.person_id == person_id, PersonNote.community_id == community_id
    )
    kept = kept.options(db.joinedload(PersonNote.by)).order_by(PersonNote.id.desc())
    return db.session.scalars(kept).all()


def note(rsvp: Rsvp, text: str, *, by: Person, now: datetime) -> PersonNote:
    """Write something down about the guest of an answer, for the team alone."""
    found = PersonNote(
        community_id=rsvp.event.community_id, person_id=rsvp.person_id, by=by, text=text, at=now
    )
    db.session.add(found)
    return found
