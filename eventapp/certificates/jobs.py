"""What certificates do by the clock."""

from eventapp import clock
from eventapp.certificates import actions
from eventapp.db import db, reading
from eventapp.mail.jobs import in_parts
from eventapp.programs.models import Enrolment, Program

# Seconds between parts, in which others write.
PAUSE = 0.1


def give() -> int:
    """Give the certificates of programs that ended; how many were given."""
    with reading():
        programs, late = actions.due(clock.now()), actions.late(clock.now())
    return sum(map(_certify, programs)) + sum(map(_give_late, late))


def _certify(program_id: int) -> int:
    program = db.session.get_one(Program, program_id)
    return in_parts(
        lambda: actions.give_part(program, now=clock.now()),
        pause=PAUSE,
        ended=lambda: program.certified_at,
    )


def _give_late(number: int) -> bool:
    given = actions.give_late(db.session.get_one(Enrolment, number), now=clock.now())
    db.session.commit()
    return given
