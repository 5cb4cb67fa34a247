"""The letters that ask somebody to help, tell them when what they may do was changed, and owners of another one."""

from collections.abc import Iterable
from datetime import datetime

from eventapp import languages, tokens
from eventapp.communities.models import Membership
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.mail import outbox
from eventapp.people.models import Person


def about(invitation: TeamInvitation) -> str:
    """How the letters of one invitation are found."""
    return f"team:{invitation.id}"


def invitation(found: TeamInvitation, *, days: int, now: datetime) -> None:
    """A link that says yes; the letter waits where one address had many in this hour."""
    invited = db.session.scalar(db.select(Person.language).where(Person.email == found.email))
    with languages.spoken(invited or "", found.community.language):
        outbox.post(
            "team-invitation",
            key=f"team:{found.id}:{found.nonce}",
            about=about(found),
            to=found.email,
            to_name=found.first_name,
            sender_name=found.community.name,
            context={
                "community": found.community.name,
                "first_name": found.first_name,
                "by": asked_by(found),
                "right": found.right,
                "days": days,
                "link": outbox.personal_address("team.show", found.nonce),
            },
            now=now,
        )


def changed(member: Membership, right: str, *, by: Membership, now: datetime) -> None:
    """Tell a member what another made of their part: what they may do now, or, empty, that it ends."""
    page = "desk.community" if right else "front.community"
    _tell(member, page, by=by.name, right=right, owner="", asked=False, now=now)


def owns_now(
    owner: Membership, others: Iterable[Membership], *, by: str, asked: bool, now: datetime
) -> None:
    """Tell other owners that somebody owns the community with them: made one by name, or asked by them."""
    for one in others:
        _tell(one, "team_desk.show", by=by, right="", owner=owner.name, asked=asked, now=now)


def _tell(member: Membership, page: str, *, now: datetime, **said: object) -> None:
    person, host = member.person, member.community
    with languages.spoken(*person.languages, host.language):
        outbox.post(
            "team-changed",
            key=f"team-changed:{tokens.new_nonce()}",
            about=f"person:{person.id}",
            to=person.email or "",
            to_name=member.name,
            sender_name=host.name,
            context={
                "name": member.name,
                "community": host.name,
                "link": outbox.address_of(page, community=host.slug),
                **said,
            },
            now=now,
        )


def asked_by(found: TeamInvitation) -> str:
    """What whoever sent an invitation is called in the community."""
    member = db.session.scalar(
        db.select(Membership).filter_by(community_id=found.community_id, person_id=found.by_id)
    )
    return member.name if member else ""
