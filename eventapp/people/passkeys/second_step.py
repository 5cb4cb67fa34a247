"""The step after the letter: who opened theirs in this browser, and still has to show a passkey."""

from datetime import datetime, timedelta

from flask import session
from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Gone
from eventapp.people.models import Link, Person
from eventapp.people.passkeys.models import KeyHolder

OPEN_FOR = timedelta(minutes=10)


def required(person: Person) -> bool:
    """Whether the letter alone doesn't sign this person in."""
    asked = db.select(KeyHolder.id).where(
        KeyHolder.person_id == person.id, KeyHolder.required_at.is_not(None)
    )
    return db.session.scalar(asked) is not None


def begin(link: Link) -> None:
    """Remember in this browser, and nowhere else, which letter was opened: nobody is signed in yet."""
    session.clear()
    session["letter"] = link.nonce


def waiting(*, now: datetime) -> Person:
    """Who opened their letter in this browser just now; Gone when nobody did."""
    link = db.session.scalar(
        db.select(Link)
        .options(db.joinedload(Link.person))
        .where(
            Link.nonce == session.get("letter", ""),
            Link.purpose == "sign-in",
            Link.used_at > now - OPEN_FOR,
        )
    )
    if link is None or not required(link.person):
        raise Gone(_("This step has run out. Ask for a new sign-in letter."))
    person: Person = link.person
    return person
