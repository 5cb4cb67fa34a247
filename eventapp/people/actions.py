"""Signing in and out, personal links, and finding a person by an address."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp import languages, rows, tokens
from eventapp.db import db, lock_row
from eventapp.errors import Gone
from eventapp.mail import bounces, forgetting, outbox
from eventapp.mail.models import Message
from eventapp.people.models import AddressChange, Link, Person, SignIn

MINUTES = 10
# What a form that anybody may fill in can make: these links have a token for the page after it.
TYPED = {"rsvp", "enrolment"}


def new_link(purpose: str, person: Person, *, now: datetime, **given: object) -> Link:
    """A personal link, added to the transaction; its tokens can be derived, never read."""
    link = Link(purpose=purpose, person=person, nonce=tokens.new_nonce(), created_at=now, **given)
    link.digest = tokens.digest(token_of(link))
    link.page_digest = tokens.digest(page_token_of(link)) if purpose in TYPED else None
    return rows.insert(link)


def new_links(purpose: str, people: Sequence[int], *, now: datetime) -> list[int]:
    """A personal link for each of many people, by their numbers; the links' numbers, in their order."""
    rows = link_rows(purpose, people, now=now)
    made = db.insert(Link).returning(Link.id, sort_by_parameter_order=True)
    return list(db.session.scalars(made, rows)) if rows else []


def link_rows(purpose: str, people: Sequence[int], *, now: datetime) -> list[dict[str, Any]]:
    """The same as rows that are still to be written."""
    key, rows = current_app.config["SECRET_KEY"], []
    for person_id in people:
        nonce = tokens.new_nonce()
        digest = tokens.digest(tokens.derive(key, nonce))
        said = {"purpose": purpose, "person_id": person_id, "created_at": now}
        rows.append(said | {"nonce": nonce, "digest": digest})
    return rows


def token_of(link: Link) -> str:
    """The token of a link as letters carry it: only for whoever showed that they read them."""
    return tokens.derive(current_app.config["SECRET_KEY"], link.nonce)


def page_token_of(link: Link) -> str:
    """The token of a link for the page after a form, whose address may be anybody's."""
    return tokens.derive(current_app.config["SECRET_KEY"], f"page:{link.nonce}")


def nonce_of(link: Link) -> str:
    """How a letter names a link. After a change of the secret key its token is another one."""
    if link.digest != (digest := tokens.digest(token_of(link))):
        link.digest = digest
    return link.nonce


def erase(
    person: Person, *, abouts: Iterable[str] = (), before: Collection[str] = frozenset()
) -> int:
    """Take out everything held on a person; how many letters went with it.

    So goes who shared their address: nobody but its owner could ask for it. What belongs to a
    person goes by the tables' own cascades. `abouts` finds what was written to them under whichever
    address, as does what is about themselves; `before` are addresses that they had.
    """
    sharers = db.session.scalars(db.select(Person.id).where(Person.shares_id == person.id)).all()
    about_them = [*abouts, *(f"person:{number}" for number in (person.id, *sharers))]
    letters = sum(_removed(about) for about in forgetting.among(Message.about, about_them))
    emails = {email for email in (person.email, *before) if email}
    letters += forget_letters(*emails)
    bounces.mend(*emails)
    db.session.execute(db.delete(Person).where(Person.id.in_(sharers)))
    db.session.execute(db.delete(Person).where(Person.id == person.id))
    return letters


def forget_letters(*emails: str) -> int:
    """Take out the letters to and from addresses; how many."""
    # What they wrote went on to organizers, under their address.
    return _removed(db.or_(Message.to.in_(emails), Message.reply_to.in_(emails)))


def _removed(where: ColumnElement[bool]) -> int:
    gone = db.session.execute(db.delete(Message).where(where))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def person_of(email: str, *, first_name: str, last_name: str = "", now: datetime) -> Person:
    """The person with this address, made when nobody has it yet; two at once make one."""
    made = newcomer(email, first_name=first_name, last_name=last_name, now=now)
    return made or person_at(email)


def newcomer(email: str, *, first_name: str, last_name: str, now: datetime) -> Person | None:
    """A person with an address that nobody had before; None when somebody has."""
    names = {"first_name": first_name, "last_name": last_name}
    return rows.insert_once(Person(email=email, **names, created_at=now), unique="email")


def person_at(email: str) -> Person:
    """The person with an address that somebody has."""
    found: Person = db.session.scalars(db.select(Person).where(Person.email == email)).one()
    return found


def sharer(person: Person, *, first_name: str, last_name: str = "", now: datetime) -> Person:
    """A second person at one address: known by a name, without an address of their own."""
    other = Person(
        email=None,
        shares=person.shares or person,
        first_name=first_name,
        last_name=last_name,
        created_at=now,
    )
    db.session.add(other)
    db.session.flush()
    return other


