"""What certificates do by the clock."""

from eventapp import clock
from eventapp.certificates import actions
from eventapp.db import db, reading
from eventapp.mail.jobs import in_parts
from eventapp.programs.models import Program

# Seconds between parts, in which others write.
PAUSE = 0.1


def give() -> int:
    """Give the certificates of programs that ended; how many were given."""
    with reading():
        programs = actions.due(clock.now())
    return sum(map(_certify, programs))


def _certify(program_id: int) -> int:
    program = db.session.get_one(Program, program_id)
    return in_parts(
        lambda: actions.give_part(program, now=clock.now()),
        pause=PAUSE,
        ended=lambda: program.certified_at,
    )
