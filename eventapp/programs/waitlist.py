"""Who is served next in a program: its own line, and its people in the lines of its sessions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from eventapp import rows
from eventapp.communities.models import Role
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events import webhook_data as event_webhooks
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.people.models import Person
from eventapp.programs import letters, webhook_data
from eventapp.programs.enrolling.checks import Enrolling
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import letters as rsvp_letters
from eventapp.rsvps import places
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import kinds_of

# How many may come to an event without the program that it is a session of.
DROP_IN = db.select(Session.__table__.c.drop_in).where(
    Session.__table__.c.event_id == db.bindparam("event"),
    Session.__table__.c.drop_in.is_not(None),
)


def lock(program: Program) -> None:
    """Let one request at a time decide about the places of a program."""
    lock_row(Program, program.id)


def lock_of(event: Event) -> None:
    """Lock the program of a session, before the session: so no two wait for each other."""
    # On SQLite the transaction has been exclusive since it began.
    if db.engine.dialect.name == "postgresql":
        for session in rows.read(_SESSION, {"event": event.id}):
            lock_row(Program, session.program_id)


_SESSION = db.select(Session.__table__.c.program_id).where(
    Session.__table__.c.event_id == db.bindparam("event")
)


def of(event: Event) -> Program | None:
    """The program that an event is a session of."""
    mine = db.select(Session.program_id).where(Session.event_id == event.id)
    found: Program | None = db.session.scalar(
        db.select(Program).where(Program.id == mine.scalar_subquery())
    )
    return found


def coming(program: Program, *, now: datetime) -> list[Event]:
    """The published sessions that still take answers, or will once they open, in order."""
    return [event for event in _open(program) if event.before_closing(now)]


def served(program: Program, *, now: datetime) -> list[Event]:
    """The published sessions whose waitlist is still served, in order."""
    return [event for event in _open(program) if event.serves_waitlist(now)]


def shown(program: Program) -> list[Event]:
    """The sessions whose own pages are public, in order."""
    found = [session.event for session in program.sessions]
    return [event for event in found if event.published_at and not event.by_invitation]


def _open(program: Program) -> list[Event]:
    """The sessions that a yes to the program may give places in.

    None is by invitation or asks the organizer of each person: its form refuses that.
    """
    return [event for event in shown(program) if not event.needs_approval]


def enrolling(program: Program, *, now: datetime) -> Enrolling:
    """What decides whether somebody may join this program."""
    stand = [event.starts_at for event in shown(program) if not event.cancelled_at]
    return Enrolling(
        published=program.published_at is not None,
        cancelled=program.cancelled_at is not None,
        opens=program.enrols_from,
        closes=program.enrols_until,
        begins=min(stand, default=None),
        late_joining=program.late_joining,
        left=bool(coming(program, now=now)),
    )


def about(event: Event) -> tuple[str, str]:
    """The title and the path of the page of the program that an event is a session of.

    While the program is no page of its own, that of its community.
    """
    program = of(event)
    community = event.community.slug
    if program is None or not program.published_at:
        return event.community.name, url_for("front.community", community=community)
    return program.title, url_for("programs.show", community=community, program=program.slug)


def is_session(event: Event) -> bool:
    """Whether an event belongs to a program."""
    mine = db.select(Session.id).where(Session.event_id == event.id)
    return db.session.scalar(mine) is not None


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


def admit(
    event: Event, person: Person, answers: Answers, *, batch: str, now: datetime
) -> list[Rsvp]:
    """A place in one session, or one in its line; those are returned who need an invite."""
    rsvps.lock(event)
    if not rsvps.takes(event, *kinds_of("program", answers.needs), now=now):
        return []
    rsvp = rsvps.admit(event, person, answers, source="program", batch=batch, now=now, letter=None)
    return [rsvp] if rsvp.going else []


def write(enrolment: Enrolment, invited: Collection[Rsvp], *, key: str, now: datetime) -> None:
    """The program's letter first, with the link to it all, then an invite for each session beside it."""
    letter = letters.enrolled(enrolment, key=key, now=now)
    with letter_limits.beside(letter, now=now):
        invite(invited, now=now)


