"""Several sessions of a program are changed at once: which they are, under which lock, and who hears of it."""

from datetime import datetime
from functools import partial

from eventapp.programs import waitlist
from eventapp.programs.models import Program
from eventapp.programs.sessions import letters
from eventapp.programs.sessions.forms import SharedForm
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.forms import One
from eventapp.rsvps.together.one_letter import OneLetter


def ones(program: Program) -> list[One]:
    """The sessions of a program with their numbers, in order of time."""
    return [One(one.id, one.event, number) for number, one in enumerate(program.sessions, start=1)]


def letter(program: Program) -> OneLetter:
    """The one in which everybody of a program hears of all that changes."""
    return OneLetter(
        of=program.title,
        readers=partial(letters.readers, program),
        waiting=letters.waiting,
        tell=partial(letters.tell, program),
    )


def change(program: Program, form: SharedForm, *, now: datetime) -> int:
    """Do what was looked at: how many letters leave."""
    waitlist.lock(program)
    return changes.change(ones(program), form, letter(program), now=now)
