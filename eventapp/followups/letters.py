"""The letters of follow-up: the card, and the introduction of two who both said yes."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from eventapp import clock, languages
from eventapp.db import db
from eventapp.events.appointment import event_address, sender
from eventapp.events.models import Event
from eventapp.events.wording.actions import style
from eventapp.followups.consent import Chosen
from eventapp.followups.contact_details import dialled
from eventapp.followups.feedback import letters as feedback
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.models import Card, Connection
from eventapp.followups.tablemates import Sitting, passed_on, step_towards
from eventapp.followups.vcard import Contact, vcard
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.rsvps.models import Rsvp


def cards(written: Sequence[tuple[Card, list[Sitting]]], *, now: datetime) -> None:
    """The cards of some guests; one press in the mail program ends such letters (RFC 8058)."""
    people = [card.rsvp.person_id for card, _sittings in written]
    stops = preferences.addresses(people, "card", now=now)
    outbox.post_all(
        [
            _card(card.rsvp, card, sittings, stops[card.rsvp.person_id], now=now)
            for card, sittings in written
        ]
    )


@languages.theirs
def _card(rsvp: Rsvp, card: Card, sittings: list[Sitting], stop: str, *, now: datetime) -> Message:
    return outbox.written(
        "card",
        key=card_key(rsvp.id),
        about=f"rsvp:{rsvp.id}",
        to=rsvp.person.email or "",
        to_name=rsvp.name,
        sender_name=sender(rsvp.event),
        context=card_context(card, sittings, unsubscribe=stop),
        now=now,
    )


def card_key(rsvp_id: int) -> str:
    """The key of the one card letter of an RSVP."""
    return f"card:{rsvp_id}"


def card_key_of(rsvp_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """The same, for a query."""
    key: ColumnElement[str] = db.literal("card:").concat(db.cast(rsvp_id, db.String))
    return key


def card_context(card: Card, sittings: list[Sitting], *, unsubscribe: str | None) -> dict[str, Any]:
    """What the card letter is told."""
    event = card.rsvp.event
    return {
        "guest": card.rsvp,
        "event": event,
        "style": style(event),
        "day": clock.day(event.starts_at, event.zone),
        "link": outbox.personal_address(
            "followups.card", nonce_of(card.link), of=event.community.slug
        ),
        "deadline": deadline(card),
        "tables": sittings,
        "met": met(sittings),
        "unsubscribe_url": unsubscribe,
        # One letter rather than two: who gets a card is asked there how it was.
        "links": [(_("How was it? Two taps for the organizers"), feedback.address(card.rsvp))],
    }


def met(sittings: list[Sitting]) -> int:
    """How many people a guest met, named or not."""
    return sum(len(one.people) + one.unnamed for one in sittings)


def deadline(card: Card) -> str:
    """Until when a card takes ticks, on the clocks of the event."""
    return moment(card.closes_at, card.rsvp.event)


def moment(at: datetime, event: Event) -> str:
    """A day and an hour on the clocks of the event."""
    return f"{clock.day(at, event.zone)}, {clock.hour(at, event.zone)}"


def introduction(
    connection: Connection,
    rsvp: Rsvp,
    other: Rsvp,
    *,
    given: Chosen,
    got: Chosen,
    asked: str = "",
    now: datetime,
) -> None:
    """Show one guest the other who said yes too: `got` is what that one shares, `given` the reverse.

    `asked` is what brought two together who may never have sat at one table.
    A letter that was stopped before it left may be written again.
    """
    key = introduction_key(connection.id, rsvp.person_id)
    address = preferences.address(rsvp.person, "introduction", now=now)
    db.session.execute(
        db.delete(Message).where(Message.key == key, Message.state == "withdrawn"),
        execution_options={"synchronize_session": "fetch"},
    )
    with languages.spoken(*rsvp.languages):
        step = step_towards(rsvp, other)
        outbox.post(
            "introduction",
            key=key,
            about=f"connection:{connection.id}",
            to=rsvp.person.email or "",
            to_name=rsvp.name,
            sender_name=sender(rsvp.event),
            context={
                **introduction_context(rsvp, other, given=given, got=got, step=step),
                "asked": asked,
                "times": meetings.times_for(connection, rsvp),
                "unsubscribe_url": address,
            },
            card=vcard(contact(other, got)),
            now=now,
        )


def forget_introduction(connection: Connection) -> None:
    """The letters of what was stopped go before it makes way for another: that may have its number."""
    theirs = Message.about == f"connection:{connection.id}"
    db.session.execute(
        db.delete(Message).where(theirs), execution_options={"synchronize_session": "fetch"}
    )


def introduction_context(
    rsvp: Rsvp, other: Rsvp, *, given: Chosen, got: Chosen, step: str
) -> dict[str, Any]:
    """What the letter that introduces another guest is told: of each just what they chose."""
    return {
        "guest": rsvp,
        "event": rsvp.event,
        "style": style(rsvp.event),
        "mine": _shown(rsvp, given),
        "other": _shown(other, got),
        "step": step,
        "asked": "",
        "times": [],
        "link": outbox.personal_address(
            "front.mine", nonce_of(rsvp.link), of=rsvp.event.community.slug
        ),
    }


def _shown(rsvp: Rsvp, chosen: Chosen) -> dict[str, Any]:
    ask, offer = passed_on(rsvp)
    return {
        "first_name": rsvp.first_name,
        "last_name": rsvp.last_name,
        "role": rsvp.role,
        "ask": ask,
        "offer": offer,
        "line": chosen.note,
        "email": rsvp.person.email if chosen.by_mail else "",
        "phone": chosen.phone,
        "dialled": dialled(chosen.phone),
        "web": chosen.web,
    }


def introduction_key(connection_id: int, person_id: int) -> str:
    """The key of the introduction that one of two people gets."""
    return f"introduction:{connection_id}:{person_id}"


def contact(rsvp: Rsvp, chosen: Chosen) -> Contact:
    """What a guest shares with whoever they said yes to: name, organization, and what they chose."""
    base = current_app.config["BASE_URL"]
    return Contact(
        first_name=rsvp.first_name,
        last_name=rsvp.last_name,
        email=(chosen.by_mail and rsvp.person.email) or "",
        phone=chosen.phone or None,
        url=chosen.web or None,
        organization=rsvp.organization or None,
        note=f"{rsvp.event.title}, {clock.day(rsvp.event.starts_at, rsvp.event.zone)}\n"
        f"{event_address(rsvp.event)}",
        # The same person's card updates the one that an address book has already.
        uid=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{base}/people/{rsvp.person_id}')}",
        revised_at=rsvp.changed_at,
    )
