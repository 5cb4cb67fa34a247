"""Write a letter into the outbox, in the transaction of what it announces."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, url_for
from sqlalchemy import Select, Update

from eventapp import logs, own_domains, rows, tokens
from eventapp.db import db
from eventapp.mail import compose, letter_limits, wording
from eventapp.mail.models import Message

# What of a letter's context holds a personal address; `links` are (words, address) pairs.
LINKS = ("link", "unsubscribe_url")


def post(kind: str, *, key: str, **given: Any) -> Message | None:
    """The queued letter of templates/mail/<kind>; None when its key was posted before.

    What else is given is what `written` takes. One that a stranger caused leaves when its turn
    comes (`letter_limits`).
    """
    if _posted(key):
        return None
    return queue(written(kind, key=key, **given))


def post_if_due(
    kind: str, *, key: str, now: datetime, within: timedelta = timedelta(0), **given: Any
) -> Message | None:
    """Like `post`, for a letter that nobody misses if it would have to wait longer than `within`.

    Written it is anyway: how long that takes must not tell whether there was a letter.
    """
    letter = written(kind, key=key, now=now, **given)
    return queue(letter) if letter.due_at <= now + within and not _posted(key) else None


def post_all(letters: Sequence[Message]) -> None:
    """Queue letters that were written before, in few statements; each key once."""
    keys = [letter.key for letter in letters]
    posted = set(db.session.scalars(db.select(Message.key).where(Message.key.in_(keys))))
    for letter in letters:
        if letter.key not in posted:
            queue(letter)


def _posted(key: str) -> bool:
    return db.session.scalar(db.select(Message.id).where(Message.key == key)) is not None


def queue(letter: Message) -> Message:
    """Queue a letter that was written before, under a key that is new for certain."""
    g.letters = True
    return rows.insert(letter)


def written(
    kind: str,
    *,
    key: str,
    about: str,
    to: str,
    to_name: str,
    sender_name: str,
    context: dict[str, Any],
    now: datetime,
    calendar: bytes | None = None,
    method: str | None = None,
    card: bytes | None = None,
    reply_to: str | None = None,
) -> Message:
    """A letter with its words, in no outbox yet.

    `about` finds the letters of one thing: those about an RSVP leave in order, as one thread (`leases`).
    An `unsubscribe_url` that its words name stands in its headers, too (RFC 8058).
    """
    stranger, lead = letter_limits.behind(), letter_limits.lead_of(to)
    turn = letter_limits.turn(stranger, to, now) if stranger and not lead else now
    letter = Message(
        key=key,
        kind=kind,
        about=about,
        message_id=message_id(key),
        to=to,
        to_name=one_line(to_name),
        sender_name=one_line(sender_name),
        calendar=calendar,
        method=method,
        card=card,
        unsubscribe=context.get("unsubscribe_url"),
        reply_to=reply_to,
        request_id=logs.current() or None,
        client=stranger.client if stranger else None,
        mailbox=letter_limits.mailbox(to) if stranger else None,
        counted_with=lead.key if lead else None,
        created_at=now,
        due_at=lead.due_at if lead else turn,
    )
    rewrite(letter, context)
    return letter


def withdraw(about: str, *, goodbyes: bool = True) -> None:
    """Stop every letter about something that hasn't left yet, or all but what ends a calendar entry."""
    stop = _stop().where(Message.about == about, Message.state == "queued")
    if not goodbyes:
        stop = stop.where(Message.method.is_distinct_from("CANCEL"))
    db.session.execute(stop)


def withdraw_waiting(*abouts: str, calendars: bool = True, now: datetime) -> None:
    """Stop the letters about things that wait for their turn: newer ones say what is true.

    Without `calendars` not those that a calendar must hear of, which the newer one can't replace.
    """
    waits = (Message.client.is_not(None), Message.due_at > now)
    stop = _stop().where(Message.about.in_(abouts), Message.state == "queued", *waits)
    db.session.execute(stop if calendars else stop.where(Message.calendar.is_(None)))


