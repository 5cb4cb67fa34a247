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
    """The same of a series of events, with some of its dates."""
    return {
        "program": Facts(series.title, series.summary),
        "community": series.community.name,
        "style": Style(face(series.community)),
        "sessions": tuple((event.title, letter_context.when(event)) for event in dates),
        "event_url": outbox.address_of(
            "event_series.show", community=series.community.slug, series=series.slug
        ),
    }


def of(program: Program, sessions: Sequence[Event]) -> dict[str, Any]:
    """A program with some of its sessions, each with its title and its time, and its page."""
    return {
        "program": Facts(program.title, program.summary),
        "community": program.community.name,
        "style": Style(face(program.community)),
        "sessions": tuple((event.title, letter_context.when(event)) for event in sessions),
        "event_url": outbox.address_of(
            "programs.show", community=program.community.slug, program=program.slug
        ),
    }
