"""What this browser is asked for a passkey, and the one time that its answer is taken."""

import json
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import current_app, request, session
from flask_babel import gettext as _

from eventapp import rows
from eventapp.config import is_loopback
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people import browser
from eventapp.people.models import Person
from eventapp.people.passkeys import challenges, relying_party
from eventapp.people.passkeys.models import KeyHolder, Passkey, UsedChallenge
from eventapp.people.passkeys.relying_party import Site, Untrue


def site() -> Site:
    """The site as passkeys know it: by the settings alone."""
    return Site(base=current_app.config["BASE_URL"], name=current_app.config["SITE_NAME"])


def offered() -> bool:
    """Whether this page can ask for a passkey: on this machine it may have been opened under another name."""
    return site().can_have_passkeys and _here().hostname == site().host


def elsewhere() -> str | None:
    """Where the site is on this machine, when this page was opened under another name of it."""
    here, host = _here(), site().host
    if here.hostname == host or not (is_loopback(here.hostname or "") and is_loopback(host)):
        return None
    return f"{request.scheme}://{host}" + (f":{here.port}" if here.port else "")


def _packed(asked: dict[str, Any]) -> str:
    return json.dumps(asked, separators=(",", ":"))


def _here() -> SplitResult:
    return urlsplit(f"//{request.host}")


def to_sign_in(*, now: datetime) -> str | None:
    """What the browser is asked before anybody said who they are: any passkey that it has for us."""
    if not offered():
        return None
    challenge = _challenge(_for("sign-in"), now)
    return _packed(relying_party.to_sign(site(), challenge, allowed=[]))


def to_confirm(person: Person, *, now: datetime) -> str | None:
    """What it is asked after the letter: one of this person's passkeys."""
    if not offered():
        return None
    challenge = _challenge(_for("confirm", person), now)
    return _packed(relying_party.to_sign(site(), challenge, allowed=_credentials(person)))


def to_add(person: Person, *, now: datetime) -> str | None:
    """What it is asked to make a passkey by."""
    if not offered():
        return None
    handle = handle_for(person)
    asked = relying_party.to_make(
        site(),
        _challenge(_for(f"add:{handle}", person), now),
        handle=handle,
        email=person.email or "",
        name=person.name,
        known=_credentials(person),
    )
    return _packed(asked)


def handle_for(person: Person) -> str:
    """What devices call a person, or will: kept with their first passkey, until then in this browser."""
    kept = db.session.scalar(db.select(KeyHolder.handle).where(KeyHolder.person_id == person.id))
    handle: str = kept or session.setdefault("handle", secrets.token_urlsafe(32))
    return handle


def used_up(answer: str, purpose: str, person: Person | None = None, *, now: datetime) -> bytes:
    """The challenge of an answer, taken once: made here, for this browser, purpose and person."""
    late = _("This took too long, or was sent twice. Open the page again and try once more.")
    try:
        challenge = relying_party.challenge_in(answer)
    except Untrue:
        raise Refused(late) from None
    key = current_app.config["SECRET_KEY"]
    if not challenges.holds(challenge, key, purpose=_for(purpose, person), now=now):
        raise Refused(late)
    db.session.execute(db.delete(UsedChallenge).where(UsedChallenge.expires_at <= now))
    used = UsedChallenge(
        digest=sha256(challenge).hexdigest(), expires_at=challenges.ends_at(challenge)
    )
    if rows.insert_once(used, unique="digest") is None:
        raise Refused(late)
    return challenge


def _challenge(purpose: str, now: datetime) -> bytes:
    key, nonce = current_app.config["SECRET_KEY"], secrets.token_bytes(16)
    return challenges.new(key, purpose=purpose, now=now, nonce=nonce)


def _for(purpose: str, person: Person | None = None) -> str:
    return f"{purpose}:{browser.mark()}:{person.id if person else ''}"


def _credentials(person: Person) -> list[bytes]:
    mine = db.select(Passkey.credential).where(Passkey.person_id == person.id)
    return list(db.session.scalars(mine.order_by(Passkey.id)))
