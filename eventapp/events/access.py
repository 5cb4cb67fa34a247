"""Which events somebody may see."""

from collections.abc import Sequence
from typing import Any, NoReturn

from flask import abort, current_app, g, make_response, render_template

from eventapp import languages, rows, web
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import host_page
from eventapp.communities.models import Community, Membership, Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role
from eventapp.events.series.belonging import IN_SERIES
from eventapp.people.models import Person

_PUBLIC = (
    db.select(Event)
    .join(Event.community)
    .options(db.contains_eager(Event.community))
    .where(
        Community.slug == db.bindparam("community"),
        Event.slug == db.bindparam("slug"),
        Event.published_at.is_not(None),
        Event.visibility != "invited",
    )
)
_BY_INVITATION = (
    db.select(Community)
    .join(Event, Event.community_id == Community.id)
    .where(
        Community.slug == db.bindparam("community"),
        Event.slug == db.bindparam("slug"),
        Event.published_at.is_not(None),
        Event.visibility == "invited",
        Community.closed_at.is_(None),
    )
)


def public_event(community: str, slug: str) -> Event:
    """A published event by its address; 404 for drafts and everything unknown.

    Of one that only an invitation opens nothing is shown but that, and who invites.
    """
    event: Event | None = db.session.scalar(_PUBLIC, {"community": community, "slug": slug})
    if event is None:
        _missed(community, slug)
    host_page.about(event.community)
    languages.held_in(event.held_in)
    return event


def _missed(community: str, slug: str) -> NoReturn:
    host = db.session.scalar(_BY_INVITATION, {"community": community, "slug": slug})
    if host is None:
        abort(404)
    web.private()
    host_page.about(host)
    answer = render_template("events/by_invitation.html", community=host)
    abort(make_response(answer, 403))


_ROLE = Role.__table__.c
_ROLES = (
    db.select(_ROLE.id, _ROLE.name)
    .join(event_role, event_role.c.role_id == _ROLE.id)
    .where(event_role.c.event_id == db.bindparam("event"))
    .order_by(_ROLE.position)
)


def offered_roles(event: Event) -> Sequence[Any]:
    """What people can come as, by number and name: all that a form which is fine needs of `roles`."""
    return rows.read(_ROLES, {"event": event.id})


def desk_event(community: str, slug: str, right: str = "organizer") -> Event:
    """An event at its community's desk, for a member with the right; 404 for everybody else.

    A trainer has one at the sessions that they lead, and at no other event.
    """
    person = web.require_person()
    web.private()
    row = db.session.execute(
        db.select(
            Event,
            Membership,
            current_app.extensions["in_program"],
            current_app.extensions["leads"],
            IN_SERIES,
        )
        .join(Event.community)
        .join(Membership, Membership.community_id == Community.id)
        .options(db.contains_eager(Event.community))
        .where(Community.slug == community, Event.slug == slug, Membership.person_id == person.id)
    ).first()
    if row is None or not row[1].may(right, leads=bool(row[3])):
        abort(404)
    event: Event = row[0]
    host_page.at_the_desk(event.community)
    g.event, g.membership = event, row[1]
    g.in_program, g.in_series = bool(row[2]), bool(row[4])
    activity.note(event.community_id, person)
    return event


def may_at(event: Event, person: Person, right: str) -> bool:
    """Whether somebody has a right at an event, as at its desk."""
    row = db.session.execute(
        db.select(Membership, current_app.extensions["leads"])
        .join(Event, Event.community_id == Membership.community_id)
        .where(Event.id == event.id, Membership.person_id == person.id)
    ).first()
    return row is not None and row[0].may(right, leads=bool(row[1]))


def public_community(slug: str) -> Community:
    """A community by its address."""
    found: Community = db.session.scalar(
        db.select(Community).where(Community.slug == slug)
    ) or abort(404)
    host_page.about(found)
    languages.held_in(found.language)
    return found
