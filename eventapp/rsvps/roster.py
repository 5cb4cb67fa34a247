"""Everybody who answered an event, as one list that is written out and read in again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.people.names import full_name
from eventapp.rsvps.models import Ask, Offer, Rsvp


@dataclass(frozen=True)
class Row:
    """One answer to an event: what a line of the list shows of it."""

    # The place in the queue, from 1; 0 for whoever doesn't wait.
    position: int
    id: int
    person_id: int
    state: str
    turn: int
    first_name: str
    last_name: str
    email: str | None
    pronouns: str
    role_id: int | None
    stage: str
    industry: str
    organization: str
    access_needs: str
    food: str
    show_name_at: datetime | None
    keep_in_touch_at: datetime | None
    sequence: int | None
    created_at: datetime
    ask: str | None
    ask_kind: str | None
    offer: str | None
    offer_kind: str | None
    answered_at: datetime | None
    joins: str
    agreed_at: datetime | None
    # What they answered to the organizer's own questions.
    question_answers: dict[str, Any]
    # The address of whom they share one with.
    shared: str | None
    # Who brought them.
    host_first: str | None = None
    host_last: str | None = None

    @property
    def name(self) -> str:
        """First and last name as given for this event."""
        return full_name(self.first_name, self.last_name)

    @property
    def brought_by(self) -> str:
        """The name of who brought them, if anybody did."""
        return full_name(self.host_first or "", self.host_last or "")


_Sharing = aliased(Person)
_Host = aliased(Rsvp)
_KEPT = (
    Rsvp.id, Rsvp.person_id, Rsvp.state, Rsvp.turn, Rsvp.first_name, Rsvp.last_name, Person.email,
    Rsvp.pronouns, Rsvp.role_id, Rsvp.stage, Rsvp.industry, Rsvp.organization, Rsvp.access_needs,
    Rsvp.food, Rsvp.show_name_at, Rsvp.keep_in_touch_at, Rsvp.sequence, Rsvp.created_at,
    Ask.text, Ask.kind, Offer.text, Offer.kind, Rsvp.answered_at, Rsvp.joins,
    Rsvp.agreed_at, Rsvp.question_answers, _Sharing.email, _Host.first_name,
    _Host.last_name,
)  # fmt: skip


def rows(event: Event) -> list[Row]:
    """Everybody who answered an event, in the order they came, in one query."""
    found = db.session.execute(
        db.select(*_KEPT)
        .join(Person, Person.id == Rsvp.person_id)
        .outerjoin(_Sharing, _Sharing.id == Person.shares_id)
        .outerjoin(_Host, _Host.id == Rsvp.brought_by_id)
        .outerjoin(Ask, Ask.rsvp_id == Rsvp.id)
        .outerjoin(Offer, Offer.rsvp_id == Rsvp.id)
        .where(Rsvp.event_id == event.id)
        .order_by(Rsvp.turn)
    )
    answers, waiting = [], 0
    for row in found:
        waiting += row.state == "waitlisted"
        answers.append(Row(waiting if row.state == "waitlisted" else 0, *row))
    return answers


def joins_word(joins: str) -> str:
    """How somebody joins a hybrid event."""
    return _("Online") if joins == "online" else _("At the place")


def state_words() -> dict[str, str]:
    """What each state is called."""
    return {
        "going": _("Going"),
        "waitlisted": _("Waitlist"),
        "pending": _("Asked to join"),
        "declined": _("Declined"),
        "cancelled": _("Cancelled"),
    }
