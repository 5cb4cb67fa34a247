"""What becomes of answers by the clock; long lists, and letters to everybody, which the worker writes."""

from datetime import timedelta
from threading import Lock

import structlog
from werkzeug.datastructures import MultiDict

from eventapp import clock, work
from eventapp.db import db, reading, release
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage
from eventapp.mail import jobs
from eventapp.mail.forgetting import PART
from eventapp.people.models import Link
from eventapp.rsvps import actions, announcements, digests, offers, reminders, still_coming
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.importing import background, parsing, preview
from eventapp.rsvps.importing.batches import PAUSE, Bringing, Inviting
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.importing.packed_file import unpack
from eventapp.rsvps.importing.summary import Brought
from eventapp.rsvps.models import HAS_NEEDS, Announcement, Repeat, Rsvp
from eventapp.rsvps.standing import WAITING

log = structlog.get_logger()
KEPT = timedelta(days=30)
_one = Lock()


def forget_needs() -> int:
    """Delete access and food needs 30 days after the event, as the form promises, of some; how many.

    So goes what was typed once more: by then nobody opens its page.
    """
    over = db.exists().where(Event.ends_at < clock.now() - KEPT)
    # Only answers that tell of needs are looked at, by their index: this is asked each minute.
    found = db.session.scalars(
        db.select(Rsvp.id).where(HAS_NEEDS, over.where(Event.id == Rsvp.event_id)).limit(PART)
    ).all()
    if found:
        forgotten = db.update(Rsvp).where(Rsvp.id.in_(found)).values(access_needs="", food="")
        db.session.execute(forgotten)
    typed = db.select(Repeat.link_id).where(over.where(Event.id == Repeat.event_id))
    links = db.session.scalars(typed.limit(PART)).all()
    if links:
        db.session.execute(db.delete(Link).where(Link.id.in_(links)))
    db.session.commit()
    # While anything is left, it isn't nothing.
    return len(found) or len(links)


def bring_lists() -> None:
    """Bring in the long lists that wait, one after the other."""
    jobs.one_by_one(_one, _waiting, _next)


def wake_lists() -> None:
    """Take up the lists that were lost, and have those begun that the queue forgot."""
    background.take_up_lost(now=clock.now())
    db.session.commit()
    if _waiting():
        jobs.ask("lists")


def pass_on_offers() -> int:
    """Let places go on to the next that were offered and not taken in time; how many."""
    number = 0
    for event_id in _late():
        event = db.session.get_one(Event, event_id)
        number += offers.pass_on(event, now=clock.now())
        db.session.commit()
    return number


def _late() -> list[int]:
    with reading():
        late = db.select(Rsvp.event_id).where(Rsvp.offered_until <= clock.now()).distinct()
        return list(db.session.scalars(late))


def ask_who_comes() -> int:
    """Ask the guests of events that are close whether they still come; how many were asked."""
    with reading():
        close = still_coming.events_to_ask(clock.now())
    return sum(map(_ask_guests_of, close))


def _ask_guests_of(event_id: int) -> int:
    event = db.session.get_one(Event, event_id)
    return jobs.in_parts(lambda: still_coming.ask_part(event, now=clock.now()), pause=PAUSE)


def remind() -> int:
    """Remind the guests of events that are close; how many were reminded."""
    with reading():
        close = reminders.events_to_remind(clock.now())
    return sum(map(_remind_guests_of, close))


def _remind_guests_of(event_id: int) -> int:
    event = db.session.get_one(Event, event_id)
    return jobs.in_parts(
        lambda: reminders.remind_part(event, now=clock.now()),
        pause=PAUSE,
        ended=lambda: event.reminded_at,
    )


def tell_what_is_new() -> int:
    """Write to organizers, each morning, what is new of their events to come; how many letters."""
    with reading():
        close = digests.due(clock.now())
    number = 0
    for event_id in close:
        number += digests.tell(db.session.get_one(Event, event_id), now=clock.now())
        db.session.commit()
    return number


