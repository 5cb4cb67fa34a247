"""What hangs on a guest's place ends with it: chairs, locks, hosting, check-in, steps to undo, ticks.

Features to the right of this one keep such things, so `create_app` hands over what ends them. It runs
when a place ends and, for whoever answers again, before another one begins: a returning guest
comes with nothing but what they say then. Every column that points at an RSVP is named in
tests/rsvps/test_hanging.py, as what ends or as what stays.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


class End(Protocol):
    """Ends what a feature keeps about one guest's place; twice is once."""

    def __call__(self, rsvp: Rsvp, *, now: datetime) -> None: ...


class Count(Protocol):
    """How many guests are checked in at an event."""

    def __call__(self, event: Event) -> int: ...


class Move(Protocol):
    """Ends what doesn't hold any more for an event at another time; twice is once."""

    def __call__(self, event: Event, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Hanging:
    """What later features hand over."""

    ends: tuple[End, ...]
    here: Count
    clear_day: Move
    moved: Move


def init(app: Flask, hanging: Hanging) -> None:
    """Let the places of an app end with everything that hangs on them."""
    app.extensions["hanging"] = hanging


def end(rsvp: Rsvp, *, now: datetime) -> None:
    """End everything that hangs on the place a guest had."""
    for ends in _handed().ends:
        ends(rsvp, now=now)


def here(event: Event) -> int:
    """How many guests are checked in."""
    return _handed().here(event)


def clear_day(event: Event, *, now: datetime) -> None:
    """Nobody is here yet on the day an event is about to move to; what happened stays written."""
    _handed().clear_day(event, now=now)


def moved(event: Event, *, now: datetime) -> None:
    """The times of an event are other ones now; rounds that had begun may be to come again."""
    _handed().moved(event, now=now)


def _handed() -> Hanging:
    handed: Hanging = current_app.extensions["hanging"]
    return handed
