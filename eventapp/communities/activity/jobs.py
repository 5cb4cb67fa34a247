"""What becomes of the log of a desk by the clock."""

from eventapp import clock
from eventapp.communities.activity import actions
from eventapp.db import db


def forget() -> int:
    """Delete what was done more than a year ago; how many rows."""
    gone = actions.forget(now=clock.now())
    db.session.commit()
    return gone