def release_places() -> int:
    """Give out the places that were held for a role or a stage until now; how many people got one."""
    number = 0
    for event_id in _released():
        event = db.session.get_one(Event, event_id)
        number += len(actions.promote(event, now=clock.now()))
        db.session.commit()
    return number


def _released() -> list[int]:
    """The events with held places whose time is over, and somebody who waits for one."""
    now = clock.now()
    with reading():
        held = db.or_(
            db.exists().where(event_role.c.event_id == Event.id, event_role.c.least > 0),
            db.exists().where(event_stage.c.event_id == Event.id, event_stage.c.least > 0),
        )
        waits = db.exists().where(Rsvp.event_id == Event.id, WAITING)
        ahead = db.select(Event).where(Event.starts_at > now, Event.cancelled_at.is_(None))
        found = db.session.scalars(ahead.where(held, waits)).all()
        free = [event for event in found if not event.holds_places(now)]
        return [event.id for event in free if actions.next_in_line(event, now=now)]


def _waiting() -> bool:
    found = work.waits(LongList)
    release()
    return found


def write_announcements() -> None:
    """Write the letters of the announcements that wait, part by part."""
    ANNOUNCEMENTS.write(pause=PAUSE)


def wake_announcements() -> None:
    """Have the letters written that the queue forgot."""
    ANNOUNCEMENTS.wake()


def _letters(number: int) -> bool:
    """One part in one transaction; whether there is another one."""
    found = db.session.get(Announcement, number)
    if found is None:
        release()
        return False
    # The event first, as everybody else locks it who announces something.
    actions.lock(found.event)
    db.session.refresh(found)
    messages.begin(found)
    more = announcements.write_part(found, at_most=announcements.PART, now=clock.now())
    db.session.commit()
    return more


ANNOUNCEMENTS = jobs.LettersInParts(Announcement, "announcements", _letters, Lock())


def _next() -> None:
    claimed = work.claim(LongList, now=clock.now())
    db.session.commit()
    if claimed is None:
        return
    number, tries = claimed.id, claimed.tries
    try:
        coming = _looked_at(claimed)
        _noted(number, tries, coming)
        jobs.part_by_part(lambda: _part(number, tries, coming), pause=PAUSE)
    except (Refused, parsing.BadFile) as no:
        _close(number, tries, str(no))
    except Exception:
        log.exception("list", id=number)
        _close(number, tries, background.broke_off())


def _looked_at(claimed: LongList) -> Bringing:
    """Read the list and find out who is who, while anybody may write."""
    with reading():
        event, roles = claimed.event, [role.name for role in claimed.event.roles]
        data, choices = unpack(claimed.file), Choices.read(MultiDict(claimed.chosen))
        before = Brought(**claimed.brought) if claimed.brought else None
    looked = preview.look(data, choices, roles=roles)
    kind = Inviting if choices.mail else Bringing
    coming = kind(event, looked.found, decisions=looked.decisions, before=before)
    coming.later, coming.untold = True, list(claimed.to_write or ())
    if not coming.untold:
        with reading():
            coming.look()
    return coming


def _noted(number: int, tries: int, coming: Bringing) -> None:
    """Say how many people it is about, before the first of them comes in."""
    if found := work.mine(LongList, number, tries):
        background.note(found, coming, now=clock.now())
    db.session.commit()


def _part(number: int, tries: int, coming: Bringing) -> bool:
    """One part in one transaction, with word of how far it is; whether there is another one."""
    now = clock.now()
    found = work.mine(LongList, number, tries)
    if found is None:
        release()
        return False
    more = not found.stopping and background.part(found, coming, now=now)
    background.note(found, coming, now=now)
    if not more:
        background.end(found, "stopped" if found.stopping else "done", now=now)
    db.session.commit()
    return more


def _close(number: int, tries: int, why: str) -> None:
    db.session.rollback()
    if found := work.mine(LongList, number, tries):
        background.end(found, "failed", now=clock.now(), why=why)
    db.session.commit()
