"""Close a community, and open it again while there is time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp.communities.access import team
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.errors import Gone, Refused
from eventapp.events.copying.models import HELD
from eventapp.events.models import Event
from eventapp.front.closing import letters

# For so long it can be opened again.
GRACE = timedelta(days=7)


def in_the_way(community: Community, *, now: datetime) -> Sequence[Event]:
    """What is to come and somebody may come to: it is called off first, so that its guests are told."""
    return db.session.scalars(
        db.select(Event)
        .where(
            Event.community_id == community.id,
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
            Event.ends_at > now,
            HELD,
        )
        .order_by(Event.starts_at, Event.id)
    ).all()


def close(community: Community, *, by: str, now: datetime) -> None:
    """Close a community for everybody, and tell its owners; twice is once."""
    lock_row(Community, community.id)
    if community.closed_at:
        return
    if in_the_way(community, now=now):
        raise Refused(
            _("Something is still to come. Call it off first, so that its guests are told.")
        )
    community.closed_at = now
    for member in team(community):
        if member.right == "owner":
            letters.closed(member, by=by, ends_at=ends_at(community), now=now)


def reopen(community: Community, *, now: datetime) -> None:
    """Open a community again as it was; twice is once."""
    lock_row(Community, community.id)
    if community.closed_at and now >= ends_at(community):
        raise Gone(
            _("The week is over. What this community held is going, and can’t be brought back.")
        )
    community.closed_at = None


def ends_at(community: Community) -> datetime:
    """From when on all that a closed community held goes."""
    assert community.closed_at
    return community.closed_at + GRACE
