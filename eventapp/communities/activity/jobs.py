"""What becomes of the log of a desk by the clock."""

from datetime import timedelta

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.db import db

KEPT = timedelta(days=365)


def forget() -> int:
    """Delete what was done more than a year ago; how many rows."""
    gone = db.session.execute(db.delete(Activity).where(Activity.at < clock.now() - KEPT))
    db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]
