"""Whoever the events belong to may tell their people of several changes in one letter: as it is handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from eventapp.rsvps.event_changes import Snapshot

# How each event that is told of was, by its number.
Before = Mapping[int, Snapshot]


class Tell(Protocol):
    """Have everybody told what changed; how many."""

    def __call__(self, before: Before, *, now: datetime) -> int: ...


class Count(Protocol):
    """How many have one letter about some events."""

    def __call__(self, events: Sequence[int]) -> int: ...


class Waiting(Protocol):
    """How many of them wait in each of some events: no calendar of theirs has an entry that moves."""

    def __call__(self, events: Sequence[int]) -> Mapping[int, int]: ...


@dataclass(frozen=True)
class OneLetter:
    """One letter about all events of something, beside the short ones that move calendars.

    `of` is what they belong to, in words. The rest says how many `readers` it has, who is `waiting`
    and so has it alone, and writes it (`tell`).
    """

    of: str
    readers: Count
    waiting: Waiting
    tell: Tell
