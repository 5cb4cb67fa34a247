"""What becomes of invitations to help by the clock."""

from eventapp import clock
from eventapp.communities.team.actions import KEPT
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db


def forget() -> int:
    """Delete invitations that ended a month ago, with their addresses; how many."""
    old = db.delete(TeamInvitation).where(TeamInvitation.expires_at < clock.now() - KEPT)
    gone = db.session.execute(old)
    db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]