def ask_to_sign_in(email: str, *, browser: str, next_path: str, now: datetime) -> None:
    """Mail a sign-in link to a person known by this address; for a stranger nothing happens.

    Whoever asks learns nothing from the answer: for a stranger the same is done, and undone.
    """
    person = db.session.scalar(
        db.select(Person).where(Person.email == email, Person.erased_at.is_(None))
    )
    known = person is not None or current_app.config["OPEN_FOUNDING"]
    with db.session.begin_nested() as attempt:
        person = person or person_of(email, first_name=email.partition("@")[0][:80], now=now)
        _mail_sign_in(person, email, browser=browser, next_path=next_path, now=now)
        if not known:
            attempt.rollback()


def _mail_sign_in(
    person: Person, email: str, *, browser: str, next_path: str, now: datetime
) -> None:
    link = sign_in_link(person, now=now, browser=browser)
    db.session.flush()
    with languages.spoken(*person.languages, languages.now()):
        outbox.post_if_due(
            "sign-in",
            # Links go when they are over, and SQLite gives a number anew.
            key=f"sign-in:{link.nonce}",
            about=f"person:{person.id}",
            to=email,
            to_name=person.name,
            sender_name=current_app.config["SITE_NAME"],
            context={
                "link": outbox.personal_address("people.open_link", link.nonce, next=next_path),
                "minutes": MINUTES,
            },
            now=now,
        )
    # Written now, so that what is undone for a stranger was done like anybody's.
    db.session.flush()


def sign_in_link(
    person: Person, *, now: datetime, browser: str | None = None, minutes: int = MINUTES
) -> Link:
    """A link that signs a person in once; only in the browser that asked, when one did."""
    return new_link(
        "sign-in",
        person,
        now=now,
        browser=tokens.digest(browser) if browser else None,
        expires_at=now + timedelta(minutes=minutes),
    )


# The link that a token opens, by what `opening` gives.
OPENED = db.select(Link).where(
    db.or_(Link.digest == db.bindparam("digest"), Link.page_digest == db.bindparam("digest")),
    Link.purpose == db.bindparam("purpose"),
)


def opening(token: str, purpose: str) -> dict[str, str]:
    """What to look for where a token is to open a link."""
    return {"digest": tokens.digest(token), "purpose": purpose}


def link_for(token: str, purpose: str, *, now: datetime) -> Link | None:
    """The usable link that a token opens, or None for every kind of miss."""
    link: Link | None = db.session.scalar(OPENED, opening(token, purpose))
    return link if link and opens(link, token, now=now) else None


def opens(link: Link, token: str, *, now: datetime) -> bool:
    """Whether a link that was found by its token is usable; it says which of its two that was."""
    link.from_page = link.digest != tokens.digest(token)
    return link.usable(now)


def use_sign_in_link(token: str, *, browser: str, now: datetime) -> Link:
    """Use up a sign-in link: whoever did reads the mail of its person."""
    link = link_for(token, "sign-in", now=now)
    if link is None:
        raise Gone(_("This sign-in link has run out or was used already. Ask for a new one."))
    if link.browser and link.browser != tokens.digest(browser):
        raise Gone(
            _("Open the link in the browser where you asked for it, or ask for a new one here.")
        )
    # Two clicks at once: the one that marks the link first wins.
    used = db.session.execute(
        db.update(Link).where(Link.id == link.id, Link.used_at.is_(None)).values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Gone(_("This sign-in link has run out or was used already. Ask for a new one."))
    # The link was in a letter: whatever came back before, this address is well.
    bounces.mend(link.person.email)
    return link


def begin_sign_in(person: Person, *, agent: str, now: datetime) -> str:
    """Sign a browser in as a person; the token for its cookie."""
    key = secrets.token_urlsafe(24)
    db.session.add(
        SignIn(
            person_id=person.id,
            digest=tokens.digest(key),
            agent=outbox.one_line(agent)[:200],
            created_at=now,
            expires_at=now + timedelta(days=30),
        )
    )
    return key


def end_address_changes(person: Person, *, now: datetime) -> None:
    """Let no other address that was asked for be confirmed; the way back to one they had stays."""
    lock_row(Person, person.id)
    asked = db.select(AddressChange).where(
        AddressChange.person_id == person.id,
        AddressChange.used_at.is_(None),
        AddressChange.expires_at > now,
    )
    for one in db.session.scalars(asked):
        if not one.leads_back:
            one.expires_at = now


def sign_out(token: str, *, now: datetime) -> None:
    """End the sign-in of this browser."""
    db.session.execute(
        db.update(SignIn).where(SignIn.digest == tokens.digest(token)).values(ended_at=now)
    )
