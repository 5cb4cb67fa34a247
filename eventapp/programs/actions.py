"""One yes for a whole program: an RSVP and an invite for each session still to come."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from eventapp import tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import new_link, nonce_of, person_of, sharer
from eventapp.people.models import Link, Person
from eventapp.programs import repeats
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import addresses, letters, places
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
    """The published sessions still to come, in order."""
    return [s.event for s in program.sessions if s.event.open_for_rsvps(now)]


def enrol(
    program: Program, email: str, answers: rsvps.Answers, *, now: datetime, once: str = ""
) -> tuple[Enrolment, Link]:
    """A place in the program, or one in its queue; and the personal link of what was typed.

    Each session still to come gets an RSVP and its own invite. Whoever is enrolled already keeps
    their place, and gets its link by mail; what was typed once more has a page like any other. The
    same form twice (`once`) is once. Raises Refused when no session is left.
    """
    lock(program)
    if program.cancelled_at or not program.published_at or not coming(program, now=now):
        raise Refused(_("This program has no session left to join."))
    person = owner(program, email, answers, now=now)
    enrolment = find(program, person)
    mark = tokens.digest(once) if once else ""
    said = asdict(answers) | {"once": mark}
    if enrolment and mark and (sent := repeats.sent(enrolment, mark)):
        return enrolment, sent
    free = places.answer(count(program, "enrolled"), program.capacity, count(program, "waitlisted"))
    state = "enrolled" if free == "going" else "waitlisted"
    if enrolment and enrolment.state != "cancelled":
        repeated = repeats.keep(enrolment, said, state=state, now=now)
        for event in coming(program, now=now) if state == "enrolled" else []:
            _repeat(event, person, answers, batch=repeated.link, now=now)
        _letter(enrolment, key=f"again-enrolled:{enrolment.id}:{now:%Y%m%d%H}", now=now)
        return enrolment, repeated.link
    enrolment = enrolment or Enrolment(program=program, person=person, created_at=now)
    if enrolment.link is not None:
        enrolment.link.revoked_at = now
        outbox.withdraw(f"enrolment:{enrolment.id}")
    enrolment.link = new_link("enrolment", person, now=now)
    enrolment.turn, enrolment.answers, enrolment.state = _next_turn(program), said, state
    db.session.add(enrolment)
    db.session.flush()
    _letter(enrolment, key=f"enrolled:{enrolment.id}:{int(now.timestamp())}", now=now)
    if state == "enrolled":
        _seat(enrolment, answers, now=now)
    return enrolment, enrolment.link


def owner(program: Program, email: str, answers: rsvps.Answers, *, now: datetime) -> Person:
    """Whose enrolment a typed name and address are; another name there is another person."""
    names = answers.first_name, answers.last_name
    root = person_of(email, first_name=names[0], last_name=names[1], now=now)
    enrolled = db.session.scalars(
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.program_id == program.id,
            db.or_(Person.id == root.id, Person.shares_id == root.id),
        )
        .options(db.contains_eager(Enrolment.person))
    ).all()
    answered = [
        rsvp for event in coming(program, now=now) for rsvp in addresses.answers_at(event, root)
    ]
    for held in (*enrolled, *answered):
        if addresses.same_name(held.first_name, held.last_name, *names):
            return held.person
    if any(
        held.person_id == root.id and held.state != "cancelled" for held in (*enrolled, *answered)
    ):
        return sharer(root, first_name=names[0], last_name=names[1], now=now)
    return root


def _seat(enrolment: Enrolment, answers: rsvps.Answers, *, now: datetime) -> None:
    for event in coming(enrolment.program, now=now):
        held = rsvps.find(event, enrolment.person)
        if held is None or held.state in {"cancelled", "declined"}:
            rsvps.admit(
                event,
                enrolment.person,
                answers,
                source="program",
                now=now,
                letter=_invite(enrolment),
            )
        else:
            _repeat(event, enrolment.person, answers, batch=enrolment.link, now=now)


def _invite(enrolment: Enrolment) -> str | None:
    """Who has no letters of their own is told of the program as a whole, not of each session."""
    return None if enrolment.person.shares else "invite"


def _repeat(
    event: Event, person: Person, answers: rsvps.Answers, *, batch: Link, now: datetime
) -> None:
    held = rsvps.find(event, person)
    if held:
        rsvps.repeat_of(held, answers, batch=batch.nonce, now=now)


def _letter(enrolment: Enrolment, *, key: str, now: datetime) -> None:
    program, person = enrolment.program, enrolment.person
    sessions = coming(program, now=now)
    if person.letterbox is None or not sessions:
        return
    again = key.startswith("again-")
    post = outbox.post_if_due if again or person.shares else outbox.post
    post(
        "enrolled",
        key=key,
        about=f"enrolment:{enrolment.id}",
        to=person.letterbox,
        to_name=enrolment.name,
        sender_name=sender(sessions[0]),
        context={
            "guest": enrolment,
            "again": again,
            "shared": person.shares is not None,
            "program": program,
            "event": sessions[0],
            "waitlisted": enrolment.state == "waitlisted",
            "community": program.community.name,
            "when": letters.when(sessions[0]),
            "sessions": [(event.title, letters.when(event)) for event in sessions],
            "link": outbox.personal_address("programs.mine", nonce_of(enrolment.link)),
            "event_url": outbox.address_of(
                "programs.show", community=program.community.slug, program=program.slug
            ),
            "route": [],
        },
        now=now,
    )


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
    for repeat in rsvp_repeats.of_batch(enrolment.link.nonce):
        rsvp_repeats.take_back(repeat)
    db.session.flush()
    _promote(enrolment.program, now=now)


def _promote(program: Program, *, now: datetime) -> None:
    """Free places go to whoever waits, in order, with the answers they gave when they asked."""
    if not coming(program, now=now):
        return
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
            _seat(enrolment, rsvps.Answers(**said), now=now)
            _letter(enrolment, key=f"promoted-enrolled:{enrolment.id}", now=now)
    db.session.flush()


def answers_of(enrolment: Enrolment) -> list[Rsvp]:
    """The RSVPs that an enrolment made, session by session.

    One that the guest gave before, or since, isn't among them: its own letter opens it.
    """
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Session, Session.event_id == Rsvp.event_id)
            .where(
                Session.program_id == enrolment.program_id,
                Rsvp.person_id == enrolment.person_id,
                Rsvp.source == "program",
                Link.created_at >= enrolment.link.created_at,
            )
            .join(Rsvp.link)
            .options(db.joinedload(Rsvp.event), db.contains_eager(Rsvp.link))
            .order_by(Session.position)
        )
    )


def shown_answers(enrolment: Enrolment, *, opened: Collection[int]) -> list[Rsvp]:
    """What an enrolment's page shows for its sessions, in order.

    The RSVPs that it made; for a session that the guest had answered before, that answer where its
    own link was opened in this browser too (`opened`, by id), else what was typed with the enrolment.
    """
    found = {rsvp.event_id: rsvp for rsvp in answers_of(enrolment)}
    repeated = rsvp_repeats.of_batch(enrolment.link.nonce)
    for repeat in repeated:
        known = repeat.first.link_id in opened
        found[repeat.event_id] = repeat.first if known else rsvp_repeats.shown(repeat)
    return sorted(found.values(), key=lambda rsvp: (rsvp.event.starts_at, rsvp.event.id))


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
