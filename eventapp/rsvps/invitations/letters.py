"""The letter that invites somebody."""

from datetime import datetime

from flask import current_app

from eventapp import clock, languages, tokens
from eventapp.events.appointment import sender
from eventapp.events.wording.actions import style
from eventapp.mail import outbox, placeholders
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.people import preferences
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.letter_context import Facts, when


def token_of(invitation: Invitation) -> str:
    """The token of an invitation's link; only its hash is kept."""
    return tokens.derive(current_app.config["SECRET_KEY"], invitation.nonce)


@languages.theirs
def written(invitation: Invitation, *, now: datetime) -> Message:
    """The letter with the personal link, in no outbox yet."""
    event = invitation.event
    named = {"first name": invitation.name.partition(" ")[0], "event": event.title}
    named |= {"when": when(event), "place": event.where, "community": event.community.name}
    # After a change of the secret key the token is another one.
    invitation.digest = tokens.digest(token_of(invitation))
    stop = preferences.address_at(invitation.email or "", "invitation", now=now)
    return outbox.written(
        "invitation",
        key=f"{invitation.about}:{invitation.letters + 1}",
        about=invitation.about,
        to=invitation.email or "",
        to_name=invitation.name,
        sender_name=sender(event),
        context={
            "guest": Guest(invitation.name, invitation.name, going=False),
            "event": Facts(event.title, event.summary, event.where, event.place_address),
            "community": event.community.name,
            "style": style(event),
            "when": when(event),
            "answer_until": clock.hour_on(event.rsvps_close_at, event.zone, beside=event.starts_at),
            "link": outbox.personal_address(
                "invitations.show", invitation.nonce, of=event.community.slug
            ),
            "note": placeholders.paragraphs(placeholders.filled(invitation.note or "", named)),
            "unsubscribe_url": stop,
        },
        now=now,
    )
