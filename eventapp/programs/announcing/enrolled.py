"""Those of a program who hear what becomes of it: enrolled or waiting, with an address of their own."""

from collections.abc import Sequence

from sqlalchemy import Select

from eventapp.db import db
from eventapp.people.models import Person
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Enrolment, Program


def of(program_id: int | None) -> Select[tuple[int]]:
    """A query for all of them, by the enrolment's number."""
    found: Select[tuple[int]] = db.select(Enrolment.id).join(Enrolment.person)
    return found.where(
        Enrolment.program_id == program_id,
        Enrolment.state != "cancelled",
        Person.email.is_not(None),
    )


def left(found: ProgramAnnouncement) -> Select[tuple[int]]:
    """Those who are still to be written to, and were there before."""
    mine = of(found.program_id).where(Enrolment.id > found.cursor, Enrolment.turn <= found.until)
    return mine.order_by(Enrolment.id)


def last(program: Program) -> int:
    """The turn of whoever came last."""
    turn = db.select(db.func.max(Enrolment.turn)).where(Enrolment.program_id == program.id)
    return db.session.scalar(turn) or 0


def read(numbers: Sequence[int]) -> list[Enrolment]:
    """Some of them, with what a letter needs."""
    found = (
        db.select(Enrolment)
        .where(Enrolment.id.in_(numbers))
        .options(db.joinedload(Enrolment.person), db.joinedload(Enrolment.link))
        .order_by(Enrolment.id)
    )
    return list(db.session.scalars(found))
