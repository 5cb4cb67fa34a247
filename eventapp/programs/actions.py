"""One yes for a whole program: an RSVP and an invite for each session still to come."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from eventapp import tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import new_link, page_token_of, token_of
from eventapp.people.models import Link, Person
from eventapp.programs import addresses, letters, repeats
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import letters as rsvp_letters
from eventapp.rsvps import places
from eventapp.rsvps import repeats as rsvp_repeats
from eventapp.rsvps.models import Rsvp


def lock(program: Program) -> None:
    """Let one request at a time decide about the places of a program."""
    # Read to the end: only then is what this session had loaded as fresh as the lock.
    db.session.scalars(
        db.select(Program)
        .where(Program.id == program.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def coming(program: Program, *, now: datetime) -> list[Event]:
    """The published sessions that still take answers, in order."""
    return [s.event for s in program.sessions if s.event.open_for_rsvps(now)]


def served(program: Program, *, now: datetime) -> list[Event]:
    """The published sessions whose waitlist is still served, in order."""
    found = [s.event for s in program.sessions if s.event.published_at]
    return [event for event in found if event.serves_waitlist(now)]


def not_over(program: Program, *, now: datetime) -> list[Event]:
    """The published sessions that are still to come or going on, in order."""
    return [s.event for s in program.sessions if s.event.open_at_door(now)]


def enrol(
    program: Program, email: str, answers: rsvps.Answers, *, now: datetime, once: str = ""
) -> tuple[Enrolment, Link]:
    """A place in the program, or one in its queue; and the personal link of what was typed.

    Each session still to come gets an RSVP and its own invite. Whoever waits for the program stands
    in each session's queue as well, in their turn, and gets what is free there. Whoever is enrolled
    already keeps their place, and gets its link by mail; what was typed once more has a page like
    any other. The same form twice (`once`) is once. Raises Refused when no session is left.
    """
    lock(program)
    if program.cancelled_at or not program.published_at or not coming(program, now=now):
        raise Refused(_("This program has no session left to join."))
    person = addresses.owner(program, email, answers, now=now)
    enrolment = find(program, person)
    mark = tokens.digest(once) if once else ""
    said = asdict(answers) | {"once": mark}
    if enrolment and mark and (sent := repeats.sent(enrolment, mark)):
        return enrolment, sent
    free = places.answer(count(program, "enrolled"), program.capacity, count(program, "waitlisted"))
    state = "enrolled" if free == "going" else "waitlisted"
    if state == "waitlisted" and not served(program, now=now):
        raise Refused(_("Every place is taken, and the waitlist has closed."))
    if enrolment and enrolment.state != "cancelled":
        repeated = repeats.keep(enrolment, said, state=state, now=now)
        for event in coming(program, now=now):
            if held := rsvps.find(event, person):
                _repeat(held, answers, batch=repeated.link, now=now)
        _write(enrolment, [], key=f"again-enrolled:{enrolment.id}:{now:%Y%m%d%H}", now=now)
        return enrolment, repeated.link
    enrolment = enrolment or Enrolment(program=program, person=person, created_at=now)
    if enrolment.link is not None:
        enrolment.link.revoked_at = now
        outbox.withdraw(f"enrolment:{enrolment.id}")
    enrolment.link = new_link("enrolment", person, now=now)
    enrolment.turn, enrolment.answers, enrolment.state = _next_turn(program), said, state
    db.session.add(enrolment)
    db.session.flush()
    invited = _seat(enrolment, answers, now=now)
    _write(enrolment, invited, key=f"enrolled:{enrolment.id}:{int(now.timestamp())}", now=now)
    return enrolment, enrolment.link


def _seat(enrolment: Enrolment, answers: rsvps.Answers, *, now: datetime) -> list[Rsvp]:
    """An RSVP for each session still to come; a page for those answered before. Who needs an invite."""
    found = []
    for event in coming(enrolment.program, now=now):
        held = rsvps.find(event, enrolment.person)
        if held is None or held.state in {"cancelled", "declined"}:
            found += _admit(enrolment, event, answers, now=now)
        else:
            _repeat(held, answers, batch=enrolment.link, now=now)
    return found


def _admit(
    enrolment: Enrolment, event: Event, answers: rsvps.Answers, *, now: datetime
) -> list[Rsvp]:
    """A place in one session, or one in its queue; those are returned who need an invite."""
    rsvps.lock(event)
    if not rsvps.takes(event, now=now):
        return []
    person = enrolment.person
    rsvp = rsvps.admit(event, person, answers, source="program", now=now, letter=None)
    return [rsvp] if rsvp.going else []


def _repeat(held: Rsvp, answers: rsvps.Answers, *, batch: Link, now: datetime) -> None:
    rsvps.lock(held.event)
    if rsvps.takes(held.event, now=now):
        rsvps.repeat_of(held, answers, batch=batch.nonce, now=now)


def _write(enrolment: Enrolment, invited: list[Rsvp], *, key: str, now: datetime) -> None:
    """The program's letter first, with the link to it all, then an invite for each session."""
    letters.enrolled(enrolment, not_over(enrolment.program, now=now), key=key, now=now)
    for rsvp in invited:
        rsvp_letters.invite(rsvp, kind="invite", now=now)


