"""What the letters of programs do by the clock."""

from collections.abc import Callable

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail.jobs import in_parts
from eventapp.programs.models import Program, Session
from eventapp.progress.letters import finished, halfway, materials, missed

# Seconds between parts, in which others write.
PAUSE = 0.1


def send_materials() -> int:
    """Send what is to be read before sessions that come soon; how many letters."""
    with reading():
        sessions = materials.due(clock.now())
    return sum(_of_session(number, materials.write_part) for number in sessions)


def tell_who_was_missed() -> int:
    """Write to who wasn't at a session the day before; how many letters."""
    with reading():
        sessions = missed.due(clock.now())
    return sum(
        _of_session(number, missed.write_part, ended=lambda one: one.missed_at)
        for number in sessions
    )


def show_halfway() -> int:
    """Show people of programs that are halfway how far they have come; how many letters."""
    with reading():
        programs = halfway.due(clock.now())
    return sum(_of_program(number, halfway.write_part) for number in programs)


def say_goodbye() -> int:
    """Write to whoever of a program that is over got no certificate; how many letters."""
    with reading():
        programs = finished.due(clock.now())
    return sum(_of_program(number, finished.write_part) for number in programs)


def _of_session(
    number: int,
    write_part: Callable[..., int],
    *,
    ended: Callable[[Session], object] = lambda _session: False,
) -> int:
    session = db.session.get_one(Session, number)
    return in_parts(
        lambda: write_part(session, now=clock.now()), pause=PAUSE, ended=lambda: ended(session)
    )


def _of_program(number: int, write_part: Callable[..., int]) -> int:
    program = db.session.get_one(Program, number)
    return in_parts(lambda: write_part(program, now=clock.now()), pause=PAUSE)
