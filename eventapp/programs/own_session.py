"""What a guest's own page of one session says of its program: materials, and the way to their page of it."""

from dataclasses import dataclass
from datetime import datetime

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
    told: dict[str, object]
    if known:
        wanted, told, token = _OF_PERSON, {"person": rsvp.person_id}, token_of
    elif rsvp.link.from_page and rsvp.batch:
        wanted, told, token = _OF_FORM, {"batch": rsvp.batch}, page_token_of
    else:
        return None
    found = db.session.execute(wanted, {"event": rsvp.event_id} | told).first()
    if found is None or not _opens(found.Link, token(found.Link), now=now):
        return None
    materials = found.materials if found.state == "enrolled" else []
    return OwnSession(found.title, token(found.Link), materials)


def _opens(link: Link, token: str, *, now: datetime) -> bool:
    """Whether there is a page to lead to: it may have ended, or be of another secret key."""
    return tokens.digest(token) in {link.digest, link.page_digest} and link.usable(now)
