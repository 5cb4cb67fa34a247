"""Invite, withdraw and accept; change what a member may, and end it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _

from eventapp import stamps, tokens
from eventapp.communities import actions as communities
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import letters
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.mail import bounces, outbox
from eventapp.people.actions import person_of
from eventapp.people.models import Person

DAYS = 7
# So long after its end an invitation's address is forgotten.
KEPT = timedelta(days=30)
# More open invitations than any team needs.
MOST = 50


def invite(
    community: Community, email: str, *, first_name: str, right: str, by: Person, now: datetime
) -> TeamInvitation:
    """Ask whoever reads an address to help; asked once more, the letter before opens nothing."""
    lock_row(Community, community.id)
    helps = db.session.scalar(
        db.select(Membership.id)
        .join(Membership.person)
        .where(Membership.community_id == community.id, Person.email == email)
    )
    if helps:
        raise Refused(_("They help here already. Change what they may in the list."))
    found: TeamInvitation | None = db.session.scalar(
        db.select(TeamInvitation).filter_by(community_id=community.id, email=email)
    )
    if found is None:
        if len(waiting(community)) >= MOST:
            raise Refused(_("%(most)s invitations are open. Take some back first.", most=MOST))
        found = TeamInvitation(community=community, email=email)
        db.session.add(found)
    found.first_name, found.right = first_name, right
    _send(found, by=by, now=now)
    return found


def send_again(invitation: TeamInvitation, *, by: Person, now: datetime) -> None:
    """Another letter with another link; the one before opens nothing."""
    lock_row(TeamInvitation, invitation.id)
    if invitation.accepted_at is None:
        _send(invitation, by=by, now=now)


def _send(invitation: TeamInvitation, *, by: Person, now: datetime) -> None:
    if invitation.id:
        outbox.withdraw(letters.about(invitation))
    invitation.nonce = tokens.new_nonce()
    invitation.digest = tokens.digest(token_of(invitation))
    invitation.by, invitation.sent_at, invitation.accepted_at = by, now, None
    invitation.expires_at = now + timedelta(days=DAYS)
    db.session.flush()
    letters.invitation(invitation, days=DAYS, now=now)


def token_of(invitation: TeamInvitation) -> str:
    """The secret of an invitation's link, for its letter alone."""
    return tokens.derive(current_app.config["SECRET_KEY"], invitation.nonce)


def withdraw(invitation: TeamInvitation) -> None:
    """Take an invitation back: its link opens nothing, and the address is forgotten."""
    outbox.withdraw(letters.about(invitation))
    db.session.delete(invitation)


def waiting(community: Community) -> Sequence[TeamInvitation]:
    """Invitations that nobody has said yes to, the newest first."""
    return db.session.scalars(
        db.select(TeamInvitation)
        .where(TeamInvitation.community_id == community.id, TeamInvitation.accepted_at.is_(None))
        .options(db.joinedload(TeamInvitation.by))
        .order_by(TeamInvitation.sent_at.desc(), TeamInvitation.id.desc())
    ).all()


def opened(token: str, *, now: datetime) -> TeamInvitation | None:
    """The invitation that a link opens, also one that was accepted; None for every kind of miss."""
    lent = db.exists().where(
        Membership.community_id == TeamInvitation.community_id,
        Membership.person_id == TeamInvitation.by_id,
        Membership.right == "owner",
    )
    found: TeamInvitation | None = db.session.scalar(
        db.select(TeamInvitation)
        .where(TeamInvitation.digest == tokens.digest(token), lent)
        .options(db.joinedload(TeamInvitation.community), db.joinedload(TeamInvitation.by))
    )
    return found if found and now < found.expires_at else None


def accept(invitation: TeamInvitation, *, now: datetime) -> Membership:
    """Whoever read the letter helps from now on; twice is once, and nobody loses a right they have.

    Whoever owns the community already is told of another owner, here and below.
    """
    lock_row(TeamInvitation, invitation.id)
    person = person_of(invitation.email, first_name=invitation.first_name, now=now)
    member: Membership | None = db.session.scalar(
        db.select(Membership).filter_by(community_id=invitation.community_id, person_id=person.id)
    )
    if member is None:
        if invitation.accepted_at:
            raise Refused(_("This invitation was used, and has ended since."))
        # The link was in a letter: whatever came back before, this address is well.
        bounces.mend(invitation.email)
        member = communities.give_right(
            invitation.community,
            person,
            invitation.right,
            first_name=invitation.first_name,
            now=now,
        )
        if member.right == "owner":
            by = letters.asked_by(invitation)
            letters.owns_now(member, _owners(member), by=by, asked=True, now=now)
    invitation.accepted_at = invitation.accepted_at or now
    return member


def stamp(member: Membership) -> str:
    """What a member may do now, as one mark."""
    return stamps.of({"right": member.right})


def change_right(
    member: Membership, right: str, *, by: Membership, seen: str = "", now: datetime
) -> None:
    """Let a member do something else, and tell them; Refused where nobody would own the community, and
    where they may something else than when the form was read (`seen`)."""
    before, organized = lock_row(Membership, member.id).right, member.may("organizer")
    stamps.refuse_stale(seen, kept={"right": before}, typed={"right": right})
    communities.give_right(
        member.community, member.person, right, first_name=member.first_name, now=now
    )
    if not member.may("organizer"):
        member.trusted_at = None
        if organized:
            _stop_organizing(member, now=now)
    if before == "owner" and right != "owner":
        _withdraw_those_of(member)
    if member is not by and right != before:
        letters.changed(member, right, by=by, now=now)
    if right == "owner" != before:
        others = [one for one in _owners(member) if one is not by]
        letters.owns_now(member, others, by=by.name, asked=False, now=now)


def _owners(but: Membership) -> Sequence[Membership]:
    """The owners of a member's community, but that member."""
    return db.session.scalars(
        db.select(Membership)
        .where(
            Membership.community_id == but.community_id,
            Membership.right == "owner",
            Membership.id != but.id,
        )
        .options(db.joinedload(Membership.person))
        .order_by(Membership.id)
    ).all()


def end(member: Membership, *, by: Membership, now: datetime) -> None:
    """Take a membership back, and tell whoever didn't leave by themselves; Refused for the last owner."""
    if member is not by:
        letters.changed(member, "", by=by, now=now)
    communities.take_right(member)
    _withdraw_those_of(member)
    if member.may("organizer"):
        _stop_organizing(member, now=now)


def _stop_organizing(member: Membership, *, now: datetime) -> None:
    # What a later feature let them make here ends: it would come back to life with their right.
    current_app.extensions["stops_organizing"](member.community_id, member.person_id, now=now)


def _withdraw_those_of(member: Membership) -> None:
    mine = db.select(TeamInvitation).where(
        TeamInvitation.community_id == member.community_id,
        TeamInvitation.by_id == member.person_id,
        TeamInvitation.accepted_at.is_(None),
    )
    for one in db.session.scalars(mine):
        withdraw(one)


def forget_address(email: str) -> int:
    """Take out whatever an address was invited to; how many invitations."""
    found = db.session.scalars(db.select(TeamInvitation).filter_by(email=email)).all()
    for one in found:
        withdraw(one)
    return len(found)
