"""What the board does by the clock."""

import time

from eventapp import clock
from eventapp.db import db, reading
from eventapp.followups.help_board import actions, digests

PART = 25
# Seconds between parts, in which others write.
PAUSE = 0.1


def tell_helpers() -> int:
    """Write about new asks to whoever offered that topic; how many letters."""
    with reading():
        communities = digests.due(clock.now())
    return sum(map(_tell, communities))


def _tell(community_id: int) -> int:
    """One board, in parts; killed, it is taken up again, and nobody is written to twice."""
    began = clock.now()
    with reading():
        numbers = digests.readers(community_id, now=began)
    written = 0
    for start in range(0, len(numbers), PART):
        written += digests.write_part(numbers[start : start + PART], now=clock.now())
        db.session.commit()
        time.sleep(PAUSE)
    digests.finish(community_id, now=began)
    db.session.commit()
    return written


def forget_asks() -> int:
    """Wipe the asks whose weeks on the board are over; how many."""
    wiped = actions.forget(clock.now())
    db.session.commit()
    return wiped
