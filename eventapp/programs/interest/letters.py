"""The letter that asks whether somebody wants to hear, and the one that they asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventapp import languages
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.programs import letter_context
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Program
from eventapp.programs.waitlist import shown


def about(found: Interest) -> str:
    """How the letters of one wish are found."""
    return f"interest:{found.id}"


def confirm(found: Interest, program: Program, *, now: datetime) -> None:
    """One press, and they are told; it isn't posted when it would have to wait."""
    with languages.spoken(*found.languages, languages.now()):
        outbox.post_if_due(
            "interest-confirm",
            key=f"interest-confirm:{found.id}:{now:%Y%m%d%H}",
            now=now,
            **_given(found, program, sessions=()),
        )


def runs_again(program: Program, found: Sequence[Interest], *, now: datetime) -> None:
    """The program runs again: its sessions, and its page."""
    sessions = [
        event for event in shown(program) if event.starts_at > now and not event.cancelled_at
    ]
    outbox.post_all(
        [_runs_again(one, program, sessions, now=now) for one in found if one.person.email]
    )


@languages.theirs
def _runs_again(
    found: Interest, program: Program, sessions: Sequence[Event], *, now: datetime
) -> Message:
    key = f"runs-again:{found.id}:{program.id}"
    return outbox.written(
        "runs-again", key=key, now=now, **_given(found, program, sessions=sessions)
    )


def _given(found: Interest, program: Program, *, sessions: Sequence[Event]) -> dict[str, Any]:
    person = found.person
    return {
        "about": about(found),
        "to": person.email or "",
        "to_name": person.name,
        "sender_name": sender(program.sessions[0].event)
        if program.sessions
        else program.community.name,
        "context": {
            **letter_context.of(program, sessions),
            "guest": Guest(person.first_name, person.name, going=True),
            "cohort": program.cohort,
            "link": outbox.personal_address("interest.mine", found.nonce),
        },
    }
