"""The one letter in which everybody of a program hears that it is off, or takes place after all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from eventapp import languages
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.people.actions import nonce_of
from eventapp.people.models import Person
from eventapp.programs import letter_context
from eventapp.programs.models import Enrolment, Program

# Each takes back what says the opposite and hasn't left.
TAKES_BACK = {
    "program-off": ("enrolled", "program-on"),
    "program-on": ("program-off",),
}


def readers(program: Program) -> Select[Any]:
    """The enrolments that hold a place or wait, of people with an address of their own."""
    found: Select[Any] = (
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.program_id == program.id,
            Enrolment.state != "cancelled",
            Person.email.is_not(None),
        )
        .order_by(Enrolment.turn)
    )
    return found


def tell(kind: str, program: Program, sessions: Sequence[Event], *, now: datetime) -> int:
    """Write to everybody of a program, once each; how many."""
    found = db.session.scalars(
        readers(program).options(db.contains_eager(Enrolment.person), db.joinedload(Enrolment.link))
    ).all()
    outbox.take_back([f"enrolment:{one.id}" for one in found], kinds=TAKES_BACK[kind])
    outbox.post_all([_letter(one, kind, program, sessions, now=now) for one in found])
    return len(found)


@languages.theirs
def _letter(
    one: Enrolment, kind: str, program: Program, sessions: Sequence[Event], *, now: datetime
) -> Message:
    return outbox.written(
        kind,
        key=f"{kind}:{one.id}:{int(now.timestamp())}",
        about=f"enrolment:{one.id}",
        to=one.person.email or "",
        to_name=one.name,
        sender_name=sender(sessions[0]),
        context={
            **letter_context.of(program, sessions),
            "guest": Guest(one.first_name, one.name, going=one.state == "enrolled"),
            "waitlisted": one.state == "waitlisted",
            "link": outbox.personal_address("programs.mine", nonce_of(one.link)),
        },
        now=now,
    )
