"""One yes for a whole program: an RSVP and an invite for each session still to come."""

from collections.abc import Collection, Sequence
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
from eventapp.programs import addresses, letters, repeated_enrolments, waitlist, webhook_data
from eventapp.programs.enrolling import asking
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.programs.waitlist import coming, count, lock, served
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import guests, places
from eventapp.rsvps import repeated_answers as rsvp_repeats
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import kinds_of


def enrol(
    program: Program,
    email: str,
    answers: Answers,
    *,
    now: datetime,
    once: str = "",
    agreed: bool = False,
    speaker: Person | None = None,
) -> tuple[Enrolment, Link]:
    """A place in the program, or one in its queue; and the personal link of what was typed.

    Each session still to come gets an RSVP and its own invite. Whoever waits for the program stands
    in each session's queue as well, in their turn, and gets what is free there. Whoever is enrolled
    already keeps their place, and gets its link by mail; what was typed once more has a page like
    any other. The same form twice (`once`) is once. Raises Refused when the program takes nobody
    now, or where something that it asks is missing; `speaker` is who is signed in.
    """
    lock(program)
    if no := asking.why_not(program, now=now) or asking.lacks(program, email, speaker):
        raise Refused(no)
    if program.agreement and not agreed:
        raise Refused(_("Read what the program asks of you, and agree to it."))
    person = addresses.owner(program, email, answers, now=now)
    enrolment = find(program, person)
    mark = tokens.digest(once) if once else ""
    told = asdict(answers) | {"once": mark}
    if enrolment and mark and (sent := repeated_enrolments.sent(enrolment, mark)):
        return enrolment, sent
    room = places.Room.of(count(program, "enrolled"), program.capacity)
    queue = [places.Party(0)] if count(program, "waitlisted") else []
    free = places.answer(room, queue, places.Party(0))
    state = "enrolled" if free == "going" else "waitlisted"
    if state == "waitlisted" and not served(program, now=now):
        raise Refused(_("Every place is taken, and the waitlist has closed."))
    if enrolment and enrolment.state != "cancelled":
        repeated = repeated_enrolments.keep(enrolment, told, state=state, now=now)
        invited = _seat(enrolment, answers, batch=repeated.link, now=now)
        letters.again(enrolment, now=now)
        waitlist.invite(invited, now=now)
        return enrolment, repeated.link
    if enrolment:
        repeated_enrolments.set_aside(enrolment)
        outbox.withdraw(f"enrolment:{enrolment.id}")
    enrolment = enrolment or Enrolment(program=program, person=person, created_at=now)
    enrolment.link = new_link("enrolment", person, now=now)
    enrolment.turn, enrolment.answers, enrolment.state = _next_turn(program), told, state
    enrolment.agreed_at = now if agreed else None
    db.session.add(enrolment)
    db.session.flush()
    webhook_data.enrolled(enrolment, "enrolment.made", now=now)
    invited = _seat(enrolment, answers, batch=enrolment.link, now=now)
    freed = _let_in(enrolment, now=now)
    key = f"enrolled:{enrolment.id}:{int(now.timestamp())}"
    waitlist.write(enrolment, invited, key=key, now=now)
    if freed:
        _serve(program, freed, now=now)
    return enrolment, enrolment.link


def _let_in(enrolment: Enrolment, *, now: datetime) -> list[Event]:
    """What they had answered by the sessions' own pages takes no drop-in place any more; which."""
    theirs = _to_come(enrolment, source="web", now=now)
    for rsvp in theirs:
        rsvp.source = "program"
    return [rsvp.event for rsvp in theirs]


def _to_come(enrolment: Enrolment, *, source: str, now: datetime) -> Sequence[Rsvp]:
    """Somebody's answers in the sessions of a program that aren't over, by where they come from."""
    ours = db.select(Session.event_id).where(Session.program_id == enrolment.program_id)
    return db.session.scalars(
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == enrolment.person_id,
            Rsvp.source == source,
            Event.id.in_(ours),
            Event.ends_at > now,
        )
        .options(db.contains_eager(Rsvp.event))
        .order_by(Event.starts_at, Event.id)
    ).all()


def _seat(enrolment: Enrolment, answers: Answers, *, batch: Link, now: datetime) -> list[Rsvp]:
    """An RSVP for each session still to come; a page for those that stand. Who needs an invite."""
    found, person = [], enrolment.person
    for event in coming(enrolment.program, now=now):
        held = rsvps.find(event, person)
        if held is None or held.state in {"cancelled", "declined"}:
            found += waitlist.admit(event, person, answers, batch=batch.nonce, now=now)
            continue
        rsvps.lock(event)
        if rsvps.takes(event, *kinds_of("program", answers.needs), now=now):
            rsvp_repeats.keep(held, answers, batch=batch.nonce, now=now)
    return found


def find(program: Program, person: Person) -> Enrolment | None:
    """This person's enrolment in this program."""
    found: Enrolment | None = db.session.scalar(
        db.select(Enrolment).where(
            Enrolment.program_id == program.id, Enrolment.person_id == person.id
        )
    )
    return found


def leave(enrolment: Enrolment, *, now: datetime) -> None:
    """Give the place back: sessions still to come leave the calendar, the next in line joins."""
    lock(enrolment.program)
    if enrolment.state == "cancelled":
        return
    enrolment.state = "cancelled"
    webhook_data.enrolled(enrolment, "enrolment.left", now=now)
    outbox.withdraw(f"enrolment:{enrolment.id}")
    links = [
        enrolment.link,
        *(repeated.link for repeated in repeated_enrolments.of_first(enrolment)),
    ]
    _give_back(enrolment.program, links, now=now)
    for rsvp in _to_come(enrolment, source="program", now=now):
        # What they answered beside it stays, and whatever they answer later is a drop-in's.
        rsvp.source = "web"
    repeated_enrolments.end(enrolment)


