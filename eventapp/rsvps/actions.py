"""Who gets a place: asked for, given, changed, given back. Nothing else ever sets one."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp import rows, tokens
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import new_link
from eventapp.people.models import Link, Person
from eventapp.rsvps import (
    addresses,
    announcements,
    calendar_sequence,
    event_changes,
    letters,
    places,
    program_waitlists,
    repeated_answers,
    when_places_end,
)
from eventapp.rsvps.answers import Answers, write
from eventapp.rsvps.models import GUEST_STATES, Repeat, Rsvp
from eventapp.rsvps.standing import Standing, standing


def lock(event: Event) -> None:
    """Let one request at a time decide about the places of an event, after those of its program."""
    program_waitlists.lock(event)
    lock_row(Event, event.id)


def request(event: Event, email: str, answers: Answers, *, once: str, now: datetime) -> Link:
    """Answer a yes: a place, or one in the queue, with its letter. The same form twice is once.

    The personal link of what was typed. Whoever is on the list already keeps their answer, and gets
    its link by mail; what was typed once more has a page like any other (`repeated_answers`). Raises Refused
    when the event takes no answers any more.
    """
    lock(event)
    if not event.open_for_rsvps(now):
        raise Refused(_("This event doesn't take answers any more."))
    names = {"first_name": answers.first_name, "last_name": answers.last_name}
    owner = addresses.owner(event, email, **names, now=now)
    mark = tokens.digest(once)
    if owner.rsvp and (sent := repeated_answers.sent(owner.rsvp, mark)):
        return sent
    if not takes(event, now=now):
        raise Refused(_("Every seat is taken, and the waitlist has closed."))
    if owner.rsvp and owner.listed:
        repeat = repeat_of(owner.rsvp, answers, once=mark, now=now)
        letters.again(owner.rsvp, position=position(owner.rsvp), now=now)
        return repeat.link
    rsvp = owner.rsvp or Rsvp(event=event, person=owner.person, created_at=now)
    take_up(rsvp, answers, source="web", once=mark, now=now)
    return rsvp.link


def repeat_of(
    first: Rsvp,
    answers: Answers,
    *,
    batch: str | None = None,
    once: str | None = None,
    now: datetime,
) -> Repeat:
    """What was typed although it is on the list: kept as if it were a newcomer's, holding nothing."""
    now_held = standing(first.event)
    state, turn = next_state(first.event, now_held), now_held.next_turn - 1
    return repeated_answers.keep(
        first, answers, state=state, turn=turn, batch=batch, once=once, now=now
    )


def find(event: Event, person: Person) -> Rsvp | None:
    """This person's answer to this event."""
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.person_id == person.id)
    )
    return found


def admit(
    event: Event,
    person: Person,
    answers: Answers,
    *,
    source: str,
    now: datetime,
    letter: str | None = "invite",
    batch: str | None = None,
) -> Rsvp:
    """Give a place or one in the queue, under the lock; `letter` is what to send with a place.

    `batch` is the enrolment that it belongs to, if any. See `take_up`.
    """
    lock(event)
    rsvp = find(event, person) or Rsvp(event=event, person=person, created_at=now)
    take_up(rsvp, answers, source=source, letter=letter, batch=batch, now=now)
    return rsvp


def take_up(
    rsvp: Rsvp,
    answers: Answers,
    *,
    source: str,
    now: datetime,
    letter: str | None = "invite",
    batch: str | None = None,
    once: str | None = None,
) -> None:
    """The same for an answer, new or given back, of an event that is locked.

    What was given back is taken up again at the end of the queue and with a new personal link; the
    earlier one opens what it opened, and what hung on the earlier place stays gone.
    """
    event = rsvp.event
    if rsvp.link is not None:
        outbox.withdraw(f"rsvp:{rsvp.id}")
        when_places_end.end(rsvp, now=now)
    if rsvp.state in {"cancelled", "declined"}:
        repeated_answers.set_aside(rsvp)
        rsvp.once = None
    # Asked before anything is made, so that all of it goes to the database together.
    now_held = standing(event)
    if rsvp.link is None or rsvp.state in {"cancelled", "declined"}:
        rsvp.link = new_link("rsvp", rsvp.person, now=now)
    # Once the waitlist has closed, a free place goes to whoever stands at the door.
    at_door = source == "door" and not event.serves_waitlist(now)
    rsvp.state = next_state(event, replace(now_held, waiting=0) if at_door else now_held)
    rsvp.source, rsvp.turn, rsvp.batch = source, now_held.next_turn, batch
    rsvp.once = once or rsvp.once
    rsvp.answered_at = None if source in {"import", "desk"} else now
    write(rsvp, answers, now=now)
    invited = letter and rsvp.going and rsvp.person.email
    number = calendar_sequence.next_for(rsvp) if invited else None
    if rsvp.id is None:
        rows.insert(rsvp)
    else:
        db.session.flush()
    if letter and rsvp.person.shares:
        letters.shared(rsvp, position=position(rsvp), now=now)
    elif letter and rsvp.going:
        letters.invite(rsvp, kind=letter, number=number, now=now)
    elif letter:
        key = f"waitlist:{rsvp.id}:{int(now.timestamp())}"
        letters.post("waitlist", rsvp, key=key, now=now, position=position(rsvp))


