"""A published event keeps at least one role that people can come as, whatever its community removes."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event


def refuse_removal(roles: Sequence[Role], *, now: datetime) -> None:
    """Refuse to remove roles where a published event to come has no other.

    One that was called off counts, too: it may take place after all. A draft asks when it is published.
    """
    gone = [role.id for role in roles]
    title = db.session.scalar(
        db.select(Event.title)
        .where(
            Event.published_at.is_not(None),
            Event.ends_at > now,
            Event.roles.any(Role.id.in_(gone)),
            ~Event.roles.any(Role.id.not_in(gone)),
        )
        .order_by(Event.starts_at)
        .limit(1)
    )
    if title is not None:
        raise Refused(
            _(
                "Nobody could come to “%(event)s” any more: it has no other role. "
                "Choose one more there first.",
                event=title,
            )
        )
