"""Which browsers somebody is signed in with, and ending that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from eventapp import tokens
from eventapp.db import db
from eventapp.people.actions import end_address_changes
from eventapp.people.models import Link, Person, SignIn


@dataclass(frozen=True)
class Others:
    """What later features know of other ways in that somebody made: how many stand, and how they end."""

    count: Callable[[Person, datetime], int]
    end: Callable[[Person, datetime], None]


def init(app: Flask, *, lent: Others, tokens_made: Others) -> None:
    """Hand over what is known of devices that members lend, and of tokens that they make for programs."""
    app.extensions["lent_devices"], app.extensions["tokens_made"] = lent, tokens_made


def lent() -> Others:
    """The devices, for whoever asks."""
    found: Others = current_app.extensions["lent_devices"]
    return found


def tokens_made() -> Others:
    """The tokens, for whoever asks."""
    found: Others = current_app.extensions["tokens_made"]
    return found


def standing(person: Person, *, now: datetime) -> Sequence[SignIn]:
    """The sign-ins of a person that open something, the newest first."""
    mine = db.select(SignIn).where(SignIn.person_id == person.id, SignIn.stands(now))
    return db.session.scalars(mine.order_by(SignIn.created_at.desc(), SignIn.id.desc())).all()


def is_here(one: SignIn, token: str) -> bool:
    """Whether a sign-in is that of the browser with this token."""
    return one.digest == tokens.digest(token)


def end(person: Person, number: int, *, now: datetime) -> bool:
    """End one sign-in of a person; False where it is none of theirs. Twice is once."""
    mine = db.select(SignIn).where(SignIn.id == number, SignIn.person_id == person.id)
    found: SignIn | None = db.session.scalar(mine)
    if found:
        found.ended_at = found.ended_at or now
    return found is not None


def end_others(person: Person, token: str, *, now: datetime) -> int:
    """End every sign-in of a person but this browser's, the links to sign in that wait in the mail, other
    addresses that were asked for, and the devices they lent; how many browsers."""
    others = (
        db.update(SignIn)
        .where(
            SignIn.person_id == person.id,
            SignIn.digest != tokens.digest(token),
            SignIn.stands(now),
        )
        .values(ended_at=now)
    )
    ended = db.session.execute(others)
    waiting = db.update(Link).where(
        Link.person_id == person.id, Link.purpose == "sign-in", Link.used_at.is_(None)
    )
    db.session.execute(waiting.values(revoked_at=now))
    end_address_changes(person, now=now)
    lent().end(person, now)
    return int(ended.rowcount)  # type: ignore[attr-defined]
