"""A program as the next run's draft, and its other runs."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from eventapp.communities.access import slug_for
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.local_time import Repeated
from eventapp.programs import waitlist
from eventapp.programs.cohorts import dates
from eventapp.programs.family import runs_of
from eventapp.programs.models import Program, Session, Trainer

KEPT = (
    "title", "summary", "description", "for_whom", "takes_away", "price_note", "language",
    "requires_id", "agreement", "capacity", "late_joining", "certificate_sessions",
    "certificate_people", "certificate_roles", "certificate_reflection",
)  # fmt: skip
OF_TRAINER = ("position", "kind", "name", "about", "words", "role_id", "membership_id")


def to_run_again(program: Program) -> list[Session]:
    """The sessions that the next run has: without those that were called off by themselves."""
    off = program.cancelled_at
    return [
        one
        for one in program.sessions
        if not one.event.cancelled_at or (off and one.event.cancelled_at == off)
    ]


def times(sessions: Sequence[Session]) -> list[dates.Times]:
    """When they are, as `dates` reads it."""
    return [(one.event.starts_at, one.event.ends_at, one.event.zone) for one in sessions]


def run_again(
    program: Program, *, first: date, cohort: str, now: datetime
) -> tuple[Program, list[Repeated]]:
    """A draft with all that a program says and asks, its sessions from another day on, and nobody in it;
    with their times, for what the clocks don't allow. Twice is once."""
    waitlist.lock(program)
    sessions = to_run_again(program)
    if not sessions:
        raise Refused(_("It has no session that could be held again."))
    found = dates.run_again(times(sessions), first)
    if found[0].starts_at <= now:
        raise Refused(_("Choose a first day that is to come."))
    if made := _made_before(program, cohort, found):
        return made, found
    days, zone = (first - dates.first_day(times(sessions))).days, program.community.zone
    made = Program(
        community=program.community,
        slug=_slug(program, cohort),
        cohort=cohort,
        first_id=program.family,
        enrols_from=dates.moved(program.enrols_from, zone, days=days),
        enrols_until=dates.moved(program.enrols_until, zone, days=days),
        created_at=now,
        **{name: getattr(program, name) for name in KEPT},
    )
    for one in program.trainers:
        made.trainers.append(Trainer(**{name: getattr(one, name) for name in OF_TRAINER}))
    for position, (session, then) in enumerate(zip(sessions, found, strict=True), start=1):
        made.sessions.append(
            Session(
                event=drafts.copy(session.event, then, now=now),
                position=position,
                compulsory=session.compulsory,
                drop_in=session.drop_in,
                materials=list(session.materials),
            )
        )
    db.session.add(made)
    db.session.flush()
    return made, found


def _made_before(program: Program, cohort: str, then: Sequence[Repeated]) -> Program | None:
    """The draft that the same form became before."""
    starts = [one.starts_at for one in then]
    return next(
        (
            one
            for one in other_runs(program)
            if one.cohort == cohort
            and not one.published_at
            and [session.event.starts_at for session in one.sessions] == starts
        ),
        None,
    )


def _slug(program: Program, cohort: str) -> str:
    taken = db.select(Program.slug).where(Program.community_id == program.community_id)
    return slug_for(f"{program.title} {cohort}", set(db.session.scalars(taken)))


def other_runs(program: Program) -> Sequence[Program]:
    """The other runs of a program, newest first, with their sessions."""
    return db.session.scalars(
        db.select(Program)
        .where(runs_of(program), Program.id != program.id)
        .options(db.selectinload(Program.sessions).joinedload(Session.event))
        .order_by(Program.created_at.desc(), Program.id.desc())
    ).all()
