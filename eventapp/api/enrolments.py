"""Who is enrolled in a program or waits for a place in it, read."""

from typing import Literal, TypedDict

from eventapp.api.operations import Call, Part, operation, part_of
from eventapp.api.programs import program_of
from eventapp.api.schemas import Moment
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.programs.models import STATES, Enrolment


class EnrolmentShown(TypedDict):
    """Somebody's place in a program; what they answered is in the RSVP of each session."""

    id: int
    program: int
    state: Literal["enrolled", "waitlisted", "cancelled"]
    email: str | None
    first_name: str
    last_name: str
    created_at: Moment


@operation(
    "GET", "/programs/<int:program>/enrolments", scope="rsvps:read", group="Programs",
    answers=EnrolmentShown, listed=True, query={"state": {"type": "string", "enum": list(STATES)}},
)  # fmt: skip
def index(call: Call) -> Part:
    """List who is enrolled or waits.

    In the order in which they asked.
    """
    program = program_of(call)
    asked = db.select(Enrolment).where(Enrolment.program_id == program.id)
    if state := call.query.get("state"):
        asked = asked.where(Enrolment.state == state)
    total = db.session.scalar(db.select(db.func.count()).select_from(asked.subquery())) or 0
    start, many = part_of(call)
    read = db.joinedload(Enrolment.person).joinedload(Person.shares)
    part = asked.options(read).order_by(Enrolment.turn, Enrolment.id).offset(start).limit(many)
    return Part([_shown(one) for one in db.session.scalars(part)], total)


def _shown(one: Enrolment) -> EnrolmentShown:
    return EnrolmentShown(
        id=one.id,
        program=one.program_id,
        state=one.state,  # type: ignore[typeddict-item]
        email=one.person.letterbox,
        first_name=one.first_name,
        last_name=one.last_name,
        created_at=rfc3339(one.created_at),
    )
