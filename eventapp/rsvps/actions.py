"""Who gets a place: asked for, given, changed, given back. Nothing else ever sets one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

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
    calendar_sequence,
    history,
    letters,
    places,
    program_waitlists,
    repeated_answers,
    when_places_end,
)
from eventapp.rsvps.answers import Answers, write
from eventapp.rsvps.history import ENDED, PROMOTED, Step
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import Kind, kinds_of
from eventapp.rsvps.standing import WAITING, number_in_line, standing, waiting_parties

MOST_TOGETHER = 11  # A party is a guest and those whom they bring.


def lock(event: Event) -> None:
    """Let one request at a time decide about the places of an event, after those of its program."""
    program_waitlists.lock(event)
    lock_row(Event, event.id)


def lock_answer(rsvp: Rsvp) -> None:
    """Lock the event of an answer, and read it as it is now."""
    lock(rsvp.event)
    db.session.refresh(rsvp)


def request(
    event: Event,
    email: str,
    answers: Answers,
    *,
    once: str,
    now: datetime,
    together: Sequence[Kind] = (),
) -> Link:
    """Answer a yes: a place, or one in the queue, with its letter. The same form twice is once.

    The personal link of what was typed. Whoever is on the list already keeps their answer, and gets
    its link by mail; what was typed once more has a page like any other (`repeated_answers`). `together`
    are those who come with them or not at all (`parties`). Refused when no answers are taken any more.
    """
    lock(event)
    if not event.open_for_rsvps(now):
        raise Refused(_("This event doesn't take answers any more."))
    names = {"first_name": answers.first_name, "last_name": answers.last_name}
    owner = addresses.owner(event, email, **names, now=now)
    mark = tokens.digest(once)
    if owner.rsvp and (sent := repeated_answers.sent(owner.rsvp, mark)):
        return sent
    if not takes(event, *answers.needs, *together, now=now):
        raise Refused(_("Every seat is taken, and the waitlist has closed."))
    if owner.rsvp and owner.listed:
        repeat = repeated_answers.keep(owner.rsvp, answers, together=together, once=mark, now=now)
        letters.again(owner.rsvp, position=position(owner.rsvp), now=now)
        return repeat.link
    rsvp = owner.rsvp or Rsvp(event=event, person=owner.person, created_at=now)
    take_up(rsvp, answers, together=together, source="web", once=mark, now=now)
    return rsvp.link


def find(event: Event, person: Person) -> Rsvp | None:
    """This person's answer to this event."""
    theirs = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.person_id == person.id)
    found: Rsvp | None = db.session.scalar(theirs)
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
    together: Sequence[Kind] = (),
) -> None:
    """The same for an answer, new or given back, of an event that is locked.

    What was given back is taken up again at the end of the queue and with a new personal link; the
    earlier one opens what it opened, and what hung on the earlier place stays gone.
    """
    event = rsvp.event
    if rsvp.link is not None:
        when_places_end.end(rsvp, now=now)
    if rsvp.state in {"cancelled", "declined"}:
        repeated_answers.set_aside(rsvp)
        rsvp.once = None
    # Asked before anything is made, so that all of it goes to the database together.
    now_held = standing(event, now=now)
    if rsvp.link is None or rsvp.state in {"cancelled", "declined"}:
        rsvp.link = new_link("rsvp", rsvp.person, now=now)
    # Once the waitlist has closed, a free place goes to whoever stands at the door.
    at_door = source == "door" and not event.serves_waitlist(now)
    held = replace(now_held, waiting=0) if at_door else now_held
    guests = kinds_of(source, (*answers.needs, *together))
    before = rsvp.state
    rsvp.state = held.first_answer(guests) if source == "web" else held.answer(guests)
    if rsvp.id is not None:
        # Whoever waits now has no entry any more: what says so still leaves.
        outbox.withdraw(f"rsvp:{rsvp.id}", goodbyes=rsvp.going)
    if before in {"cancelled", "declined"} and source == "web":
        history.note(rsvp, "again", before=before, after=rsvp.state, now=now)
    rsvp.offered_until = rsvp.gave_back_at = rsvp.leaves_at = rsvp.tentative_at = None
    rsvp.source, rsvp.turn, rsvp.batch = source, now_held.next_turn, batch
    rsvp.once = once or rsvp.once
    rsvp.answered_at = None if source in {"import", "desk"} else now
    write(rsvp, answers, now=now)
    invited = letter and rsvp.going and rsvp.person.email
    number = calendar_sequence.next_for(rsvp, now=now) if invited else None
    if rsvp.id is None:
        rows.insert(rsvp)
    else:
        db.session.flush()
    if letter:
        _write_first(rsvp, letter, number=number, now=now)
    history.note_first(rsvp, now=now)


def _write_first(rsvp: Rsvp, kind: str, *, number: int | None, now: datetime) -> None:
    """The letter that an answer begins with, by what it became; `kind` is that of a place."""
    if rsvp.state == "pending":
        letters.post("pending", rsvp, key=f"pending:{rsvp.id}:{rsvp.turn}", now=now)
    elif rsvp.person.shares:
        letters.shared(rsvp, position=position(rsvp), now=now)
    elif rsvp.going:
        letters.invite(rsvp, kind=kind, number=number, now=now)
    else:
        letters.in_line(rsvp, now=now)