def invite(invited: Collection[Rsvp], *, now: datetime) -> None:
    """An invite for each session."""
    for rsvp in invited:
        rsvp_letters.invite(rsvp, kind="invite", now=now)


def publish(event: Event, *, now: datetime) -> None:
    """List an event from now on; a session reaches its program's people. Twice is once."""
    lock_of(event)
    put_out(event, now=now)
    serve_of(event, now=now)


def put_out(event: Event, *, now: datetime) -> None:
    """The same for whoever serves its lines afterwards."""
    first = not event.published_at
    event.publish(now)
    if first:
        event_webhooks.post(event, "event.published", now=now)


def serve_of(event: Event, *, now: datetime) -> None:
    """Serve the line of the program that an event is a session of, if it is one."""
    if program := of(event):
        serve(program, now=now)


def serve(program: Program, *, now: datetime) -> int:
    """Free places of a program go to whoever waits for it, in order; how many joined.

    The sessions' own lines are served before. Everybody of the program stands in each session,
    also in one that took nobody when they asked, and keeps their turn where they stand already;
    what they gave back stays so. Nobody joins who would come too late for a program that allows
    none to: who waits goes on waiting for single sessions.
    """
    sessions = served(program, now=now)
    if program.cancelled_at or not program.published_at or not sessions:
        return 0
    invited = _into(sessions, program, now=now)
    queue = db.session.scalars(
        db.select(Enrolment)
        .where(Enrolment.program_id == program.id, Enrolment.state == "waitlisted")
        .order_by(Enrolment.turn)
    ).all()
    room = places.Room.of(count(program, "enrolled"), program.capacity)
    late = enrolling(program, now=now).begun(now)
    free = set() if late else set(places.promotions(room, [places.Party(e.id) for e in queue]))
    for enrolment in queue:
        if enrolment.id in free:
            enrolment.state = "enrolled"
            webhook_data.enrolled(enrolment, "enrolment.promoted", now=now)
            key = f"promoted-enrolled:{enrolment.id}:{enrolment.turn}"
            write(enrolment, invited.pop(enrolment.id, ()), key=key, now=now)
    for others in invited.values():
        invite(others, now=now)
    db.session.flush()
    return len(free)


def _into(sessions: list[Event], program: Program, *, now: datetime) -> dict[int, list[Rsvp]]:
    """Put the people of a program into sessions where they have no answer; who needs an invite."""
    events = {event.id: event for event in sessions}
    answered = db.select(Rsvp.id).where(
        Rsvp.event_id == Session.event_id, Rsvp.person_id == Enrolment.person_id
    )
    missing = db.session.execute(
        db.select(Enrolment, Session.event_id)
        .join(Session, Session.program_id == Enrolment.program_id)
        .where(
            Enrolment.program_id == program.id,
            Enrolment.state != "cancelled",
            Session.event_id.in_(events),
            ~answered.exists(),
        )
        .options(db.joinedload(Enrolment.person), db.joinedload(Enrolment.link))
        .order_by(Enrolment.turn)
    ).all()
    invited: dict[int, list[Rsvp]] = defaultdict(list)
    for enrolment, event_id in missing:
        event, batch = events[event_id], enrolment.link.nonce
        invited[enrolment.id] += admit(
            event, enrolment.person, said(enrolment), batch=batch, now=now
        )
    return invited


def said(enrolment: Enrolment) -> Answers:
    """What somebody answered on joining."""
    told = {name: value for name, value in enrolment.answers.items() if name != "once"}
    return Answers(**told)


def refuse_removal(roles: Sequence[Role], *, now: datetime) -> None:
    """Refuse to remove roles that somebody joined a program as: in its next session they come so."""
    names = {role.id: role.name for role in roles}
    role = Enrolment.answers["role_id"].as_integer()
    said = db.select(role).where(role.in_(names))
    if (found := db.session.scalar(said.limit(1))) is not None:
        raise Refused(
            _(
                "People joined a program as “%(name)s”, so it can't be removed. Rename it instead.",
                name=names[found],
            )
        )
