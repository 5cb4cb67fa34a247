"""The one letter in which everybody of a program hears that it is off, or takes place after all."""

from collections.abc import Sequence
from datetime import datetime

from eventapp import languages
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.people.actions import nonce_of
from eventapp.programs import letter_context
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import enrolled
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Enrolment, Program

# Each takes back what says the opposite and hasn't left.
TAKES_BACK = {
    "program-off": ("enrolled", "program-on", "program-moved"),
    "program-on": ("program-off",),
}


def tell(kind: str, program: Program, sessions: Sequence[Event], *, now: datetime) -> int:
    """Have everybody of a program written to, once each; how many."""
    about = db.literal("enrolment:").concat(db.cast(Enrolment.id, db.String))
    outbox.take_back(
        enrolled.of(program.id).with_only_columns(about, maintain_column_froms=True),
        kinds=TAKES_BACK[kind],
    )
    people = db.session.scalar(
        enrolled.of(program.id).with_only_columns(
            db.func.count(Enrolment.id), maintain_column_froms=True
        )
    )
    announcing.announce(
        program,
        kind,
        said={"sessions": [event.id for event in sessions]},
        people=people or 0,
        until=enrolled.last(program),
        now=now,
    )
    return people or 0


def written(found: ProgramAnnouncement, numbers: Sequence[int], now: datetime) -> list[Message]:
    """The letters to some of them."""
    held = found.said["sessions"]
    sessions = [one.event for one in found.program.sessions if one.event_id in held]
    if not sessions:
        return []
    return [_letter(one, found, sessions, now=now) for one in enrolled.read(numbers)]


LETTERS = announcing.Letters(enrolled.left, written)


@languages.theirs
def _letter(
    one: Enrolment, found: ProgramAnnouncement, sessions: Sequence[Event], *, now: datetime
) -> Message:
    return outbox.written(
        found.kind,
        key=f"{found.kind}:{one.id}:a{found.id}",
        about=f"enrolment:{one.id}",
        to=one.person.email or "",
        to_name=one.name,
        sender_name=sender(sessions[0]),
        context={
            **letter_context.of(found.program, sessions),
            "guest": Guest(one.first_name, one.name, going=one.state == "enrolled"),
            "waitlisted": one.state == "waitlisted",
            "link": outbox.personal_address(
                "programs.mine", nonce_of(one.link), of=one.program.community.slug
            ),
        },
        now=now,
    )
