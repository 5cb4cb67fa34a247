"""Begin, renew and end somebody's own calendar feed."""

from datetime import datetime

from flask import current_app

from eventapp import rows, tokens
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.personal_feed.models import PersonalFeed


def may_subscribe(rsvp: Rsvp, repeat: Repeat | None) -> bool:
    """Whether the link of an answer opens its guest's calendar, which tells of other evenings, too.

    So it isn't for whoever typed an address into a form, nor for who brings a guest along. Nor where
    an organizer said that two are one: a link that was mailed to one of them opens what the other has.
    """
    if repeat or rsvp.link.from_page or rsvp.brought_by_id:
        return False
    # By its name: what merges stands further right, and can't be imported here.
    merges = db.metadata.tables["person_merge"].c
    merged = db.or_(merges.kept_id == rsvp.person_id, merges.other_id == rsvp.person_id)
    return db.session.scalar(db.select(merges.id).where(merged).limit(1)) is None


def feed_of(person: Person) -> PersonalFeed | None:
    """A person's feed, while its address can be shown: after a change of the secret key it can't."""
    found: PersonalFeed | None = db.session.scalar(
        db.select(PersonalFeed).where(PersonalFeed.person_id == person.id)
    )
    return found if found and found.digest == tokens.digest(token_of(found)) else None


def token_of(feed: PersonalFeed) -> str:
    """The secret in the address of a feed: 192 bits."""
    return tokens.derive(current_app.config["SECRET_KEY"], f"feed:{feed.nonce}")


def mark_of(feed: PersonalFeed) -> str:
    """By what a page names the address that it shows. Numbers won't do: SQLite gives them again."""
    return feed.digest[:16]


def renew(person: Person, *, instead_of: str, now: datetime) -> None:
    """Give a person's feed a new address, or its first; the one before ends at once.

    `instead_of` is the mark of the address that was seen, empty for none: twice is once.
    """
    before = feed_of(person)
    if (mark_of(before) if before else "") != instead_of:
        return
    end(person)
    feed = PersonalFeed(person_id=person.id, nonce=tokens.new_nonce(), created_at=now)
    feed.digest = tokens.digest(token_of(feed))
    rows.insert_once(feed, unique="person_id")


def end(person: Person) -> None:
    """End a person's feed: its address opens nothing any more. Twice is once."""
    db.session.execute(db.delete(PersonalFeed).where(PersonalFeed.person_id == person.id))
