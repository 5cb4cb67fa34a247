"""An answer of a guest as it is answered."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypedDict

from eventapp.api.schemas import Moment, Number, Told
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import POSITION

Kind = Literal["advice", "introduction", "skill", "volunteering"]
InLine = Annotated[
    Number | None, Told("description", "Who waits: how many are served first, themselves counted.")
]
Until = Annotated[
    Moment | None, Told("description", "Who waits: until when a place is offered to them.")
]


class RsvpShown(TypedDict):
    """What a guest answered to an event."""

    id: int
    event: int
    state: Literal["going", "waitlisted", "pending", "declined", "cancelled"]
    position: InLine
    offered_until: Until
    source: str
    email: str | None
    first_name: str
    last_name: str
    pronouns: str
    role: int | None
    stage: str
    industry: str
    organization: str
    ask: str
    ask_kind: Kind | None
    offer: str
    offer_kind: Kind | None
    access_needs: str
    food: str
    show_name: bool
    keep_in_touch: bool
    joins: str
    answers: dict[str, Any]
    brought_by: int | None
    created_at: Moment
    changed_at: Moment


def as_read(asked: Any) -> Any:
    """A query about answers and their events, with what is shown of them read at once."""
    return asked.options(
        db.contains_eager(Rsvp.event),
        db.joinedload(Rsvp.person).joinedload(Person.shares),
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
    )


def shown(rsvps: Sequence[Rsvp]) -> list[RsvpShown]:
    """Answers as they are answered, with where each stands in line; one query for all."""
    of_these = Rsvp.id.in_([rsvp.id for rsvp in rsvps])
    rows = db.session.execute(db.select(Rsvp.id, POSITION).where(of_these))
    in_line = {number: position or None for number, position in rows}
    return [_shown(rsvp, in_line[rsvp.id]) for rsvp in rsvps]


def _shown(rsvp: Rsvp, position: int | None) -> RsvpShown:
    zone, until = rsvp.event.zone, rsvp.offered_until
    return RsvpShown(
        id=rsvp.id,
        event=rsvp.event_id,
        state=rsvp.state,  # type: ignore[typeddict-item]
        position=position,
        offered_until=rfc3339(until, zone) if until else None,
        source=rsvp.source,
        email=rsvp.person.letterbox,
        first_name=rsvp.first_name,
        last_name=rsvp.last_name,
        pronouns=rsvp.pronouns,
        role=rsvp.role_id,
        stage=rsvp.stage,
        industry=rsvp.industry,
        organization=rsvp.organization,
        ask=rsvp.ask.text if rsvp.ask else "",
        ask_kind=rsvp.ask.kind if rsvp.ask else None,  # type: ignore[typeddict-item]
        offer=rsvp.offer.text if rsvp.offer else "",
        offer_kind=rsvp.offer.kind if rsvp.offer else None,  # type: ignore[typeddict-item]
        access_needs=rsvp.access_needs,
        food=rsvp.food,
        show_name=rsvp.show_name_at is not None,
        keep_in_touch=rsvp.keep_in_touch_at is not None,
        joins=rsvp.joins or "",
        answers=rsvp.question_answers or {},
        brought_by=rsvp.brought_by_id,
        created_at=rfc3339(rsvp.created_at, zone),
        changed_at=rfc3339(rsvp.changed_at, zone),
    )
