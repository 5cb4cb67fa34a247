"""The line of an event and that of the program it belongs to are served together.

Whoever waits for a program, or for one of its sessions, comes before a stranger. Programs stand to
the right of this feature, so `create_app` hands over their part; `actions.promote` runs it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.errors import Refused
from eventapp.events.models import Event


class Lock(Protocol):
    """Locks what an event belongs to, before the event itself: always in this order."""

    def __call__(self, event: Event) -> None: ...


class Serve(Protocol):
    """Gives out free places in what an event belongs to, after those of the event itself."""

    def __call__(self, event: Event, *, now: datetime) -> None: ...


class About(Protocol):
    """The title and the path of the page of the program that an event is a session of."""

    def __call__(self, event: Event) -> tuple[str, str]: ...


@dataclass(frozen=True)
class Lines:
    """What programs hand over."""

    lock: Lock
    serve: Serve
    # How many may come to the event `event` without its program: no row where nothing limits it.
    drop_in: Select[tuple[int | None]]
    about: About


def init(app: Flask, lines: Lines) -> None:
    """Let the lines of an app's events be served with those of their programs."""
    app.extensions["lines"] = lines


def lock(event: Event) -> None:
    """Lock the program of a session; for any other event nothing happens."""
    _handed().lock(event)


def serve(event: Event, *, now: datetime) -> None:
    """Serve the line of a session's program; for any other event nothing happens."""
    _handed().serve(event, now=now)


def drop_in() -> Select[tuple[int | None]]:
    """How many may come to the event `event` alone, as a query; no row where nothing limits it."""
    return _handed().drop_in


def about(event: Event) -> tuple[str, str]:
    """The title and the path of the page of the program that an event is a session of."""
    return _handed().about(event)


def refuse_drop_in() -> None:
    """Refuse a yes to a session that takes nobody but the people of its program."""
    raise Refused(_("Only people of the program come to this session. Join the program."))


def _handed() -> Lines:
    handed: Lines = current_app.extensions["lines"]
    return handed
