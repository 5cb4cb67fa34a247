"""Who was invited to an event by letter, and what each answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.invitations.actions import APART, HOLDS, MOST_LETTERS
from eventapp.rsvps.invitations.models import Invitation, InvitationUse
from eventapp.rsvps.models import Rsvp

PAGE = 100
ANSWERS = ("open", "going", "waiting", "no", "taken back")


@dataclass(frozen=True)
class Row:
    """Somebody who was invited: one of ANSWERS, and what may be done."""

    id: int
    name: str
    email: str
    answer: str
    written_at: datetime | None
    letters: int
    came_back: bool
    again: bool


def rows(event: Event, *, now: datetime) -> list[Row]:
    """Everybody who was invited by letter, in their order, in one query.

    Whoever answered without the invitation is known by their address.
    """
    used, typed = db.aliased(Rsvp), db.aliased(Rsvp)
    about = db.literal("invitation:").concat(db.cast(Invitation.id, db.String))
    failed = db.exists().where(Message.about == about, Message.state.in_(("failed", "bounced")))
    found = db.session.execute(
        db.select(Invitation, used.state, typed.state, failed)
        .outerjoin(InvitationUse, InvitationUse.invitation_id == Invitation.id)
        .outerjoin(used, used.id == InvitationUse.rsvp_id)
        .outerjoin(Person, Person.email == Invitation.email)
        .outerjoin(
            typed, db.and_(typed.person_id == Person.id, typed.event_id == Invitation.event_id)
        )
        .where(Invitation.event_id == event.id, Invitation.email.is_not(None))
        .order_by(Invitation.id)
    )
    states: dict[int, set[str]] = {}
    invitations: dict[int, tuple[Invitation, bool]] = {}
    for invitation, by_link, by_address, came_back in found:
        invitations[invitation.id] = (invitation, came_back)
        states.setdefault(invitation.id, set()).update(filter(None, (by_link, by_address)))
    return [_row(*pair, states[number], now=now) for number, pair in invitations.items()]


def _row(found: Invitation, came_back: bool, states: set[str], *, now: datetime) -> Row:  # noqa: FBT001 - a column
    answer = _answer(found, states)
    rested = found.written_at is not None and found.written_at + APART <= now
    return Row(
        found.id,
        found.name,
        found.email or "",
        answer,
        found.written_at,
        found.letters,
        came_back,
        again=answer == "open" and rested and found.letters < MOST_LETTERS,
    )


def _answer(found: Invitation, states: set[str]) -> str:
    if "going" in states:
        return "going"
    if states & set(HOLDS):
        return "waiting"
    if found.ended_at:
        return "taken back"
    return "no" if found.declined_at or states else "open"


def counts(found: Iterable[Row]) -> Counter[str]:
    """How many answered what."""
    return Counter(row.answer for row in found)


def words() -> Mapping[str, str]:
    """What was answered, in words."""
    return {
        "open": _("No answer yet"),
        "going": _("Coming"),
        "waiting": _("Waiting"),
        "no": _("Can’t come"),
        "taken back": _("Taken back"),
    }