def takes(event: Event, *guests: Kind, now: datetime) -> bool:
    """Whether the next yes gets its places, or one in a queue that is still served."""
    return event.serves_waitlist(now) or standing(event, now=now).answer(guests) == "going"


def cancel(rsvp: Rsvp, *, step: Step = ENDED, now: datetime) -> None:
    """Give a place back with all that hangs on it; the next in line gets it. Twice is once."""
    if end(rsvp, step=step, now=now):
        promote(rsvp.event, now=now)


def end(rsvp: Rsvp, *, step: Step = ENDED, now: datetime) -> bool:
    """Give a place back, for whoever serves the lines after it; False when it was given back before."""
    lock_answer(rsvp)
    if rsvp.state == "cancelled":
        return False
    had_calendar = rsvp.state == "going"
    history.note_step(rsvp, step, "cancelled", now=now)
    rsvp.state, rsvp.changed_at = "cancelled", now
    rsvp.offered_until = rsvp.leaves_at = rsvp.tentative_at = None
    db.session.flush()
    when_places_end.end(rsvp, now=now)
    repeated_answers.end(rsvp)
    outbox.withdraw(f"rsvp:{rsvp.id}", goodbyes=had_calendar)
    if had_calendar and not step.told and not rsvp.event.over(now):
        letters.goodbye(rsvp, taken_off=bool(step.by), now=now)
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
    """Give free places to an event's own line, or offer them, in order, until the waitlist closes.

    For whoever serves the program's line after several sessions; everybody else wants `promote`.
    Nobody where the organizer gives places by hand.
    """
    lock(event)
    if not event.gives_out_places(now):
        return []
    if event.waitlist_mode == "offer":
        return _offer(next_in_line(event, now=now), now=now)
    return _give(event, now=now)


def _offer(waiting: list[Rsvp], *, now: datetime) -> list[Rsvp]:
    for rsvp in waiting:
        rsvp.offered_until, rsvp.changed_at = offered_until(rsvp.event, now=now), now
        letters.offer(rsvp, now=now)
    db.session.flush()
    return waiting


def offered_until(event: Event, *, now: datetime) -> datetime:
    """Until when a place that is offered now waits for an answer, in UTC."""
    return min(now + timedelta(hours=event.offer_hours), event.waitlist_closes_at)


def give_out(event: Event, *, by: Person, now: datetime) -> list[Rsvp]:
    """The same by an organizer's own hand, at once and until the event is over."""
    lock(event)
    if event.over(now) or event.cancelled_at:
        return []
    return _give(event, step=Step("place", by), now=now)


def _give(event: Event, *, step: Step = PROMOTED, now: datetime) -> list[Rsvp]:
    promoted = next_in_line(event, now=now)
    for rsvp in promoted:
        give_place(rsvp, step=step, now=now)
    db.session.flush()
    if standing(event, now=now).room.takes_drop_ins:
        repeated_answers.move_up(event)
    return promoted


def give_place(
    rsvp: Rsvp, *, now: datetime, letter: str = "promoted", step: Step = PROMOTED
) -> None:
    """A place for one who waits, was asked or had none, with the invite; the event is locked."""
    history.note_step(rsvp, step, "going", now=now)
    rsvp.state, rsvp.changed_at, rsvp.offered_until = "going", now, None
    letters.invite(rsvp, kind=letter, now=now)


def next_in_line(event: Event, *, now: datetime) -> list[Rsvp]:
    """Who of those that wait may have the places that are free, in their order; all of a party."""
    held = standing(event, now=now)
    free = held.room.free
    if not held.waiting or free == 0:
        return []
    # Thousands may wait, and each place that is given back asks: a few are enough, mostly.
    few = held.waiting if free is None else min(held.waiting, free + MOST_TOGETHER)
    queue = waiting_parties(event, held.room, at_most=few)
    if few < held.waiting:
        # The last of them may be cut.
        queue.pop()
    found = places.promotions(held.room, queue)
    if few < held.waiting and len(found) < (free or 0):
        found = places.promotions(held.room, waiting_parties(event, held.room))
    whole = db.and_(Rsvp.waits_together, Rsvp.brought_by_id.in_(found))
    waiting = (
        db.select(Rsvp)
        .where(Rsvp.event_id == event.id, WAITING, db.or_(Rsvp.id.in_(found), whole))
        .options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link))
        .order_by(Rsvp.turn)
    )
    return list(db.session.scalars(waiting)) if found else []


def count(event: Event, state: str) -> int:
    """How many answers to an event are in a state."""
    found = db.select(db.func.count(Rsvp.id)).where(Rsvp.event_id == event.id, Rsvp.state == state)
    return db.session.scalar(found) or 0


def position(rsvp: Rsvp) -> int:
    """The place in the queue of one who waits, from 1; 0 for everybody else."""
    return number_in_line(rsvp) if rsvp.state == "waitlisted" else 0
