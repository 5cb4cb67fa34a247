"""The letter that asks whether somebody wants to hear, and the one that they asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from eventapp import languages
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
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


def confirm(found: Interest, of: Program | EventSeries, *, now: datetime) -> None:
    """One press, and they are told; it isn't posted when it would have to wait."""
    with languages.spoken(*found.languages, languages.now()):
        outbox.post_if_due(
            "interest-confirm",
            key=f"interest-confirm:{found.nonce}:{now:%Y%m%d%H}",
            now=now,
            **(
                _of_series(found, of, dates=())
                if isinstance(of, EventSeries)
                else _given(found, of, sessions=())
            ),
        )


def runs_again(program: Program, found: Sequence[Interest], *, now: datetime) -> list[Message]:
    """That the program runs again: its sessions, and its page."""
    sessions = [
        event for event in shown(program) if event.starts_at > now and not event.cancelled_at
    ]
    return [_runs_again(one, program, sessions, now=now) for one in found if one.person.email]


@languages.theirs
def _runs_again(
    found: Interest, program: Program, sessions: Sequence[Event], *, now: datetime
) -> Message:
    key = f"runs-again:{found.nonce}:{program.id}"
    return outbox.written(
        "runs-again", key=key, now=now, **_given(found, program, sessions=sessions)
    )


def next_date(
    series: EventSeries, dates: Sequence[Event], found: Sequence[Interest], *, now: datetime
) -> list[Message]:
    """A series goes on: the dates that are new, and its page."""
    return [_next_date(one, series, dates, now=now) for one in found if one.person.email]


@languages.theirs
def _next_date(
    found: Interest, series: EventSeries, dates: Sequence[Event], *, now: datetime
) -> Message:
    key = f"next-date:{found.nonce}:{dates[0].id}"
    return outbox.written("next-date", key=key, now=now, **_of_series(found, series, dates=dates))


def _of_series(found: Interest, series: EventSeries, *, dates: Sequence[Event]) -> dict[str, Any]:
    said = letter_context.of_series(series, dates)
    return _letter(found, series.community.name, said | {"series": True, "cohort": ""})


def _given(found: Interest, program: Program, *, sessions: Sequence[Event]) -> dict[str, Any]:
    name = sender(program.sessions[0].event) if program.sessions else program.community.name
    said = letter_context.of(program, sessions)
    return _letter(found, name, said | {"series": False, "cohort": program.cohort})


def _letter(found: Interest, sender_name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    person, community = found.person, found.community.slug
    return {
        "about": about(found),
        "to": person.email or "",
        "to_name": person.name,
        "sender_name": sender_name,
        "context": {
            **said,
            "guest": Guest(person.first_name, person.name, going=True),
            "link": outbox.personal_address("interest.mine", found.nonce, of=community),
            "unsubscribe_url": outbox.personal_address("interest.stop", found.nonce, of=community),
        },
    }
