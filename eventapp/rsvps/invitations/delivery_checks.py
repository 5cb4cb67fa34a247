"""Invitations are looked at once more when they leave."""

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.invitations import actions
from eventapp.rsvps.invitations.models import Invitation


def still_open(message: Message) -> bool:
    """Whether somebody is still invited, hasn't answered, and could."""
    found = db.session.get(Invitation, int(message.about.rpartition(":")[2]))
    if found is None or found.ended_at or found.declined_at or actions.used(found):
        return False
    return found.event.before_closing(clock.now())
