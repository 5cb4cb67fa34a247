"""What a guest's own page of one session says of its program: materials, and the way to their page of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from eventapp import tokens
from eventapp.db import db
from eventapp.people.actions import page_token_of, token_of
from eventapp.people.models import Link
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class OwnSession:
    """The program of a session, the token of the guest's own page of it, and what they may read."""

    program: str
    token: str
    materials: list[dict[str, str]]


_STATE = db.func.coalesce(Enrolment.state, RepeatedEnrolment.state)
_READ = (
    db.select(Link, Program.title, Session.materials, _STATE.label("state"))
    .outerjoin(Enrolment, Enrolment.link_id == Link.id)
    .outerjoin(RepeatedEnrolment, RepeatedEnrolment.link_id == Link.id)
    .join(Session, Session.event_id == db.bindparam("event"))
    .join(Program, Program.id == Session.program_id)
)
_OF_PERSON = _READ.where(
    Enrolment.program_id == Program.id, Enrolment.person_id == db.bindparam("person")
)
_OF_FORM = _READ.where(Link.nonce == db.bindparam("batch"), Link.purpose == "enrolment")


def of(rsvp: Rsvp, *, known: bool, now: datetime) -> OwnSession | None:
    """The same; None for an answer that no enrolment holds, which costs no query.

    `known` is whether a letter's link showed that this is its owner: it leads to the enrolment they
    have. The page after a form leads to what was typed in that same form, while that page is open.
    """
    if rsvp.source != "program":
        return None
    if known:
        asked = db.session.execute(
            _OF_PERSON, {"event": rsvp.event_id, "person": rsvp.person_id}
        ).first()
        return asked and _shown(asked, token_of(asked.Link), now=now)
    if not rsvp.link.from_page or not rsvp.batch:
        return None
    asked = db.session.execute(_OF_FORM, {"event": rsvp.event_id, "batch": rsvp.batch}).first()
    return asked and _shown(asked, page_token_of(asked.Link), now=now)


def _shown(found: Row[Any], token: str, *, now: datetime) -> OwnSession | None:
    link: Link = found.Link
    if tokens.digest(token) not in {link.digest, link.page_digest} or not link.usable(now):
        # Ended, or of another secret key: there is no page to lead to.
        return None
    return OwnSession(found.title, token, found.materials if found.state == "enrolled" else [])
