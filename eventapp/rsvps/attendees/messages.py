"""A letter that an organizer types to some of the guests of an event; it is about this event alone.

It is an `Announcement`: nothing of it is written for a minute, or before the time that was chosen, and
until the first letter is written it can be taken back, as a draft. `before` holds what was typed, and
who gets it: `to`, the numbers of the answers, or a search that is asked when it leaves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import BouncedAddress, Message
from eventapp.mail.placeholders import paragraphs
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import actions, announcements, letters
from eventapp.rsvps.announced_letters import Told
from eventapp.rsvps.attendees import search as searches
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.models import LISTED_STATES, Announcement, Rsvp

# Whoever gave their place back or was turned away is left in peace.
READERS = LISTED_STATES
# For so long nothing leaves after 'Send'.
UNDO = timedelta(minutes=1)
# What can be a draft again, as long as no letter of it is written: an event may be called off first.
UNWRITTEN = ("waiting", "replaced")


@dataclass(frozen=True)
class Readers:
    """Who of those that were chosen gets a letter, by RSVP, and how many don't."""

    told: list[int]
    without_address: int
    off_the_list: int
    switched_off: int = 0
    # Of those who get one: whose address gets no mail until it is mended.
    unreachable: int = 0


def readers(event: Event, chosen: Sequence[int]) -> Readers:
    """Whom a letter to some guests reaches."""
    asked = (
        db.select(
            Rsvp.id,
            Rsvp.state,
            Person.email,
            preferences.wanted("message", Rsvp.person_id),
            BouncedAddress.stopped_at,
        )
        .join(Rsvp.person)
        .outerjoin(Person.bounced)
        .where(Rsvp.event_id == event.id, Rsvp.id.in_(chosen))
        .order_by(Rsvp.id)
    )
    told, without, off, unwanted, unreachable = [], 0, 0, 0, 0
    for number, state, email, wanted, stopped in db.session.execute(asked):
        if state not in READERS:
            off += 1
        elif email is None:
            without += 1
        elif not wanted:
            unwanted += 1
        else:
            told.append(number)
            unreachable += stopped is not None
    return Readers(told, without, off, unwanted, unreachable)


def fitting(event: Event, search: Search) -> list[int]:
    """The answers that a search asks for, in the order they came."""
    found = searches.fitting(event, search).order_by(Rsvp.turn)
    return list(db.session.scalars(found))


def send(
    event: Event,
    chosen: Sequence[int],
    *,
    subject: str,
    text: str,
    once: str,
    search: Search | None = None,
    at: datetime | None = None,
    by: Person | None = None,
    draft: Announcement | None = None,
    now: datetime,
) -> Announcement:
    """Have some guests written to in a minute, or at a later moment. The same form twice is once.

    At a later moment it goes to whoever fits the search then, where there is one. It takes the
    place of the draft that it was.
    """
    actions.lock(event)
    if before := sent(event, once):
        return before
    _take_up(draft)
    found = readers(event, chosen)
    if not found.told and not (at and search):
        raise Refused(_("Nobody of those has an address of their own and is on the list."))
    said: dict[str, Any] = {"subject": subject, "text": text, "once": once}
    if search:
        said["search"] = search.query()
    if not (at and search):
        said["to"] = found.told
    if at:
        said["at"] = at.isoformat()
    kept = announcements.announce(
        event,
        "message",
        people=len(found.told),
        before=said,
        at=max(at or now, now + UNDO),
        now=now,
    )
    kept.by_id = by.id if by else None
    return kept


def sent(event: Event, once: str) -> Announcement | None:
    """What this very form became before."""
    before = db.select(Announcement).filter_by(event_id=event.id, kind="message")
    return next((one for one in db.session.scalars(before) if one.before["once"] == once), None)


def _take_up(draft: Announcement | None) -> None:
    if draft is None:
        return
    number = draft.id
    fresh = db.session.get(Announcement, number, populate_existing=True)
    if fresh is None or fresh.state != "draft":
        raise Refused(_("Somebody sent this draft meanwhile, or threw it away."))
    db.session.delete(fresh)


def undo(found: Announcement) -> None:
    """Take a letter back before the first of it is written: it is a draft again. Twice is once."""
    _lock(found)
    if found.state == "draft":
        return
    if found.state not in UNWRITTEN or found.cursor:
        raise Refused(
            _(
                "Too late: these letters are being written, or have left. "
                "Stop takes back those that haven’t left yet."
            )
        )
    found.state = "draft"


def stop(found: Announcement, *, now: datetime) -> int:
    """Write no more of its letters, and take back those that haven't left; how many. Twice is once."""
    _lock(found)
    if found.state == "draft":
        return 0
    if found.state == "waiting":
        found.state = "stopped"
    return outbox.take_back_batch(found.batch, now=now)


def throw_away(found: Announcement) -> None:
    """Forget a draft."""
    _lock(found)
    if found.state != "draft":
        raise Refused(_("This letter isn’t a draft any more."))
    db.session.delete(found)


def _lock(found: Announcement) -> None:
    actions.lock(found.event)
    db.session.refresh(found)


def begin(found: Announcement) -> None:
    """Before the first letter of what was typed for later: whoever fits now gets it."""
    if found.kind != "message" or found.state != "waiting" or "to" in found.before:
        return
    search = Search.read({name: str(value) for name, value in found.before["search"].items()})
    told = readers(found.event, fitting(found.event, search)).told
    found.before, found.people = {**found.before, "to": told}, len(told)


def write(found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """The letters of a part."""
    said = found.before
    words = {"subject": said["subject"], "paragraphs": paragraphs(said["text"])}
    stops = preferences.addresses((rsvp.person_id for rsvp, _ in told), "message", now=now)
    written = []
    for rsvp, _before in told:
        given = {"unsubscribe_url": stops[rsvp.person_id], **words}
        key = f"message:{rsvp.id}:a{found.id}"
        written.append(letters.written("message", rsvp, key=key, now=now, **given))
    return written
