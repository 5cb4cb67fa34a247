"""Inviting people to an event, and answering by what they got."""

from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps.invitations import actions, letters
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.invitations.pasted import Invitee

SAID = {
    "first_name": "Ann",
    "email": "ann@example.org",
    "stage": "",
    "ask_kind": "advice",
    "offer_kind": "advice",
}


def page(invitation: Invitation) -> str:
    return f"/i/{letters.token_of(invitation)}"


def yes(client: Visitor, invitation: Invitation, **said: str) -> TestResponse:
    role = str(invitation.event.roles[0].id)
    return client.submit(page(invitation), to="/rsvps", **(SAID | {"role": role} | said))


def mails(kind: str = "invitation") -> list[Message]:
    return list(db.session.scalars(db.select(Message).filter_by(kind=kind).order_by(Message.id)))


def invite(event: Event, number: int) -> list[Invitation]:
    people = [Invitee(f"p{n}@example.org", f"P {n}") for n in range(number)]
    actions.invite(event, people, now=clock.now())
    return list(db.session.scalars(db.select(Invitation).order_by(Invitation.id)))
