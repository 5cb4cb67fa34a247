"""What the guests of an event ask and offer, who offered a topic before, and a letter to invite them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.models import Topic
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import BouncedAddress
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import subjects
from eventapp.rsvps.invitations import actions as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.invitations.pasted import Invitee
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.unmet_asks.topics_asked import AskedTopic, Line, asked_topics, unmet

# So many people of earlier events are suggested, the latest first.
SUGGESTED = 40
# Below this many guests a topic alone may tell who asked.
FEWEST = 5


@dataclass(frozen=True)
class Known:
    """Somebody of the community who offered a topic before, as organizers know them."""

    person_id: int
    name: str
    email: str
    offer: str
    event: str


@dataclass(frozen=True)
class Said:
    """What those who have a place ask and offer, and the topics of their community."""

    asks: list[Line]
    offers: list[Line]
    topics: tuple[str, ...]

    @property
    def asked(self) -> list[AskedTopic]:
        """The topics asked about, and how many offer each."""
        return asked_topics(self.asks, self.offers, self.topics)

    @property
    def unmet(self) -> int:
        """How many asks nobody's offer meets."""
        return unmet(self.asks, self.offers, self.topics)


def said(event: Event) -> Said:
    """The same of one event, in one query: the page of people asks for it, too."""
    parts = [
        db.select(db.literal(word), Rsvp.turn, Rsvp.id, of.text, of.kind)
        .join(of, of.rsvp_id == Rsvp.id)
        .where(Rsvp.event_id == event.id, Rsvp.state == "going")
        for word, of in (("ask", Ask), ("offer", Offer))
    ]
    listed = db.select(
        db.literal("topic"), Topic.id, db.literal(0), Topic.name, db.literal("")
    ).where(Topic.community_id == event.community_id)
    found = Said([], [], ())
    topics = []
    for word, _turn, guest, text, kind in db.session.execute(
        db.union_all(*parts, listed).order_by(db.literal_column("2"))
    ):
        if word == "topic":
            topics.append(text)
        else:
            (found.asks if word == "ask" else found.offers).append(Line(guest, text, kind))
    return replace(found, topics=tuple(topics))


def offered_before(event: Event, topic: str, *, now: datetime) -> list[Known]:
    """People of the community who offered a topic at an earlier event, and may be written to.

    They said yes to keeping in touch there, take letters that invite, answered nothing to this event
    yet, and weren't invited.
    """
    answered = db.select(Rsvp.person_id).where(Rsvp.event_id == event.id)
    invited = db.select(Invitation.email).where(
        Invitation.event_id == event.id, Invitation.email.is_not(None)
    )
    bounced = db.select(BouncedAddress.address).where(BouncedAddress.stopped_at.is_not(None))
    asked = (
        db.select(
            Rsvp.person_id, Rsvp.first_name, Rsvp.last_name, Person.email, Offer.text, Event.title
        )
        .join(Offer, Offer.rsvp_id == Rsvp.id)
        .join(Rsvp.person)
        .join(Rsvp.event)
        .where(
            Event.community_id == event.community_id,
            Event.ends_at <= now,
            Rsvp.state == "going",
            Rsvp.keep_in_touch_at.is_not(None),
            Person.email.is_not(None),
            Person.email.not_in(invited),
            Person.email.not_in(bounced),
            Rsvp.person_id.not_in(answered),
            preferences.wanted("invitation", Rsvp.person_id),
        )
        .order_by(Event.starts_at.desc(), Rsvp.id)
    )
    listed = tuple(topic.name for topic in event.community.topics)
    found = dict[int, Known]()
    for person, first, last, email, offer, title in db.session.execute(asked):
        if person not in found and topic in subjects.named(offer, listed):
            found[person] = Known(person, f"{first} {last}".strip(), email, offer, title)
            if len(found) == SUGGESTED:
                break
    return list(found.values())


def ready_text(event: Event, topic: str) -> str:
    """A letter to edit: what is asked about, and nothing of who asks."""
    asks = said(event).asks
    guests = db.session.scalar(
        db.select(db.func.count(Rsvp.id)).where(Rsvp.event_id == event.id, Rsvp.state == "going")
    )
    if (guests or 0) < FEWEST or not asks:
        why = _(
            "We would love to have somebody at the tables who knows about this: %(topic)s.",
            topic=topic,
        )
    else:
        why = _(
            "Some of those who come would like to hear about this: %(topic)s. "
            "Hardly anybody on the list offers it yet.",
            topic=topic,
        )
    come = _(
        "Would you come to {event} and sit with them? No talk and no slides: a chair at a table, "
        "their questions, and what you know."
    )
    return f"{why}\n\n{come}"


def invite(
    event: Event,
    *,
    chosen: Collection[int],
    typed: Sequence[Invitee],
    topic: str,
    note: str,
    now: datetime,
) -> invitations.Invited:
    """Invite people for a topic, each by a letter of their own with a note of the organizer's.

    Of those chosen only who may be written to at this moment. Refused for nobody at all.
    """
    known = {one.person_id: one for one in offered_before(event, topic, now=now)}
    people = {one.email: one for one in typed}
    for number in chosen:
        if one := known.get(number):
            people.setdefault(one.email, Invitee(one.email, one.name))
    if not people:
        raise Refused(_("Choose somebody, or paste an address."))
    return invitations.invite(event, list(people.values()), note=note, now=now)
