"""What a guest says for one event, and keeping it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.places import Kind

Line = TypeVar("Line", Ask, Offer)

# What is kept as it was said; roles, asks, offers and consents are kept in their own way.
TEXTS = (
    "first_name", "last_name", "pronouns", "stage", "industry", "organization", "access_needs",
    "food", "language",
)  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """What a guest says for one event."""

    first_name: str
    last_name: str = ""
    pronouns: str = ""
    role_id: int | None = None
    stage: str = ""
    industry: str = ""
    organization: str = ""
    ask: str = ""
    ask_kind: str = "advice"
    offer: str = ""
    offer_kind: str = "advice"
    access_needs: str = ""
    food: str = ""
    show_name: bool = False
    keep_in_touch: bool = False
    agreed: bool = False
    joins: str = ""
    # What the page was in where they typed it.
    language: str = ""
    # What was answered to the organizer's own questions, by the number of the question.
    questions: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[Kind, ...]:
        """Who needs a place, as the rules look at them: nobody where one joins online."""
        return () if self.joins == "online" else (Kind(self.role_id, self.stage),)

    @classmethod
    def of(cls, rsvp: Rsvp) -> "Answers":
        """What a guest said, as it is kept."""
        return cls(
            role_id=rsvp.role_id,
            ask=rsvp.ask.text if rsvp.ask else "",
            ask_kind=rsvp.ask.kind if rsvp.ask else "advice",
            offer=rsvp.offer.text if rsvp.offer else "",
            offer_kind=rsvp.offer.kind if rsvp.offer else "advice",
            show_name=rsvp.show_name_at is not None,
            keep_in_touch=rsvp.keep_in_touch_at is not None,
            agreed=rsvp.agreed_at is not None,
            joins=rsvp.joins or "",
            questions=rsvp.question_answers or {},
            **{name: getattr(rsvp, name) for name in TEXTS},
        )


def last_of(person: Person, *, offered: Sequence[Role]) -> Answers | None:
    """What somebody answered last, anywhere, to begin the next form with.

    A consent is given anew each time, a role is one of those `offered`, and what was answered to an
    organizer's own questions stays with the event that asked.
    """
    rsvp = db.session.scalar(
        db.select(Rsvp)
        .where(Rsvp.person_id == person.id)
        .options(db.joinedload(Rsvp.ask), db.joinedload(Rsvp.offer))
        .order_by(Rsvp.changed_at.desc(), Rsvp.id.desc())
        .limit(1)
    )
    if rsvp is None:
        return None
    said = Answers.of(rsvp)
    return replace(said, show_name=False, keep_in_touch=False, agreed=False, joins="", questions={})


def write(rsvp: Rsvp, answers: Answers, *, now: datetime) -> None:
    """Keep what a guest said; a consent keeps the moment it was first given."""
    for name in ("role_id", *TEXTS):
        setattr(rsvp, name, getattr(answers, name))
    rsvp.ask = _line(rsvp.ask, Ask, answers.ask, answers.ask_kind)
    rsvp.offer = _line(rsvp.offer, Offer, answers.offer, answers.offer_kind)
    rsvp.show_name_at = (rsvp.show_name_at or now) if answers.show_name else None
    rsvp.keep_in_touch_at = (rsvp.keep_in_touch_at or now) if answers.keep_in_touch else None
    rsvp.agreed_at = (rsvp.agreed_at or now) if answers.agreed else None
    rsvp.joins, rsvp.question_answers = answers.joins, answers.questions
    rsvp.changed_at = now


def change(rsvp: Rsvp, answers: Answers, *, now: datetime) -> None:
    """Keep what the guest changed; no list that is read later says otherwise."""
    write(rsvp, answers, now=now)
    rsvp.answered_at = now


def _line(kept: Line | None, kind_of: type[Line], text: str, kind: str) -> Line | None:
    if not text:
        return None
    kept = kept or kind_of()
    kept.text, kept.kind = text, kind
    return kept
