"""The letters that ask somebody to help, and tell them when what they may do was changed."""

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
                "by": _name(found),
                "right": found.right,
                "days": days,
                "link": outbox.personal_address("team.show", found.nonce),
            },
            now=now,
        )


def changed(member: Membership, right: str, *, by: Membership, now: datetime) -> None:
    """Tell a member what another made of their part: what they may do now, or, empty, that it ends."""
    person, host = member.person, member.community
    page = "desk.community" if right else "front.community"
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
                "by": by.name,
                "right": right,
                "link": outbox.address_of(page, community=host.slug),
            },
            now=now,
        )


def _name(found: TeamInvitation) -> str:
    member = db.session.scalar(
        db.select(Membership).filter_by(community_id=found.community_id, person_id=found.by_id)
    )
    return member.name if member else ""
