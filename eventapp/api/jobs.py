"""What the API does by the clock."""

from eventapp import clock
from eventapp.api import actions
from eventapp.db import db


def forget() -> int:
    """Forget requests that may no longer come twice; how many."""
    gone = actions.forget(now=clock.now())
    db.session.commit()
    return gone
