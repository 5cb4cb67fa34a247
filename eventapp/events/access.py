"""Which events somebody may see."""

from flask import abort, g

from eventapp import web
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.models import Event

_PUBLIC = (
    db.select(Event)
    .join(Event.community)
    .options(db.contains_eager(Event.community), db.selectinload(Event.roles))
    .where(
        Community.slug == db.bindparam("community"),
        Event.slug == db.bindparam("slug"),
        Event.published_at.is_not(None),
    )
)


def public_event(community: str, slug: str) -> Event:
    """A published event by its address; 404 for drafts and everything unknown."""
    event: Event | None = db.session.scalar(_PUBLIC, {"community": community, "slug": slug})
    return event or abort(404)


def desk_event(community: str, slug: str, right: str = "organizer") -> Event:
    """An event at its community's desk, for a member with the right; 404 for everybody else."""
    person = web.require_person()
    web.private()
    row = db.session.execute(
        db.select(Event, Membership)
        .join(Event.community)
        .join(Membership, Membership.community_id == Community.id)
        .options(db.contains_eager(Event.community))
        .where(Community.slug == community, Event.slug == slug, Membership.person_id == person.id)
    ).first()
    if row is None or not row[1].may(right):
        abort(404)
    event: Event = row[0]
    g.event, g.membership = event, row[1]
    return event


def public_community(slug: str) -> Community:
    """A community by its address."""
    found: Community = db.session.scalar(
        db.select(Community).where(Community.slug == slug)
    ) or abort(404)
    return found