def next_state(event: Event, held: Standing) -> str:
    """What the next yes gets: a place that is free while nobody waits for it, or one in the queue."""
    return places.answer(held.going, event.capacity, held.waiting)


def takes(event: Event, *, now: datetime) -> bool:
    """Whether the next yes gets a place, or one in a queue that is still served."""
    return event.serves_waitlist(now) or next_state(event, standing(event)) == "going"


def cancel(rsvp: Rsvp, *, now: datetime) -> None:
    """Give a place back with all that hangs on it; the next in line gets it. Twice is once."""
    if end(rsvp, now=now):
        promote(rsvp.event, now=now)


def end(rsvp: Rsvp, *, now: datetime) -> bool:
    """Give a place back, for whoever serves the lines after it; False when it was given back before."""
    lock(rsvp.event)
    db.session.refresh(rsvp)
    if rsvp.state == "cancelled":
        return False
    had_calendar = rsvp.state == "going"
    rsvp.state, rsvp.changed_at = "cancelled", now
    db.session.flush()
    when_places_end.end(rsvp, now=now)
    repeated_answers.end(rsvp)
    outbox.withdraw(f"rsvp:{rsvp.id}")
    if had_calendar and not rsvp.event.over(now):
        letters.goodbye(rsvp, now=now)
    return True


def promote(event: Event, *, now: datetime) -> list[Rsvp]:
    """Serve the line of an event and that of its program; those of its own line who got a place.

    However a place frees, or a line is served again, this is what gives the places out.
    """
    promoted = serve(event, now=now)
    if event.serves_waitlist(now):
        program_waitlists.serve(event, now=now)
    return promoted


def serve(event: Event, *, now: datetime) -> list[Rsvp]:
    """Give free places to an event's own line, in order, until the waitlist closes.

    For whoever serves the program's line after several sessions; everybody else wants `promote`.
    """
    lock(event)
    return give_out(event, now=now) if event.serves_waitlist(now) else []


def give_out(event: Event, *, now: datetime) -> list[Rsvp]:
    """The same by an organizer's own hand, until the event is over."""
    lock(event)
    if event.over(now) or event.cancelled_at:
        return []
    going = count(event, "going")
    waiting = (
        db.select(Rsvp)
        .where(Rsvp.event_id == event.id, Rsvp.state == "waitlisted")
        .order_by(Rsvp.turn)
        # Thousands may wait, and each place that is given back asks.
        .limit(None if event.capacity is None else max(0, event.capacity - going))
    )
    queue = list(db.session.scalars(waiting))
    chosen = set(places.promotions(going, event.capacity, [rsvp.id for rsvp in queue]))
    promoted = [rsvp for rsvp in queue if rsvp.id in chosen]
    for rsvp in promoted:
        rsvp.state, rsvp.changed_at = "going", now
        letters.invite(rsvp, kind="promoted", now=now)
    db.session.flush()
    if event.capacity is None or count(event, "going") < event.capacity:
        repeated_answers.move_up(event)
    return promoted


def reschedule(event: Event, before: event_changes.Snapshot, *, now: datetime) -> int:
    """Tell every guest what changed of a published event; how many are written to.

    Calendars follow by a higher SEQUENCE under the same UID. A draft tells nobody.
    """
    lock(event)
    found = event_changes.changes(before, snapshot(event))
    event.revised_at = now
    if not event.published_at or not event_changes.needs_mail(found):
        return 0
    calendar_sequence.raise_for_everybody(event)
    public = bool(event_changes.for_everybody(found))
    told = announcements.readers(event, GUEST_STATES if public else ("going",))
    announcements.announce(event, "update", people=told, before=before.kept(), now=now)
    return told


def cancel_event(event: Event, *, now: datetime) -> int:
    """Call an event off: it leaves every calendar; how many guests were told. Twice is once."""
    lock(event)
    if event.cancelled_at:
        return 0
    event.cancelled_at = event.revised_at = now
    calendar_sequence.raise_for_everybody(event)
    if not event.published_at:
        return 0
    announcements.announce(event, "cancelled", people=announcements.readers(event), now=now)
    return count(event, "going") + count(event, "waitlisted")


def snapshot(event: Event) -> event_changes.Snapshot:
    """What of an event a calendar shows, as it is now."""
    return event_changes.Snapshot.of(event)


def count(event: Event, state: str) -> int:
    """How many answers to an event are in a state."""
    counted = db.select(db.func.count(Rsvp.id)).where(
        Rsvp.event_id == event.id, Rsvp.state == state
    )
    return db.session.scalar(counted) or 0


def position(rsvp: Rsvp) -> int:
    """The place in the queue of one who waits, from 1; 0 for everybody else.

    An answer that was typed once more holds no place: it stands behind all who waited before it.
    """
    if rsvp.state != "waitlisted":
        return 0
    before = db.select(db.func.count(Rsvp.id)).where(
        Rsvp.event_id == rsvp.event_id,
        Rsvp.state == "waitlisted",
        Rsvp.turn <= rsvp.turn,
    )
    return (db.session.scalar(before) or 0) + (rsvp.id is None)
