"""Answers typed once more: they look like any other, and count for nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import new_link
from eventapp.people.models import Link, Person
from eventapp.rsvps.answers import Answers, write
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.places import Kind, kinds_of
from eventapp.rsvps.standing import standing


def keep(
    first: Rsvp,
    answers: Answers,
    *,
    together: Sequence[Kind] = (),
    batch: str | None = None,
    once: str | None = None,
    now: datetime,
) -> Repeat:
    """Keep what was typed although it is on the list, as a newcomer's and with a page of its own.

    It holds nothing. Its state is what it would have become, `together` with others; the event is locked.
    """
    held = standing(first.event, now=now)
    needs = kinds_of("program" if batch else "web", (*answers.needs, *together))
    repeat = Repeat(
        event=first.event,
        first=first,
        link=new_link("rsvp", first.person, now=now),
        state=held.first_answer(needs) if batch is None else held.answer(needs),
        answers=asdict(answers),
        batch=batch,
        once=once,
        turn=held.next_turn - 1,
        created_at=now,
    )
    db.session.add(repeat)
    db.session.flush()
    return repeat


def set_aside(given_back: Rsvp) -> None:
    """Another yes takes an answer up: what was given back stays as it is, under the link it had.

    Whoever says yes may be anybody who knows the address. The owner's letters open what they opened.
    """
    db.session.add(
        Repeat(
            event=given_back.event,
            first=given_back,
            link=given_back.link,
            state="cancelled",
            answers=asdict(Answers.of(given_back)),
            once=given_back.once,
            batch=given_back.batch,
            turn=given_back.turn,
            created_at=given_back.created_at,
        )
    )
    # Those whom it brought and who stayed are nobody's guests any more, nor is who was brought.
    given_back.brought_by = None
    brought = db.update(Rsvp).where(Rsvp.brought_by_id == given_back.id)
    db.session.execute(brought.values(brought_by_id=None))


def of_first(first: Rsvp) -> list[Repeat]:
    """What was typed once more of one answer."""
    typed = db.select(Repeat).where(Repeat.first_id == first.id)
    return list(db.session.scalars(typed.options(db.joinedload(Repeat.link))))


def end(first: Rsvp) -> None:
    """The answer was given back: what was typed once more of it holds nothing to show either."""
    for repeat in of_first(first):
        take_back(repeat)


def claim(first: Rsvp) -> None:
    """Its owner speaks, by the link of a letter: the pages end that typing the address had opened.

    Those of whom they bring end, too: the same page showed them.
    """
    end_pages(first.link, *links_beside(first))


def links_beside(first: Rsvp) -> list[Link]:
    """The links of those whom an answer brings or brought, and of what was typed once more of all."""
    brought = db.select(Rsvp.id).where(Rsvp.brought_by_id == first.id)
    typed = db.or_(Repeat.first_id == first.id, Repeat.first_id.in_(brought))
    beside = db.union_all(
        db.select(Rsvp.link_id).where(Rsvp.brought_by_id == first.id),
        db.select(Repeat.link_id).where(typed),
    )
    return list(db.session.scalars(db.select(Link).where(Link.id.in_(beside))))


def end_pages(*links: Link) -> None:
    """End the pages after a form; what letters carry goes on, also of what was given back."""
    for link in links:
        link.page_digest = None


def move_up(event: Event) -> None:
    """A place is left over: what was typed once more, and has nobody before it, seems to get it."""
    ahead = db.select(db.func.min(Rsvp.turn)).where(
        Rsvp.event_id == event.id, Rsvp.state == "waitlisted"
    )
    first = db.session.scalar(ahead)
    waiting = db.select(Repeat).where(Repeat.event_id == event.id, Repeat.state == "waitlisted")
    for repeat in db.session.scalars(waiting):
        if first is None or repeat.turn < first:
            repeat.state = "going"


def sent(first: Rsvp, mark: str) -> Link | None:
    """The link of what the same form became before, by its mark; None for another form."""
    if first.once == mark:
        return first.link
    repeat = db.session.scalar(
        db.select(Repeat).where(Repeat.first_id == first.id, Repeat.once == mark).limit(1)
    )
    return repeat.link if repeat else None


def of_link(link: Link) -> Repeat | None:
    """The repeated answer that a personal link opens."""
    found: Repeat | None = db.session.scalar(
        db.select(Repeat)
        .where(Repeat.link_id == link.id)
        .options(
            db.joinedload(Repeat.event).joinedload(Event.community),
            db.joinedload(Repeat.first).joinedload(Rsvp.person),
            db.joinedload(Repeat.link),
            db.joinedload(Repeat.brought_by),
        )
    )
    return found


def of_batch(batch: str) -> list[Repeat]:
    """The repeated answers that were typed with one enrolment."""
    return list(
        db.session.scalars(
            db.select(Repeat)
            .where(Repeat.batch == batch)
            .options(
                db.joinedload(Repeat.event),
                db.joinedload(Repeat.first).joinedload(Rsvp.person),
                db.joinedload(Repeat.first).joinedload(Rsvp.link),
                db.joinedload(Repeat.link),
            )
        )
    )


def shown(repeat: Repeat) -> Rsvp:
    """A repeated answer as pages show one: an RSVP that is in no table, and never will be."""
    typed = Answers(**repeat.answers)
    host = repeat.brought_by
    rsvp = Rsvp(
        event_id=repeat.event_id,
        event=repeat.event,
        person=_sharer(repeat.first.person) if host else repeat.first.person,
        link=repeat.link,
        role=db.session.get(Role, typed.role_id) if typed.role_id else None,
        state=repeat.state,
        source="program" if repeat.batch else "web",
        batch=repeat.batch,
        turn=repeat.turn,
        brought_by=shown(host) if host else None,
        waits_together=repeat.waits_together,
        sits_together=repeat.sits_together,
        gave_back=repeat.gave_back,
        gave_back_at=repeat.gave_back_at,
        created_at=repeat.created_at,
    )
    write(rsvp, typed, now=repeat.created_at)
    if repeat.state == "waitlisted" and repeat.waits_together:
        rsvp.with_them = _with(repeat)
    elif repeat.state == "waitlisted" and host:
        rsvp.behind = _behind(repeat) + (host.state == "waitlisted")
    return rsvp


def _sharer(person: Person) -> Person:
    """Somebody who shares an address, as pages look at one."""
    return Person(shares=person.shares or person)


def _with(repeat: Repeat) -> int:
    """How many others of its party wait with one, who won't be split."""
    lead = repeat.brought_by_id or repeat.id
    party = db.or_(Repeat.id == lead, Repeat.brought_by_id == lead)
    waiting = db.select(db.func.count(Repeat.id)).where(party, Repeat.state == "waitlisted")
    return (db.session.scalar(waiting) or 1) - 1


def _behind(guest: Repeat) -> int:
    """How many of its own party would stand before one of them who may be split."""
    before = db.select(db.func.count(Repeat.id)).where(
        Repeat.brought_by_id == guest.brought_by_id,
        Repeat.id < guest.id,
        Repeat.state == "waitlisted",
    )
    return db.session.scalar(before) or 0


def change(repeat: Repeat, answers: Answers) -> None:
    """Change what was typed; what it repeats stays as it is."""
    repeat.answers = asdict(answers)


def take_back(repeat: Repeat) -> None:
    """Take back what was typed; what it repeats stays as it is."""
    repeat.state = "cancelled"


def take_back_batch(batch: str) -> None:
    """Take back everything that was typed with one enrolment."""
    for repeat in of_batch(batch):
        take_back(repeat)
