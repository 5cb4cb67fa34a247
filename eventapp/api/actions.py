"""Tokens are made, found and taken back; requests that may come twice are carried out once."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from eventapp import tokens
from eventapp.api.models import ApiAnswer, ApiToken
from eventapp.api.problems import Problem
from eventapp.api.scopes import SCOPES
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.models import Person

# By which programs that look for leaked secrets know ours.
PREFIX = "eventapp_"
MOST_TOKENS = 50
# For so long a request with an Idempotency-Key is answered as it was.
KEPT = timedelta(hours=24)
# What is written of when a token was used is as old as this at most.
HOUR = timedelta(hours=1)


def make(
    community: Community,
    name: str,
    scopes: Sequence[str],
    *,
    by: Person,
    expires_at: datetime | None,
    now: datetime,
) -> str:
    """A new token's secret, which is kept nowhere; refused when there are more than anybody oversees."""
    if len([one for one in of_community(community) if one.opens(now)]) >= MOST_TOKENS:
        raise Refused(_("There are %(most)s tokens. Revoke one first.", most=MOST_TOKENS))
    secret = PREFIX + secrets.token_urlsafe(32)
    db.session.add(
        ApiToken(
            community=community,
            made_by=by,
            name=name,
            digest=tokens.digest(secret),
            ending=secret[-4:],
            scopes=[scope for scope in SCOPES if scope in scopes],
            created_at=now,
            expires_at=expires_at,
        )
    )
    db.session.flush()
    return secret


def of_community(community: Community) -> list[ApiToken]:
    """The tokens of a community, the newest first."""
    asked = db.select(ApiToken).where(ApiToken.community_id == community.id)
    read = db.joinedload(ApiToken.made_by)
    return list(db.session.scalars(asked.options(read).order_by(ApiToken.id.desc())))


def revoke(token: ApiToken, *, now: datetime) -> None:
    """Let a token open nothing from now on; twice is once."""
    token.revoked_at = token.revoked_at or now


def made_by(person: Person, now: datetime) -> int:
    """How many tokens that a person made open something, in whichever community."""
    return sum(one.opens(now) for one in db.session.scalars(_made_by(person)))


def end_made_by(person: Person, now: datetime) -> None:
    """Revoke every token that a person made."""
    for one in db.session.scalars(_made_by(person)):
        revoke(one, now=now)


def end_made_in(community_id: int, person_id: int, *, now: datetime) -> None:
    """Revoke every token that a person made in a community, who organizes there no more."""
    mine = db.select(ApiToken).filter_by(community_id=community_id, made_by_id=person_id)
    for one in db.session.scalars(mine):
        revoke(one, now=now)


def _made_by(person: Person) -> Select[ApiToken]:
    mine: Select[ApiToken] = db.select(ApiToken).where(ApiToken.made_by_id == person.id)
    return mine


def find(secret: str, *, now: datetime) -> ApiToken | None:
    """The token of a secret, if it still opens something: whoever made it organizes there now."""
    found: ApiToken | None = db.session.scalar(
        db.select(ApiToken)
        .join(
            Membership,
            db.and_(
                Membership.community_id == ApiToken.community_id,
                Membership.person_id == ApiToken.made_by_id,
                Membership.right.in_(("organizer", "owner")),
            ),
        )
        .options(db.joinedload(ApiToken.community), db.joinedload(ApiToken.made_by))
        .where(ApiToken.digest == tokens.digest(secret))
    )
    there = found and found.opens(now) and not found.community.closed_at
    return found if there else None


def used_lately(token: ApiToken, *, now: datetime) -> bool:
    """Whether that it is used is known already."""
    return token.used_at is not None and now - token.used_at < HOUR


def done_before(token: ApiToken, key: str, asked: bytes, *, now: datetime) -> ApiAnswer | None:
    """What was done with a key; a Problem where it came with something else, or is being done now."""
    mark = tokens.digest(key)
    if db.engine.dialect.name == "postgresql":
        # Until the other one has committed nothing tells what it did. On SQLite they take turns.
        number = int(tokens.digest(f"{token.id}:{mark}")[:15], 16)
        if not db.session.scalar(db.select(db.func.pg_try_advisory_xact_lock(number))):
            raise Problem(
                409,
                _(
                    "A request with this Idempotency-Key is being carried out. Ask again in a moment."
                ),
                headers={"Retry-After": "1"},
            )
    found: ApiAnswer | None = db.session.scalar(
        db.select(ApiAnswer).where(
            ApiAnswer.token_id == token.id, ApiAnswer.key == mark, ApiAnswer.created_at > now - KEPT
        )
    )
    if found and found.fingerprint != _fingerprint(asked):
        raise Problem(422, _("This Idempotency-Key came with another request. Take a new one."))
    return found


def keep(
    token: ApiToken, key: str, asked: bytes, *, status: int, shows: str, now: datetime
) -> None:
    """Keep that a request was carried out, in its own transaction."""
    mark = tokens.digest(key)
    old = db.delete(ApiAnswer).where(ApiAnswer.token_id == token.id, ApiAnswer.key == mark)
    db.session.execute(old)
    db.session.add(
        ApiAnswer(
            token_id=token.id,
            key=mark,
            fingerprint=_fingerprint(asked),
            status=status,
            shows=shows,
            created_at=now,
        )
    )
    try:
        db.session.flush()
    except IntegrityError:
        raise Problem(409, _("A request with this Idempotency-Key was just carried out.")) from None


def _fingerprint(asked: bytes) -> str:
    # With the site's secret, so that nobody finds an address by trying.
    return tokens.fingerprint(current_app.config["SECRET_KEY"], tokens.digest(asked.hex()))
