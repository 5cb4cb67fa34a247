"""A program that is under way: two sessions held with people who met, one next, three later; all of its words said."""

from datetime import UTC, datetime, timedelta

import followup_builders
import make
import page_crawler
import program_builders
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.programs.models import Enrolment, Program, Trainer
from eventapp.rsvps.models import Rsvp

# Between the second and the third of five Tuesdays, over a change of clocks in Berlin.
THEN = datetime(2027, 3, 25, 12, tzinfo=UTC)
TUESDAYS = tuple(
    datetime(2027, month, day, hour, 30, tzinfo=UTC)
    for month, day, hour in ((3, 16, 17), (3, 23, 17), (3, 30, 16), (4, 6, 16), (4, 13, 16))
)
TITLES = (
    ("Asking a question a table can answer", ""),
    ("Cleaning up: the messy middle", ""),
    (
        "First queries",
        "Three lines of SQL are enough for most questions at work. We write them in pairs, on real bus data.",
    ),
    ("Pictures that don’t lie", "Five charts, and when each one helps."),
    (
        "Your own question",
        "You bring it, your table helps, a practitioner looks over your shoulder.",
    ),
    ("Show and supper", "Two minutes each, then we eat."),
)


def course(people: int = 19, *, host: Community | None = None, **given: object) -> Program:
    """Six evenings; two are over, and so many people were at both and met."""
    host = host or make.community(name="Granton Data", zone="Europe/London")
    said = {
        "title": "First steps into data",
        "summary": "Six evenings. Bring a question from your own work, leave with an answer you made yourself.",
        "description": "We work on real data of this city, at small tables.",
        "for_whom": "- you use spreadsheets and suspect there’s a better way\n- you are thinking of changing direction\n",
        "takes_away": "- an answer that you made yourself\n- people to ask next time\n",
        "capacity": people + 4,
    }
    program = make.program(sessions=6, community=host, **said | given)
    for number, (session, (title, summary)) in enumerate(
        zip(program.sessions, TITLES, strict=True)
    ):
        event = session.event
        event.title, event.summary, event.place_name = title, summary, "Granton Hub"
        event.place_address = "1 Wharf Road"
        session.position = number + 1
    for _ in range(people):
        join(program)
    for number, session in enumerate(program.sessions):
        start = first_start() + timedelta(weeks=number)
        session.event.starts_at, session.event.ends_at = start, start + timedelta(minutes=90)
    online = program.sessions[3].event
    online.place_name, online.place_address, online.online_url = (
        "",
        "",
        "https://meet.example.org/x",
    )
    for number in (0, 1):
        hold(program, number)
    roles = host.roles
    program.trainers += [
        Trainer(position=1, kind="trainer", name="Noor Rahman", about="Teaches maths, 14 years",
                words="I only know one trick: let people be wrong early.", role=roles[0]),
        Trainer(position=2, kind="host", name="Chidi Eze", about="Analyst at the council",
                words="I read bus data all day. Bring me your messiest sheet.", role=roles[-1]),
    ]  # fmt: skip
    db.session.commit()
    return program


def first_start() -> datetime:
    """At half past six in the evening, ten days ago."""
    return (clock.now() - timedelta(days=10)).replace(hour=18, minute=30, second=0)


def join(program: Program) -> Enrolment:
    """One more person enrolled, of the next role in turn."""
    roles = program.community.roles
    enrolled = db.session.scalar(db.select(db.func.count(Enrolment.id))) or 0
    # Of four people three share the first two roles.
    role = roles[(0, 0, 1, 2 + enrolled % max(1, len(roles) - 2))[enrolled % 4]]
    return program_builders.join(program, role_id=role.id)


def hold(program: Program, number: int, *, absent: int = 0, table: int = 5) -> None:
    """Let a session have taken place: who came, and who sat with whom, written to the end."""
    event = program.sessions[number].event
    going = db.session.scalars(
        db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.state == "going").order_by(Rsvp.id)
    ).all()
    came = going[absent:]
    followup_builders.arrive(*came)
    step = number + 1
    at = {one.person_id: (n * step) % max(1, len(came) // table + 1) for n, one in enumerate(came)}
    ledger.record(event, 1, at, set(at), now=event.ends_at)
    ledger.noted(event).closed_at = event.ends_at
    db.session.flush()


def path(program: Program) -> str:
    """The address of a program's page."""
    return f"/{program.community.slug}/programs/{program.slug}"


def tuesdays() -> Program:
    """Five sessions at half past six, of which two are over at `THEN`."""
    made = make.program(sessions=5)
    for number, (session, start) in enumerate(zip(made.sessions, TUESDAYS, strict=True)):
        session.event.title, session.event.place_name = f"Evening {number + 1}", "Hub"
        session.event.starts_at, session.event.ends_at = start, start + timedelta(minutes=90)
    return anew(made)


def anew(program: Program) -> Program:
    """The same, kept and read again: so its sessions are in order."""
    db.session.commit()
    db.session.expire_all()
    return program


def shown(client: Visitor, path: str) -> str:
    """The text of a page."""
    db.session.commit()
    db.session.expire_all()
    return " ".join(page_crawler.markup(client.get(path).text).shown.split())
