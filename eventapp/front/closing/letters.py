"""What the owners of a community are told when it is closed."""

from datetime import datetime

from eventapp import clock, languages, tokens
from eventapp.communities.models import Membership
from eventapp.mail import outbox


def closed(owner: Membership, *, by: str, ends_at: datetime, now: datetime) -> None:
    """Who closed it, until when it can be opened again, and where."""
    person, host = owner.person, owner.community
    with languages.spoken(*person.languages, host.language):
        outbox.post(
            "community-closed",
            key=f"community-closed:{tokens.new_nonce()}",
            about=f"person:{person.id}",
            to=person.email or "",
            to_name=owner.name,
            sender_name=host.name,
            context={
                "community": host.name,
                "by": by,
                "until": f"{clock.day(ends_at, host.zone)}, {clock.hour(ends_at, host.zone)}",
                "link": outbox.address_of("closing.show", community=host.slug),
            },
            now=now,
        )
