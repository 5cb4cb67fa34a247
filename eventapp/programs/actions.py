"""One yes for a whole program: an RSVP and an invite for each session still to come."""

from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from eventapp import tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import new_link, nonce_of, person_of
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import letters, places
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
) -> tuple[Enrolment, bool]:
    """A place in the program, or one in its queue; and whether whoever asked may see its page.

    Each session still to come gets an RSVP and its own invite. Whoever waits for the program stands
    in each session's queue as well, in their turn, and gets what is free there. Someone enrolled
    already is mailed their link again; the same form twice (`once`) is once. Raises Refused when no
    session is left.
    """
    lock(program)
    if program.cancelled_at or not program.published_at or not coming(program, now=now):
        raise Refused(_("This program has no session left to join."))
    person = person_of(email, first_name=answers.first_name, last_name=answers.last_name, now=now)
    enrolment = find(program, person)
    mark = tokens.digest(once) if once else ""
    if enrolment and mark and enrolment.answers.get("once") == mark:
        return enrolment, True
    if enrolment and enrolment.state != "cancelled":
        _letter(enrolment, key=f"again-enrolled:{enrolment.id}:{now:%Y%m%d%H}", now=now)
        return enrolment, False
    enrolment = enrolment or Enrolment(program=program, person=person, created_at=now)
    if enrolment.link is not None:
        enrolment.link.revoked_at = now
    enrolment.link = new_link("enrolment", person, now=now)
    enrolment.turn, enrolment.answers = _next_turn(program), asdict(answers) | {"once": mark}
    enrolled, waiting = count(program, "enrolled"), count(program, "waitlisted")
    free = places.answer(enrolled, program.capacity, waiting) == "going"
    if not free and not served(program, now=now):
        raise Refused(_("Every place is taken, and the waitlist has closed."))
    enrolment.state = "enrolled" if free else "waitlisted"
    db.session.add(enrolment)
    db.session.flush()
    _seat(enrolment, answers, now=now)
    _letter(enrolment, key=f"enrolled:{enrolment.id}:{int(now.timestamp())}", now=now)
    return enrolment, True


def _seat(enrolment: Enrolment, answers: rsvps.Answers, *, now: datetime) -> None:
    for event in coming(enrolment.program, now=now):
        held = rsvps.find(event, enrolment.person)
        if held is None or held.state in {"cancelled", "declined"}:
            _admit(enrolment, event, answers, now=now)


def _admit(enrolment: Enrolment, event: Event, answers: rsvps.Answers, *, now: datetime) -> None:
    """A place in one session, with its invite, or one in its queue: the program's letter says so."""
    rsvps.lock(event)
    if rsvps.takes(event, now=now):
        person = enrolment.person
        rsvp = rsvps.admit(event, person, answers, source="program", now=now, letter=None)
        if rsvp.going:
            letters.invite(rsvp, kind="invite", now=now)


def _letter(enrolment: Enrolment, *, key: str, now: datetime) -> None:
    program, person = enrolment.program, enrolment.person
    states = {rsvp.event_id: rsvp.state for rsvp in answers_of(enrolment)}
    sessions = [
        event
        for event in not_over(program, now=now)
        if states.get(event.id) in {"going", "waitlisted"}
    ] or not_over(program, now=now)
    if person.email is None or not sessions:
        return
    outbox.post(
        "enrolled",
        key=key,
        about=f"enrolment:{enrolment.id}",
        to=person.email,
        to_name=person.name,
        sender_name=sender(sessions[0]),
        context={
            "guest": person,
            "program": program,
            "event": sessions[0],
            "waitlisted": enrolment.state == "waitlisted",
            "community": program.community.name,
            "when": letters.when(sessions[0]),
            "sessions": [
                (event.title, _told(event, enrolment, states.get(event.id))) for event in sessions
            ],
            "link": outbox.personal_address("programs.mine", nonce_of(enrolment.link)),
            "event_url": outbox.address_of(
                "programs.show", community=program.community.slug, program=program.slug
            ),
            "route": [],
        },
        now=now,
    )


def _told(event: Event, enrolment: Enrolment, state: str | None) -> str:
    if enrolment.state == "enrolled" and state == "waitlisted":
        return letters.when(event) + ". " + _("It is full; you’re in line for it.")
    return letters.when(event)


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
    for rsvp in answers_of(enrolment):
        if rsvp.state != "cancelled" and not rsvp.event.over(now):
            rsvps.cancel(rsvp, now=now)
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
            for event in sessions:
                if rsvps.find(event, enrolment.person) is None:
                    _admit(enrolment, event, rsvps.Answers(**said), now=now)
            _letter(enrolment, key=f"promoted-enrolled:{enrolment.id}", now=now)
    db.session.flush()
    return len(free)


def answers_of(enrolment: Enrolment) -> list[Rsvp]:
    """The RSVPs of an enrolment, session by session."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.event)
            .join(Session, Session.event_id == Event.id)
            .where(
                Session.program_id == enrolment.program_id,
                Rsvp.person_id == enrolment.person_id,
            )
            .options(db.contains_eager(Rsvp.event), db.joinedload(Rsvp.link))
            .order_by(Event.starts_at, Session.position)
        )
    )


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
