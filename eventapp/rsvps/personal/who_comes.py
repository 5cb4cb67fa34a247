"""Who else comes, for whoever has a place: first names of those who agreed, roles of the others."""

from collections import Counter
from dataclasses import dataclass

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

MOST = 400


@dataclass(frozen=True)
class WhoComes:
    """Who has a place: names with their role, the others counted by role, and how many in all."""

    named: tuple[tuple[str, Role | None], ...]
    others: tuple[tuple[Role | None, int], ...]
    going: int


def who_comes(event: Event) -> WhoComes:
    """Everybody who has a place, in one query beside the roles."""
    roles = {role.id: role for role in event.roles}
    named = db.case((Rsvp.show_name_at.is_not(None), Rsvp.first_name), else_="")
    rows = db.session.execute(
        db.select(named, Rsvp.role_id)
        .where(Rsvp.event_id == event.id, Rsvp.state == "going")
        .order_by(Rsvp.turn)
    ).all()
    names = [(name, roles.get(role or 0)) for name, role in rows if name][:MOST]
    silent = Counter(role for name, role in rows if not name)
    counted = [(roles.get(role or 0), number) for role, number in silent.items()]
    counted.sort(key=lambda pair: (pair[0] is None, pair[0].position if pair[0] else 0))
    return WhoComes(tuple(names), tuple(counted), len(rows))
