"""What a guest says for one event, and keeping it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.places import Kind

Line = TypeVar("Line", Ask, Offer)

# What is kept as it was said; roles, asks, offers and consents are kept in their own way.
TEXTS = (
    "first_name", "last_name", "pronouns", "stage", "industry", "organization", "access_needs",
    "food",
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

    @property
    def kind(self) -> Kind:
        """What the rules about places look at."""
        return Kind(self.role_id, self.stage)

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
            **{name: getattr(rsvp, name) for name in TEXTS},
        )


def write(rsvp: Rsvp, answers: Answers, *, now: datetime) -> None:
    """Keep what a guest said; a consent keeps the moment it was first given."""
    for name in ("role_id", *TEXTS):
        setattr(rsvp, name, getattr(answers, name))
    rsvp.ask = _line(rsvp.ask, Ask, answers.ask, answers.ask_kind)
    rsvp.offer = _line(rsvp.offer, Offer, answers.offer, answers.offer_kind)
    rsvp.show_name_at = (rsvp.show_name_at or now) if answers.show_name else None
    rsvp.keep_in_touch_at = (rsvp.keep_in_touch_at or now) if answers.keep_in_touch else None
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
