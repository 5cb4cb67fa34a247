"""Programs with their sessions, read."""

from datetime import datetime
from typing import Any, Literal, TypedDict

from flask import abort

from eventapp.api.operations import Call, Part, operation, part_of
from eventapp.api.schemas import Moment, Number
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.programs.models import Enrolment, Program, Session


class SessionShown(TypedDict):
    """A session of a program, which is an event of its own."""

    event: int
    title: str
    starts_at: Moment
    ends_at: Moment
    compulsory: bool


class TrainerShown(TypedDict):
    """Somebody who leads a program or hosts it."""

    name: str
    kind: Literal["trainer", "host"]
    about: str


class ProgramShown(TypedDict):
    """Events in a row, under one enrolment."""

    id: int
    slug: str
    title: str
    summary: str
    description: str
    cohort: str
    state: Literal["draft", "published", "running", "finished", "cancelled"]
    capacity: int | None
    enrolled: Number
    waitlisted: Number
    sessions: list[SessionShown]
    trainers: list[TrainerShown]
    published_at: Moment | None


def _asked(call: Call) -> Any:
    return db.select(Program).where(Program.community_id == call.community.id)


def program_of(call: Call) -> Program:
    """The program of the path, if it is of the token's community."""
    found: Program = db.session.scalar(
        _asked(call).where(Program.id == call.path["program"])
    ) or abort(404)
    return found


def _read(asked: Any) -> list[Program]:
    sessions = db.selectinload(Program.sessions).joinedload(Session.event)
    return list(db.session.scalars(asked.options(sessions, db.selectinload(Program.trainers))))


def _shown(programs: list[Program], now: datetime) -> list[ProgramShown]:
    rows = db.session.execute(
        db.select(Enrolment.program_id, Enrolment.state, db.func.count(Enrolment.id))
        .where(Enrolment.program_id.in_([program.id for program in programs]))
        .group_by(Enrolment.program_id, Enrolment.state)
    )
    counted = {(number, state): many for number, state, many in rows}
    return [
        ProgramShown(
            id=one.id,
            slug=one.slug,
            title=one.title,
            summary=one.summary,
            description=one.description,
            cohort=one.cohort,
            state=one.state(now),  # type: ignore[typeddict-item]
            capacity=one.capacity,
            enrolled=counted.get((one.id, "enrolled"), 0),
            waitlisted=counted.get((one.id, "waitlisted"), 0),
            sessions=[
                SessionShown(
                    event=session.event_id,
                    title=session.event.title,
                    starts_at=rfc3339(session.event.starts_at, session.event.zone),
                    ends_at=rfc3339(session.event.ends_at, session.event.zone),
                    compulsory=session.compulsory,
                )
                for session in one.sessions
            ],
            trainers=[
                TrainerShown(
                    name=trainer.name,
                    kind=trainer.kind,  # type: ignore[typeddict-item]
                    about=trainer.about,
                )
                for trainer in one.trainers
            ],
            published_at=rfc3339(one.published_at) if one.published_at else None,
        )
        for one in programs
    ]


@operation(
    "GET", "/programs", scope="programs:read", group="Programs", answers=ProgramShown, listed=True
)
def index(call: Call) -> Part:
    """List programs.

    The newest first.
    """
    asked = _asked(call)
    total = db.session.scalar(db.select(db.func.count()).select_from(asked.subquery())) or 0
    start, many = part_of(call)
    part = asked.order_by(Program.id.desc()).offset(start).limit(many)
    return Part(list(_shown(_read(part), call.now)), total)


@operation(
    "GET", "/programs/<int:program>", scope="programs:read", group="Programs",
    answers=ProgramShown,
)  # fmt: skip
def read(call: Call) -> ProgramShown:
    """Read a program with its sessions."""
    found = _read(_asked(call).where(Program.id == call.path["program"]))
    return _shown(found or abort(404), call.now)[0]
