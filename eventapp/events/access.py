"""Which events somebody may see."""

from flask import abort, g

from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event


def public_event(community: str, slug: str) -> Event:
    """A published event by its address; 404 for drafts and everything unknown."""
    event: Event | None = db.session.scalar(
        db.select(Event)
        .join(Event.community)
        .options(db.contains_eager(Event.community), db.selectinload(Event.roles))
        .where(Community.slug == community, Event.slug == slug, Event.published_at.is_not(None))
    )
    return event or abort(404)


def desk_event(community: str, slug: str, right: str = "organizer") -> Event:
    """An event at its community's desk, for a member with the right; 404 for everybody else."""
    host = desk_community(community, right)
    event: Event | None = db.session.scalar(
        db.select(Event)
        .options(db.selectinload(Event.roles))
        .where(Event.community_id == host.id, Event.slug == slug)
    )
    if event is None:
        abort(404)
    g.event = event
    return event


def public_community(slug: str) -> Community:
    """A community by its address."""
    found: Community = db.session.scalar(
        db.select(Community).where(Community.slug == slug)
    ) or abort(404)
    return found
