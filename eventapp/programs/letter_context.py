"""What letters about a program, or a series of events, as a whole say to all their readers alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.events.wording.actions import face
from eventapp.mail import outbox
from eventapp.mail.wording import Style
from eventapp.programs.models import Program
from eventapp.rsvps import letter_context


@dataclass(frozen=True)
class Facts:
    """What letters say of a program."""

    title: str
    summary: str


def of_series(series: EventSeries, dates: Sequence[Event]) -> dict[str, Any]:
    """A series of events with some of its dates, each with its title and its time, and its page."""
    return _of(series, dates, "event_series.show", series=series.slug)


def of(program: Program, sessions: Sequence[Event]) -> dict[str, Any]:
    """The same of a program, with some of its sessions."""
    return _of(program, sessions, "programs.show", program=program.slug)


def _of(
    what: Program | EventSeries, events: Sequence[Event], page: str, **part: str
) -> dict[str, Any]:
    host = what.community
    return {
        "program": Facts(what.title, what.summary),
        "community": host.name,
        "style": Style(face(host)),
        "sessions": tuple((event.title, letter_context.when(event)) for event in events),
        "event_url": outbox.address_of(page, community=host.slug, **part),
    }