def take_back(repeated: RepeatedEnrolment, *, now: datetime) -> None:
    """Take back what was typed once more, and the RSVPs that it made; the enrolment stays as it is."""
    lock(repeated.first.program)
    _give_back(repeated.first.program, [repeated.link], now=now)
    repeated_enrolments.take_back(repeated)


def _give_back(program: Program, links: Sequence[Link], *, now: datetime) -> None:
    events = []
    for link in links:
        for rsvp in made_with(link):
            if not rsvp.event.over(now) and rsvps.end(rsvp, now=now):
                events.append(rsvp.event)
        rsvp_repeats.take_back_batch(link.nonce)
    _serve(program, events, now=now)


def _serve(program: Program, events: Sequence[Event], *, now: datetime) -> int:
    """The lines of several sessions, then that of the program: so that its letters know them all."""
    for event in events:
        rsvps.serve(event, now=now)
    return waitlist.serve(program, now=now)


def come_again(enrolment: Enrolment, event: Event, *, now: datetime) -> None:
    """Take a session up again that was given back, as one of the program's people. Twice is once.

    Refused for who left, and where the session takes nobody any more.
    """
    program, person = enrolment.program, enrolment.person
    lock(program)
    if enrolment.state == "cancelled" or event not in coming(program, now=now):
        raise Refused(_("This session takes nobody any more."))
    rsvps.lock(event)
    held = rsvps.find(event, person)
    if held and held.state not in {"cancelled", "declined"}:
        return
    needs = kinds_of("program", waitlist.said(enrolment).needs)
    if not rsvps.takes(event, *needs, now=now):
        raise Refused(_("Every seat is taken, and the waitlist has closed."))
    batch, said = enrolment.link.nonce, waitlist.said(enrolment)
    waitlist.invite(waitlist.admit(event, person, said, batch=batch, now=now), now=now)


def erase_places(person: Person, *, now: datetime) -> None:
    """End every place of somebody who is about to be erased, and of who shares their address.

    As places always end: what hangs on them goes, and whoever waits is served.
    """
    theirs = db.or_(Person.id == person.id, Person.shares_id == person.id)
    for enrolment in db.session.scalars(
        db.select(Enrolment).join(Enrolment.person).where(theirs).order_by(Enrolment.id)
    ):
        leave(enrolment, now=now)
    for rsvp in guests.places_of(person):
        rsvps.cancel(rsvp, now=now)


def resize(program: Program, capacity: int | None, *, now: datetime) -> int:
    """Change how many may enrol; how many who waited joined. Lowering takes nobody's place away.

    Sessions to come that had as many places as the program have as many as it again.
    """
    lock(program)
    if program.cancelled_at:
        raise Refused(_("This program is called off."))
    before, program.capacity = program.capacity, capacity
    sessions = [session.event for session in program.sessions]
    resized = [one for one in sessions if one.capacity == before and not one.over(now)]
    for event in resized:
        rsvps.lock(event)
        event.capacity, event.revised_at = capacity, now
    return _serve(program, resized, now=now)


def answers_of(enrolment: Enrolment) -> list[Rsvp]:
    """The RSVPs that an enrolment made, session by session.

    One that the guest gave before, or since, isn't among them: its own letter opens it.
    """
    return made_with(enrolment.link)


def made_with(link: Link) -> list[Rsvp]:
    """The RSVPs that were made with one enrolment, or with one typed once more, by its link."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.event)
            .where(Rsvp.batch == link.nonce)
            .options(db.contains_eager(Rsvp.event), db.joinedload(Rsvp.link))
            .order_by(Event.starts_at, Event.id)
        )
    )


def claim(enrolment: Enrolment) -> None:
    """Its owner speaks, by the link of a letter: what typing the address had opened ends everywhere."""
    repeated_enrolments.claim(enrolment)
    for rsvp in answers_of(enrolment):
        rsvp_repeats.claim(rsvp)


def shown_answers(enrolment: Enrolment, *, opened: Collection[str]) -> list[tuple[Rsvp, str]]:
    """What an enrolment's page shows for its sessions, in order, each with the token of its page.

    The RSVPs that it made; for a session that the guest had answered before, or answered anew since,
    that answer where its own link was opened in this browser too (`opened`, by nonce), else what was
    typed with the enrolment. A page that the form opened leads to such pages alone, as long as those
    are open.
    """
    found = {}
    for rsvp in answers_of(enrolment):
        if not enrolment.link.from_page or rsvp.link.nonce in opened:
            found[rsvp.event_id] = rsvp, token_of(rsvp.link)
        elif rsvp.link.page_digest:
            found[rsvp.event_id] = rsvp, page_token_of(rsvp.link)
    for repeat in rsvp_repeats.of_batch(enrolment.link.nonce):
        if repeat.event_id in found:
            # Taken up again with this enrolment: what was given back before is past.
            continue
        if repeat.first.link.nonce in opened:
            found[repeat.event_id] = repeat.first, token_of(repeat.first.link)
        elif repeat.link.page_digest:
            found[repeat.event_id] = rsvp_repeats.shown(repeat), page_token_of(repeat.link)
        elif not enrolment.link.from_page:
            found[repeat.event_id] = rsvp_repeats.shown(repeat), token_of(repeat.link)
    return sorted(found.values(), key=lambda each: (each[0].event.starts_at, each[0].event.id))


def _next_turn(program: Program) -> int:
    last = db.session.scalar(
        db.select(db.func.max(Enrolment.turn)).where(Enrolment.program_id == program.id)
    )
    return (last or 0) + 1
