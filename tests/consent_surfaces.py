"""Every place where one guest could learn of another: letters, pages, lists, cards, calendars."""

from collections.abc import Iterator

import followup_builders
import make
from consent_tables import Evening, Guest, everything_in
from visitor import Visitor

from eventapp.db import db
from eventapp.door.actions import code_of
from eventapp.followups.models import Card, Connection
from eventapp.followups.sending.paper_words import paper_card
from eventapp.followups.tablemates import company_around
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.personal_feed import actions as personal_feeds


def kept_letters() -> Iterator[str]:
    """Whatever letters still say in the end, those that never left among them."""
    for message in db.session.scalars(db.select(Message)):
        yield f"{message.kind} {message.state} {message.about} {message.to} {everything_in(message)}"


def pages_of(guest: Guest, client: Visitor) -> Iterator[tuple[str, str, str]]:
    """All that somebody can open by their own links, and signed in: which place, where, and what it says."""
    rsvp = guest.rsvp
    if rsvp is None:
        return
    token = token_of(rsvp.link)
    numbers = list(db.session.scalars(db.select(Connection.id)))
    links = [("card", followup_builders.path_of(rsvp))] if _card(rsvp) else []
    links += [("choices" if end == "/not-with" else "", f"/r/{token}{end}") for end in OWN]
    links += [("half-hours", f"/r/{token}/half-hours/{number}") for number in numbers]
    found = [(place, path, client.get(path).text) for place, path in links]
    yield from ((place, path.replace(token, "…"), text) for place, path, text in found)
    yield from _paper(guest, client, numbers)
    yield from _signed_in(guest, client, numbers)


OWN = ("", "/people", "/help", "/ask", "/not-with", "/feedback", "/calendar", "/invite.ics")
ME = ("", "/help", "/calendar", "/data.json")


def _card(rsvp: Rsvp) -> Card | None:
    found: Card | None = db.session.scalar(db.select(Card).where(Card.rsvp_id == rsvp.id))
    return found


def _paper(guest: Guest, client: Visitor, _numbers: list[int]) -> Iterator[tuple[str, str, str]]:
    """The card on paper: its words where it would be drawn, else what stands there instead."""
    rsvp = guest.rsvp
    card = _card(rsvp) if rsvp else None
    if rsvp is None or card is None:
        return
    path = followup_builders.path_of(rsvp)
    if client.get(path).status_code == 200:
        words = paper_card(card, company_around(rsvp).card(rsvp))
        yield "card", "card.pdf", str(words)
    else:
        answer = client.get(f"{path}/card.pdf")
        assert answer.status_code == 404
        yield "card", "card.pdf", answer.text


def _signed_in(guest: Guest, client: Visitor, numbers: list[int]) -> Iterator[tuple[str, str, str]]:
    person = db.session.get_one(Person, guest.person_id)
    feed = make.personal_feed(person)
    make.sign_in(client, person)
    wanted = [("", f"/me{end}") for end in ME]
    wanted += [("choices", "/me/not-with"), ("people", "/me/people")]
    wanted += [("list", "/me/people.csv"), ("contacts", "/me/people.vcf")]
    wanted += [("contacts", f"/me/people/{number}.vcf") for number in numbers]
    wanted += [("", f"/calendar/{personal_feeds.token_of(feed)}.ics")]
    for place, path in wanted:
        # Lines of a contact card or a calendar are folded.
        yield place, path, client.get(path).text.replace("\r\n ", "")


def hellos_of(guest: Guest, at: Evening, client: Visitor) -> Iterator[tuple[str, str, str]]:
    """What somebody sees who scans the badge of each of the others."""
    if guest.rsvp is None:
        return
    make.sign_in(client, db.session.get_one(Person, guest.person_id))
    for two in at.twos:
        if other := two.other.rsvp:
            yield "hello", "/B/…/hello", client.get(f"/B/{code_of(other)}/hello").text


def questions_to(guest: Guest, client: Visitor) -> Iterator[tuple[str, str, str]]:
    """The pages on which somebody is asked whether they met again."""
    if guest.rsvp is None:
        return
    token = token_of(guest.rsvp.link)
    for number in db.session.scalars(db.select(Connection.id)):
        for end in ("meetings", "half-hours"):
            path = f"/r/{token}/{end}/{number}"
            yield "questions", f"/r/…/{end}/{number}", client.get(path).text