def find(program: Program, person: Person) -> Enrolment | None:
    """This person's enrolment in this program."""
    return db.session.scalar(
        db.select(Enrolment).where(
            Enrolment.program_id == program.id, Enrolment.person_id == person.id
        )
    )


def leave(enrolment: Enrolment, *, now: datetime) -> None:
    """Give the place back: sessions still to come leave the calendar, the next in line joins."""
    lock(enrolment.program)
    if enrolment.state == "cancelled":
        return
    enrolment.state = "cancelled"
    outbox.withdraw(f"enrolment:{enrolment.id}")
    for rsvp in answers_of(enrolment):
        if rsvp.state != "cancelled" and not rsvp.event.over(now):
            rsvps.cancel(rsvp, now=now)
    rsvp_repeats.take_back_batch(enrolment.link.nonce)
    repeats.end(enrolment)
    db.session.flush()
    _promote(enrolment.program, now=now)


def resize(program: Program, capacity: int | None, *, now: datetime) -> int:
    """Change how many may enrol; how many who waited joined. Lowering takes nobody's place away.

    Sessions to come that had as many places as the program have as many as it again.
    """
    lock(program)
    if program.cancelled_at:
        raise Refused(_("This program is called off."))
    before, program.capacity = program.capacity, capacity
    for event in (session.event for session in program.sessions):
        if event.capacity == before and not event.over(now):
            rsvps.lock(event)
            event.capacity, event.revised_at = capacity, now
            rsvps.promote(event, now=now)
    return _promote(program, now=now)


def _promote(program: Program, *, now: datetime) -> int:
    """Free places go to whoever waits, in order, with the answers they gave when they asked.

    Where they stand in a session's queue, they keep their turn; what they gave back stays so.
    """
    sessions = served(program, now=now)
    if not sessions:
        return 0
    queue = db.session.scalars(
        db.select(Enrolment)
        .where(Enrolment.program_id == program.id, Enrolment.state == "waitlisted")
        .order_by(Enrolment.turn)
    ).all()
    free = places.promotions(count(program, "enrolled"), program.capacity, [e.id for e in queue])
    for enrolment in queue:
        if enrolment.id in set(free):
            enrolment.state = "enrolled"
            said = {name: told for name, told in enrolment.answers.items() if name != "once"}
            invited = []
            for event in sessions:
                if rsvps.find(event, enrolment.person) is None:
                    invited += _admit(enrolment, event, rsvps.Answers(**said), now=now)
            _write(
                enrolment,
                invited,
                key=f"promoted-enrolled:{enrolment.id}:{enrolment.turn}",
                now=now,
            )
    db.session.flush()
    return len(free)


def answers_of(enrolment: Enrolment) -> list[Rsvp]:
    """The RSVPs that an enrolment made, session by session.

    One that the guest gave before, or since, isn't among them: its own letter opens it.
    """
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.event)
            .join(Session, Session.event_id == Event.id)
            .where(
                Session.program_id == enrolment.program_id,
                Rsvp.person_id == enrolment.person_id,
                Rsvp.source == "program",
                Link.created_at >= enrolment.link.created_at,
            )
            .join(Rsvp.link)
            .options(db.contains_eager(Rsvp.event), db.contains_eager(Rsvp.link))
            .order_by(Event.starts_at, Session.position)
        )
    )


def claim(enrolment: Enrolment, *, now: datetime) -> None:
    """Its owner speaks, by the link of a letter: what typing the address had opened ends everywhere."""
    repeats.claim(enrolment, now=now)
    for rsvp in answers_of(enrolment):
        rsvp_repeats.claim(rsvp, now=now)


def shown_answers(enrolment: Enrolment, *, opened: Collection[str]) -> list[tuple[Rsvp, str]]:
    """What an enrolment's page shows for its sessions, in order, each with the token of its page.

    The RSVPs that it made; for a session that the guest had answered before, that answer where its
    own link was opened in this browser too (`opened`, by nonce), else what was typed with the
    enrolment. A page that the form opened leads to such pages alone, as long as those are open.
    """
    found = {}
    for rsvp in answers_of(enrolment):
        if not enrolment.link.from_page or rsvp.link.nonce in opened:
            found[rsvp.event_id] = rsvp, token_of(rsvp.link)
        elif rsvp.link.page_digest:
            found[rsvp.event_id] = rsvp, page_token_of(rsvp.link)
    for repeat in rsvp_repeats.of_batch(enrolment.link.nonce):
        if repeat.first.link.nonce in opened:
            found[repeat.event_id] = repeat.first, token_of(repeat.first.link)
        elif not repeat.link.revoked_at:
            found[repeat.event_id] = rsvp_repeats.shown(repeat), page_token_of(repeat.link)
    return sorted(found.values(), key=lambda each: (each[0].event.starts_at, each[0].event.id))


def count(program: Program, state: str) -> int:
    """How many enrolments of a program are in a state."""
    return (
        db.session.scalar(
            db.select(db.func.count(Enrolment.id)).where(
                Enrolment.program_id == program.id, Enrolment.state == state
            )
        )
        or 0
    )


def _next_turn(program: Program) -> int:
    last = db.session.scalar(
        db.select(db.func.max(Enrolment.turn)).where(Enrolment.program_id == program.id)
    )
    return (last or 0) + 1
