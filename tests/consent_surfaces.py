"""Every place where one guest could learn of another: letters, pages, lists, cards, calendars."""

from collections.abc import Iterator

import followup_builders
import make
from consent_tables import Guest
from visitor import Visitor

from eventapp.db import db
from eventapp.followups.models import Card
from eventapp.front.my_data import held_on
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Person


def letters_to(guest: Guest) -> list[tuple[str, str]]:
    """Each letter that left for somebody, by its kind: all that is in it and around it."""
    found = db.session.scalars(
        db.select(Message).where(Message.to == guest.words["mail"], Message.state == "sent")
    )
    return [(message.kind, everything_in(message)) for message in found]


def everything_in(message: Message) -> str:
    """A letter with its headers, both texts, and what is attached."""
    parts = (message.subject, message.to_name, message.reply_to, message.text, message.html)
    attached = (message.card, message.calendar)
    return "\n".join(
        [*(part or "" for part in parts), *((part or b"").decode() for part in attached)]
    )


def pages_of(guest: Guest, client: Visitor) -> Iterator[tuple[str, str]]:
    """All that somebody can open by their own links, and signed in."""
    rsvp = guest.rsvp
    if rsvp is None:
        return
    token = token_of(rsvp.link)
    card = db.session.scalar(db.select(Card).where(Card.rsvp_id == rsvp.id))
    links = [f"/r/{token}", f"/r/{token}/help"]
    if card:
        links.append(followup_builders.path_of(rsvp))
    for path in links:
        yield path.replace(token, "…"), client.get(path).text
    person = db.session.get_one(Person, guest.person_id)
    make.sign_in(client, person)
    for path in ("/me/people", "/me/people.csv", "/me/people.vcf", "/me/help", "/me"):
        yield path, client.get(path).text
    yield "all that is held on them", str(held_on(person))
