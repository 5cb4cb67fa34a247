"""Whoever organizes reaches only their own communities: the membership is part of the query."""

import re
import unicodedata
from datetime import datetime

from flask import abort, g

from eventapp import web
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import host_page
from eventapp.communities.models import DEFAULT_ROLES, Community, Membership, Role
from eventapp.db import db
from eventapp.people.models import Person


def memberships(person: Person) -> list[Membership]:
    """What this person may do where, by the community's name; one that is closed has none but its owners."""
    return list(
        db.session.scalars(
            db.select(Membership)
            .join(Membership.community)
            .options(db.contains_eager(Membership.community))
            .where(
                Membership.person_id == person.id,
                db.or_(Community.closed_at.is_(None), Membership.right == "owner"),
            )
            .order_by(Community.name)
        )
    )


# The right of a page that whoever helps in any way begins at.
MEMBER = "member"


def desk_community(slug: str, right: str = "organizer") -> Community:
    """The community at its desk, for a member with the right; 404 for everybody else."""
    membership = _membership(slug)
    if membership is None or (right != MEMBER and not membership.may(right)):
        abort(404)
    if membership.community.closed_at and membership.may("owner"):
        # Whoever may open it again is led there.
        abort(web.to("closing.show", community=slug))
    g.membership = membership
    host_page.at_the_desk(membership.community)
    activity.note(membership.community_id, web.current_person())
    return membership.community


def closed_community(slug: str) -> Community | None:
    """A community that was closed, for its owners: whoever may open it again; None of any other."""
    membership = _membership(slug)
    if membership is None or not membership.may("owner") or not membership.community.closed_at:
        return None
    activity.note(membership.community_id, web.current_person())
    return membership.community


def _membership(slug: str) -> Membership | None:
    """What whoever is signed in may do in a community."""
    person = web.require_person()
    web.private()
    found: Membership | None = db.session.scalar(
        db.select(Membership)
        .join(Membership.community)
        .options(db.contains_eager(Membership.community))
        .where(Community.slug == slug, Membership.person_id == person.id)
    )
    return found


def team(community: Community) -> list[Membership]:
    """Who helps in a community, in the order in which they came."""
    return list(
        db.session.scalars(
            db.select(Membership)
            .where(Membership.community_id == community.id)
            .options(db.joinedload(Membership.person))
            .order_by(Membership.id)
        )
    )


def names(community: Community) -> dict[int, str]:
    """What each of the team is called here, by the numbers of the persons."""
    return {one.person_id: one.name for one in team(community)}


def trusted(community: Community) -> list[Membership]:
    """Who sees what guests say in confidence: the organizers named for it, or else the owners."""
    members = db.session.scalars(
        db.select(Membership)
        .where(
            Membership.community_id == community.id, Membership.right.in_(("organizer", "owner"))
        )
        .options(db.joinedload(Membership.person))
        .order_by(Membership.id)
    ).all()
    named = [member for member in members if member.trusted_at]
    return named or [member for member in members if member.right == "owner"]


def found(
    name: str, *, slug: str, zone: str, owner: Person | None, now: datetime, summary: str = ""
) -> Community:
    """A new community with the default roles, in the language of this request, owned by its founder."""
    community = Community(name=name, slug=slug, zone=zone, summary=summary, created_at=now)
    community.roles = [
        Role(name=str(role), mark=mark, position=place)
        for place, (role, mark) in enumerate(DEFAULT_ROLES)
    ]
    db.session.add(community)
    if owner:
        db.session.add(Membership(community=community, person=owner, right="owner", created_at=now))
    return community


RESERVED = {
    "desk", "dev", "u", "i", "healthz", "readyz", "metrics", "me", "r", "c", "d", "e", "static", "sign-in", "lost-link",
    "sign-out", "privacy", "accessibility", "communities", "calendar", "badge", "favicon", "address", "interests",
    "certificates", "new", "team", "api", "oembed", "language",
}  # fmt: skip


def slug_for(title: str, taken: set[str]) -> str:
    """An address part for a title: ASCII letters, digits and hyphens, not yet taken."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].rstrip("-") or "event"
    slug, n = base, 2
    while slug in taken or slug in RESERVED:
        slug, n = f"{base}-{n}", n + 1
    return slug


def communities_owned_alone(person: Person) -> list[str]:
    """The communities, by name, that would have no owner without a person."""
    owns = (
        db.select(Membership.community_id)
        .join(Membership.community)
        .where(Membership.person_id == person.id, Membership.right == "owner")
        .where(Community.closed_at.is_(None))
    )
    others = db.select(Membership.community_id).where(
        Membership.person_id != person.id, Membership.right == "owner"
    )
    alone = db.select(Community.name).where(Community.id.in_(owns), Community.id.not_in(others))
    return list(db.session.scalars(alone.order_by(Community.name)))
