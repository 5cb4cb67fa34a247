"""What changes several records of a community at once: its roles, its topics, who may do what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from eventapp import stamps
from eventapp.communities import logo
from eventapp.communities.face.actions import forget_unused
from eventapp.communities.models import MOST_ROLES, Community, Membership, Role, Topic
from eventapp.communities.sent_picture import NoPicture
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.mail import pictures
from eventapp.people.models import Person

# What a community says of itself as its form holds it, beside its topics.
KEPT = (
    "name", "summary", "description", "zone", "language", "table_word", "tables_word",
    "contact_address",
)  # fmt: skip


@dataclass(frozen=True)
class RoleLine:
    """One line of the roles as an organizer wrote it; `id` is None for a new one."""

    id: int | None
    name: str
    mark: int
    remove: bool


def set_roles(community: Community, lines: Sequence[RoleLine], *, now: datetime) -> None:
    """Rename, mark, order, add and remove roles.

    Refused for one that somebody came as, or that a later feature can't do without (each hands over
    what refuses that), and for more roles than anybody reads through.
    """
    # Two who add the last one at once must see each other's.
    db.session.execute(
        db.select(Community.id).where(Community.id == community.id).with_for_update()
    )
    db.session.refresh(community, ["roles"])
    held = {role.id: role for role in community.roles}
    before = len(held)
    kept = [line for line in lines if not line.remove and line.name]
    if not kept:
        raise Refused(_("Keep at least one role."))
    _remove([held.pop(line.id) for line in lines if line.remove and line.id in held], now=now)
    # Somebody else may have added a role since this form was opened.
    unmentioned = {held[role].name for role in held.keys() - {line.id for line in kept}}
    if len(kept) + len(unmentioned) > max(MOST_ROLES, before):
        raise Refused(_("Keep to %(most)s roles: people read them all.", most=MOST_ROLES))
    for line in kept:
        if line.name in unmentioned:
            raise Refused(_("There is a role “%(name)s” already.", name=line.name))
    # Two roles may swap their names, which no order of single updates would allow.
    for line in kept:
        if line.id in held and held[line.id].name != line.name:
            held[line.id].name = f"~{line.id}"
    db.session.flush()
    for position, line in enumerate(kept):
        role = held.get(line.id or 0)
        if role is None:
            role = Role(community_id=community.id)
            db.session.add(role)
        role.name, role.mark, role.position = line.name, line.mark, position
    db.session.flush()
    db.session.expire(community, ["roles"])


def _remove(roles: Sequence[Role], *, now: datetime) -> None:
    for refuse_removal in current_app.extensions["keep_roles"]:
        refuse_removal(roles, now=now)
    for role in roles:
        name = role.name
        try:
            with db.session.begin_nested():
                db.session.execute(db.delete(Role).where(Role.id == role.id))
        except IntegrityError:
            raise Refused(
                _(
                    "People came as “%(name)s”, so it can't be removed. Rename it instead.",
                    name=name,
                )
            ) from None
        db.session.expunge(role)


def said(community: Community) -> dict[str, object]:
    """What a community says of itself now."""
    kept: dict[str, object] = {name: getattr(community, name) for name in KEPT}
    return kept | {"topics": sorted(topic.name for topic in community.topics)}


def describe(
    community: Community, values: Mapping[str, object], topics: Sequence[str], *, seen: str
) -> None:
    """Keep what was typed; refused where it says something else than when the form was read (`seen`)."""
    lock_row(Community, community.id)
    stamps.refuse_stale(seen, kept=said(community), typed=values)
    for name in KEPT:
        setattr(community, name, values[name])
    set_topics(community, topics)


def set_topics(community: Community, names: Sequence[str]) -> None:
    """Keep exactly these topics."""
    held = {topic.name: topic for topic in community.topics}
    community.topics = [held.get(name) or Topic(name=name) for name in names]


def give_right(
    community: Community, person: Person, right: str, *, first_name: str, now: datetime
) -> Membership:
    """Let a person do something here, under this name; who has a right already gets this one instead."""
    member: Membership | None = db.session.scalar(
        db.select(Membership).filter_by(community_id=community.id, person_id=person.id)
    )
    if member is None:
        member = Membership(community=community, person=person, right=right, created_at=now)
        db.session.add(member)
    elif member.right == "owner" and right != "owner":
        _keep_an_owner(member)
    member.right, member.first_name = right, first_name
    db.session.flush()
    return member


def take_right(member: Membership) -> None:
    """End a membership. Refused for the last owner."""
    if member.right == "owner":
        _keep_an_owner(member)
    db.session.delete(member)


def _keep_an_owner(member: Membership) -> None:
    # Two owners who remove each other at once would leave none.
    host = db.select(Community.id).where(Community.id == member.community_id)
    db.session.execute(host.with_for_update())
    others = db.session.scalar(
        db.select(db.func.count(Membership.id)).where(
            Membership.community_id == member.community_id,
            Membership.right == "owner",
            Membership.id != member.id,
        )
    )
    if not others:
        raise Refused(_("A community needs an owner. Make somebody else one first, or close it."))


def set_logo(community: Community, sent: bytes, *, none: bool, now: datetime) -> None:
    """Take a picture as the logo of a community's letters, or take the logo away.

    No file and no wish leaves it as it is. Refused, with the reason, for what is no logo.
    """
    if not sent and not none:
        return
    # Two who send one at once leave none behind.
    lock_row(Community, community.id)
    before = community.logo
    if sent:
        found = _logo(sent)
        community.logo = pictures.keep(found.content, now=now)
        community.logo_width, community.logo_height = found.width, found.height
    else:
        community.logo, community.logo_width, community.logo_height = "", 0, 0
    db.session.flush()
    if before != community.logo:
        forget_unused(before)


def _logo(sent: bytes) -> logo.Logo:
    said = {
        "kind": _("That is no PNG, JPEG or WebP picture. Save the logo as one of these."),
        "size": _(
            "That picture is too large. Send a PNG under 2 MB, with fewer than 12 million pixels."
        ),
        "broken": _("That picture is broken. Save it once more and send it again."),
    }
    try:
        return logo.read(sent)
    except NoPicture as no:
        raise Refused(said[no.reason]) from None
