"""What the cookie of this browser holds: a mark of its own, and who is signed in with it."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from flask import after_this_request, request, session
from flask.wrappers import Response

from eventapp import languages, tokens
from eventapp.db import db
from eventapp.people import actions
from eventapp.people.models import Person, SignIn

# For so long after signing in somebody may change how they sign in.
FRESH = timedelta(minutes=10)


def mark() -> str:
    """By what this browser is known again; sign-in links and passkeys are bound to it."""
    known: str = session.setdefault("browser", secrets.token_urlsafe(16))
    return known


def sign_in(person: Person, *, now: datetime) -> None:
    """Sign a person in with this browser: a new session, and the sign-in it had before ends."""
    if before := session.get("sign_in"):
        actions.sign_out(before, now=now)
    key = actions.begin_sign_in(person, agent=request.user_agent.string, now=now)
    session.clear()
    session["sign_in"] = key
    session.permanent = True
    if tag := languages.known(person.language):
        after_this_request(partial(_read, tag))


def _read(tag: str, answer: Response) -> Response:
    """What they chose on another device is read here, too."""
    languages.keep(answer, tag)
    return answer


def fresh(*, now: datetime) -> bool:
    """Whether this browser was signed in just now."""
    digest = tokens.digest(session.get("sign_in", ""))
    begun = db.session.scalar(db.select(SignIn.created_at).where(SignIn.digest == digest))
    return begun is not None and begun > now - FRESH
