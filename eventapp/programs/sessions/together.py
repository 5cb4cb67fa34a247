"""Several sessions of a program are changed at once: which they are, and under which lock."""

from datetime import datetime

from eventapp.programs import waitlist
from eventapp.programs.models import Program
from eventapp.programs.sessions.forms import SharedForm
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.forms import One


def ones(program: Program) -> list[One]:
    """The sessions of a program with their numbers, in order of time."""
    return [One(one.id, one.event, number) for number, one in enumerate(program.sessions, start=1)]


def change(program: Program, form: SharedForm, *, now: datetime) -> int:
    """Do what was looked at: how many letters leave."""
    waitlist.lock(program)
    return changes.change(ones(program), form, now=now)
