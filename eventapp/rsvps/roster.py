"""Who answered an event, as its organizer looks through them: counted, searched, sorted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.people.names import full_name
from eventapp.rsvps.models import STATES, Ask, Offer, Rsvp
from eventapp.rsvps.topics import fold

PAGE = 50
SORTS = ("name", "newest", "role")
BEFORE = ("", "first", "again")


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

    @property
    def name(self) -> str:
        """First and last name as given for this event."""
        return full_name(self.first_name, self.last_name)


@dataclass(frozen=True)
class Search:
    """What an organizer looks for; a value nobody knows is dropped."""

    text: str = ""
    state: str = ""
    role_id: int = 0
    before: str = ""
    sort: str = "name"
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Search":
        """From an address's query."""
        state, before, sort = args.get("state", ""), args.get("before", ""), args.get("sort", "")
        role, page = args.get("role", ""), args.get("page", "")
        return cls(
            text=" ".join(args.get("q", "").split())[:80],
            state=state if state in STATES else "",
            role_id=int(role) if role.isascii() and role.isdigit() and len(role) < 9 else 0,
            before=before if before in BEFORE else "",
            sort=sort if sort in SORTS else "name",
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )


_Sharing = aliased(Person)
_KEPT = (
    Rsvp.id, Rsvp.person_id, Rsvp.state, Rsvp.turn, Rsvp.first_name, Rsvp.last_name, Person.email,
    Rsvp.pronouns, Rsvp.role_id, Rsvp.stage, Rsvp.industry, Rsvp.organization, Rsvp.access_needs,
    Rsvp.food, Rsvp.show_name_at, Rsvp.keep_in_touch_at, Rsvp.sequence, Rsvp.created_at,
    Ask.text, Ask.kind, Offer.text, Offer.kind, Rsvp.answered_at, Rsvp.joins,
    Rsvp.agreed_at, Rsvp.question_answers, _Sharing.email,
)  # fmt: skip


def rows(event: Event) -> list[Row]:
    """Everybody who answered an event, in the order they came, in one query."""
    found = db.session.execute(
        db.select(*_KEPT)
        .join(Person, Person.id == Rsvp.person_id)
        .outerjoin(_Sharing, _Sharing.id == Person.shares_id)
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


def came_before(event: Event) -> dict[int, int]:
    """How many earlier events of the community each person had a place at; who had none is absent."""
    mine = db.aliased(Rsvp)
    earlier = db.exists().where(
        Event.id == Rsvp.event_id,
        Event.community_id == event.community_id,
        Event.ends_at <= event.starts_at,
        Event.cancelled_at.is_(None),
        Event.published_at.is_not(None),
    )
    # From who is here to their own answers, not through all earlier events of the community.
    here = db.select(mine.person_id).where(mine.event_id == event.id)
    counted = db.session.execute(
        db.select(Rsvp.person_id, db.func.count(Rsvp.id))
        .where(Rsvp.person_id.in_(here), Rsvp.state == "going", earlier)
        .group_by(Rsvp.person_id)
    )
    return {person_id: number for person_id, number in counted}  # noqa: C416


def counts(answers: Iterable[Row]) -> Counter[str]:
    """How many answers are in each state."""
    return Counter(row.state for row in answers)


def free_places(event: Event, states: Mapping[str, int], *, now: datetime) -> int:
    """How many places an organizer could give to those who wait, until the event is over.

    There are some only after the waitlist has closed, or when somebody forgot to give them out.
    """
    if event.state != "published" or event.over(now) or not states.get("waitlisted"):
        return 0
    waiting = states["waitlisted"]
    if event.capacity is None:
        return waiting
    return max(0, min(waiting, event.capacity - states.get("going", 0)))


def unwritten(event: Event, answers: Iterable[Row], *, now: datetime) -> set[int]:
    """Who has a place but never got an invite, by RSVP: they were put on the list quietly."""
    if event.state != "published" or event.over(now):
        return set()
    return {
        row.id for row in answers if row.state == "going" and row.sequence is None and row.email
    }


def role_counts(answers: Iterable[Row], roles: Iterable[Role]) -> list[tuple[Role, int]]:
    """How many of those who are going come as each role."""
    going = Counter(row.role_id for row in answers if row.state == "going")
    return [(role, going[role.id]) for role in roles]


def found(
    answers: Iterable[Row], search: Search, before: Mapping[int, int], roles: Iterable[Role]
) -> list[Row]:
    """The answers a search asks for, sorted; accents and case don't matter."""
    places = {role.id: role.position for role in roles}
    sought = fold(search.text)
    kept = [
        row
        for row in answers
        if (not search.state or row.state == search.state)
        and (not search.role_id or row.role_id == search.role_id)
        and (not search.before or (row.person_id in before) == (search.before == "again"))
        and (not sought or sought in fold(_words(row)))
    ]
    if search.sort == "newest":
        kept.sort(key=lambda row: -row.turn)
    elif search.sort == "role":
        kept.sort(key=lambda row: (places.get(row.role_id or 0, 99), fold(row.name)))
    elif search.state != "waitlisted":
        kept.sort(key=lambda row: (fold(row.name), row.turn))
    return kept


def _words(row: Row) -> str:
    parts = (row.name, row.email, row.organization, row.industry, row.ask, row.offer)
    return "\n".join(part for part in parts if part)


def state_words() -> dict[str, str]:
    """What each state is called."""
    return {
        "going": _("Going"),
        "waitlisted": _("Waitlist"),
        "pending": _("Asked to join"),
        "declined": _("Declined"),
        "cancelled": _("Cancelled"),
    }
