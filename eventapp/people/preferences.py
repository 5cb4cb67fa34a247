"""Which letters somebody may switch off, and who did: asked when a letter is written, and when it leaves.

What tells of a place (the invite and what becomes of it) can't be switched off: whoever has one must hear.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.db import db, lock_row
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.actions import new_link, new_links, nonce_of
from eventapp.people.models import Link, MailPreference, Person

# What is switched together, with the kinds of letters that it is about.
TOPICS: dict[str, tuple[str, ...]] = {
    "reminder": ("reminder",),
    "card": ("card", "introduction"),
    "feedback": ("feedback",),
    "nudge": ("nudge",),
    "help": ("help-asks", "help-offer"),
    "certificate": ("certificate",),
    "materials": ("materials",),
    "program": ("missed", "halfway", "finished"),
    "message": ("message", "invitation"),
    "digest": ("digest",),
}
TOPIC_OF = {kind: topic for topic, kinds in TOPICS.items() for kind in kinds}

Check = Callable[[Message], bool]


def off(person: Person) -> set[str]:
    """The topics that somebody switched off."""
    asked = db.select(MailPreference.topic).where(MailPreference.person_id == person.id)
    return set(db.session.scalars(asked))


def wants(person: Person, kind: str) -> bool:
    """Whether somebody takes letters of a kind."""
    return kind not in TOPIC_OF or TOPIC_OF[kind] not in off(person)


def wanted(kind: str, person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The same of whoever a query is about."""
    mine = db.exists().where(MailPreference.person_id == person_id)
    takes: ColumnElement[bool] = ~mine.where(MailPreference.topic == TOPIC_OF[kind])
    return takes


def switch_off(person: Person, topic: str, *, now: datetime) -> None:
    """No more letters of a topic, also none of those that wait. Twice is once."""
    # Two presses at once: the second one waits, and finds the first one's row.
    lock_row(Person, person.id)
    if topic not in off(person):
        db.session.add(MailPreference(person_id=person.id, topic=topic, off_at=now))
        db.session.flush()
    waiting = db.update(Message).where(
        Message.to == person.email, Message.state == "queued", Message.kind.in_(TOPICS[topic])
    )
    db.session.execute(waiting.values(state="withdrawn"))


def switch_on(person: Person, topic: str) -> None:
    """Letters of a topic come again. Twice is once."""
    mine = db.delete(MailPreference).where(MailPreference.person_id == person.id)
    db.session.execute(mine.where(MailPreference.topic == topic))


def address(person: Person, kind: str, *, now: datetime) -> str:
    """Where letters of a kind are switched off by one press; a link of the person's own."""
    found = _links([person.id]).get(person.id)
    link = found or new_link("unsubscribe", person, now=now)
    return _address(nonce_of(link), kind)


def address_at(email: str, kind: str, *, now: datetime) -> str | None:
    """The same for an address; None while it is nobody's."""
    found = db.session.scalar(db.select(Person).where(Person.email == email))
    return address(found, kind, now=now) if found else None


def addresses(people: Iterable[int], kind: str, *, now: datetime) -> dict[int, str]:
    """The same for many people, by their numbers, in few statements."""
    wanting = list(people)
    found = _links(wanting)
    if missing := [number for number in wanting if number not in found]:
        new_links("unsubscribe", missing, now=now)
        found = _links(wanting)
    return {number: _address(nonce_of(link), kind) for number, link in found.items()}


def _links(people: list[int]) -> dict[int, Link]:
    usable = db.select(Link).where(
        Link.person_id.in_(people), Link.purpose == "unsubscribe", Link.revoked_at.is_(None)
    )
    return {link.person_id: link for link in db.session.scalars(usable.order_by(Link.id.desc()))}


def _address(nonce: str, kind: str) -> str:
    return outbox.personal_address("preferences.unsubscribe", nonce, topic=TOPIC_OF[kind])


def checked(checks: Mapping[str, Check]) -> dict[str, Check]:
    """What letters are asked when they leave, and of each that may be switched off whether it was."""
    return {**checks, **{kind: _both(checks.get(kind)) for kind in TOPIC_OF}}


def _both(check: Check | None) -> Check:
    def leaves(message: Message) -> bool:
        return still_wanted(message) and (check is None or check(message))

    return leaves


def still_wanted(message: Message) -> bool:
    """Whether whoever a letter goes to takes letters of its kind: an address may be nobody's yet."""
    switched = (
        db.select(MailPreference.id)
        .join(MailPreference.person)
        .where(Person.email == message.to, MailPreference.topic == TOPIC_OF[message.kind])
    )
    return db.session.scalar(switched) is None
