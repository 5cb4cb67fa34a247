"""A community's year, read from what was kept of each event: a handful of small queries."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.insights.evening import Role
from eventapp.insights.years.models import EventFigures
from eventapp.insights.years.year import Held, Web, Year


def years_of(community: Community) -> list[int]:
    """The years in which events were held that are counted, the latest first."""
    first, last = db.session.execute(
        db.select(db.func.min(Event.starts_at), db.func.max(Event.starts_at))
        .join(EventFigures, EventFigures.event_id == Event.id)
        .where(Event.community_id == community.id)
    ).one()
    if first is None:
        return []
    zone = ZoneInfo(community.zone)
    return list(range(last.astimezone(zone).year, first.astimezone(zone).year - 1, -1))


def year_of(community: Community, year: int, *, now: datetime) -> Year:
    """All that pictures of one year show."""
    zone = ZoneInfo(community.zone)
    rows = db.session.execute(
        db.select(Event.id, Event.starts_at, EventFigures.counted)
        .join(EventFigures, EventFigures.event_id == Event.id)
        .where(
            Event.community_id == community.id,
            Event.starts_at < datetime(year + 1, 1, 1, tzinfo=zone).astimezone(UTC),
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
        )
        .order_by(Event.starts_at, Event.id)
    )
    place = {role.id: n for n, role in enumerate(community.roles)}
    return Year(
        year=year,
        today=now.astimezone(zone).date(),
        events=tuple(
            _held(number, starts_at.astimezone(zone), counted, place)
            for number, starts_at, counted in rows
            if counted["came"]
        ),
        roles=tuple(Role(role.name, role.mark) for role in community.roles),
        others=_("Other roles"),
        no_role=_("No role"),
    )


def _held(number: int, begun: datetime, counted: dict, place: dict[int, int]) -> Held:  # type: ignore[type-arg]
    web = counted.get("web")
    roles: dict[int | None, int] = {}
    for role, people in counted["roles"].items():
        at = place.get(int(role))
        roles[at] = roles.get(at, 0) + people
    return Held(
        number=number,
        day=begun.date(),
        came=counted["came"],
        nth=tuple(counted["nth"]),
        second={int(event): people for event, people in counted["second"].items()},
        roles=roles,
        pairs=counted["pairs"],
        again=counted["again"],
        connected=counted["connected"],
        connected_people=counted["connected_people"],
        web=Web(web["pairs"], tuple(web["within"])) if web and web["pairs"] else None,
    )