def take_back(
    abouts: Sequence[str] | Select[tuple[str]],
    *,
    kinds: Collection[str] | None = None,
    waiting_at: datetime | None = None,
    calendars: bool = True,
) -> int:
    """Stop the letters about many things that haven't left, of some kinds or of any; how many.

    Those of some kinds only where nobody is trying them: what the worker has in its hands may be gone
    already. With `waiting_at` only those that wait for a later moment, for their turn or because the
    mail server put them off. `calendars` as above.
    """
    stop = _stop().where(Message.state == "queued", Message.about.in_(abouts))
    if kinds is not None:
        stop = stop.where(Message.kind.in_(kinds), Message.leased_until.is_(None))
    if waiting_at:
        stop = stop.where(Message.due_at > waiting_at)
    if not calendars:
        stop = stop.where(Message.calendar.is_(None))
    return len(db.session.execute(stop.returning(Message.id)).all())


def take_back_batch(batch: str, *, now: datetime) -> int:
    """Stop the letters of what was written to many that nobody is trying; how many."""
    free = db.or_(Message.leased_until.is_(None), Message.leased_until < now)
    stop = _stop().where(Message.batch == batch, Message.state == "queued", free)
    return len(db.session.execute(stop.returning(Message.id)).all())


def _stop() -> Update:
    # Otherwise every letter that this session has loaded would be looked at, for each of many.
    fetched = {"synchronize_session": "fetch"}
    stop: Update = db.update(Message).values(state="withdrawn").execution_options(**fetched)
    return stop


def message_id(key: str) -> str:
    """The Message-ID of a letter, the same at every try: at most about 60 characters.

    Nobody else can make it: a bounce that names it stops the letters to an address.
    """
    secret, domain = current_app.config["SECRET_KEY"], current_app.config["MAIL_FROM"]
    mac = hmac.new(secret.encode(), f"message:{key}".encode(), hashlib.sha256)
    return f"<{mac.hexdigest()[:24]}@{domain.rpartition('@')[2]}>"


def address_of(endpoint: str, *, of: str = "", **values: object) -> str:
    """A whole address on this site, for a letter: the base comes from the settings alone.

    That of a community's pages begins with its own domain; `of` names whose it is where the address doesn't.
    """
    path = url_for(endpoint, _external=False, **values)  # type: ignore[arg-type]
    return own_domains.whole(path, of or str(values.get("community", "")))


def personal_address(endpoint: str, nonce: str, *, of: str = "", **values: object) -> str:
    """A whole address with a personal link in it; the secret is put in when the letter leaves."""
    return address_of(endpoint, of=of, token=tokens.placeholder(nonce), **values)


# They are unseen, but shape Persian and Indic words, and make one of several emoji.
JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """Text as one line: no control characters, no runs of blanks."""
    kept = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    return " ".join(kept.split()).strip(" " + JOINERS)


def rewrite(message: Message, context: dict[str, Any]) -> None:
    """Write the words of a letter, or write them anew: same key, same Message-ID."""
    said = wording.words(message.kind, context)
    style: wording.Style | None = context.get("style")
    message.picture = (style and style.face.logo) or None
    message.subject = one_line(said.subject)
    message.text = compose.tidy(_owned(said.text, context))
    message.html = _owned(said.html, context)


def _owned(rendered: str, context: dict[str, Any]) -> str:
    """A letter in which only its own links become tokens when it leaves.

    Whoever types what looks like a link's placeholder gets it back as they typed it: otherwise a
    nonce out of a stolen copy of the database could be mailed to oneself and come back a token.
    """
    addresses = [context.get(name) or "" for name in LINKS]
    addresses += [address for _words, address in context.get("links", ())]
    links = map(tokens.PLACEHOLDER.search, addresses)
    own = {found[0] for found in links if found}
    return tokens.PLACEHOLDER.sub(
        lambda found: found[0] if found[0] in own else found[0].replace("~", "~\u2060", 1), rendered
    )
