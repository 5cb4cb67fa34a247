"""The list of who answered an event, as its organizer looks through it: the database does the looking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events import quotas as limits
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role
from eventapp.people.models import Person
from eventapp.rsvps import actions
from eventapp.rsvps.attendees import search as searches
from eventapp.rsvps.attendees.actions import UNDO, undoable
from eventapp.rsvps.attendees.models import PersonTag
from eventapp.rsvps.attendees.search import PAGE, Search
from eventapp.rsvps.history import SAID
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.standing import POSITION


@dataclass(frozen=True)
class Row:
    """One answer, and what a line of the list tells beside it."""

    rsvp: Rsvp
    # The place in the queue, from 1; 0 for whoever doesn't wait.
    position: int
    # At how many earlier events of the community they had a place.
    before: int
    here: bool
    tags: Sequence[str] = ()
    # What an organizer did about it a moment ago, as long as that can be undone.
    done: HistoryEntry | None = None


@dataclass(frozen=True)
class Quota:
    """How many come as something, beside what the organizer wants."""

    name: str
    number: int
    least: int
    most: int | None
    mark: int = 0
    role_id: int = 0

    @property
    def short(self) -> int:
        """How many too few."""
        return max(0, self.least - self.number)

    @property
    def over(self) -> int:
        """How many too many."""
        return 0 if self.most is None else max(0, self.number - self.most)


@dataclass
class Counts:
    """How many answered, and as what they come."""

    states: Counter[str] = field(default_factory=Counter)
    roles: Counter[int | None] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    # Those with a place whose calendar entry has no number: most of them were never written to.
    quiet: int = 0
    offered: int = 0
    online: int = 0

    @property
    def all(self) -> int:
        """Everybody who answered."""
        return self.states.total()

    @property
    def placed(self) -> int:
        """Who has a place or is offered one; whoever joins online needs none."""
        return self.states["going"] - self.online + self.offered


@dataclass(frozen=True)
class Part:
    """One page of the list."""

    rows: list[Row]
    number: int
    page: int
    start: int
    # Every tag of the community, to look for.
    tags: list[str]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.number // PAGE))


def counts(event: Event) -> Counts:
    """Everybody counted, in one query."""
    placed = (Rsvp.state == "going") & (Rsvp.joins == "online")
    asked = (
        db.select(
            Rsvp.state,
            Rsvp.role_id,
            Rsvp.stage,
            db.func.count(Rsvp.id),
            db.func.count(Rsvp.sequence),
            db.func.count(Rsvp.offered_until),
            db.func.sum(db.case((placed, 1), else_=0)),
        )
        .where(Rsvp.event_id == event.id)
        .group_by(Rsvp.state, Rsvp.role_id, Rsvp.stage)
    )
    found = Counts()
    for state, role_id, stage, number, written, offered, online in db.session.execute(asked):
        found.states[state] += number
        found.offered += offered
        found.online += int(online)
        if state == "going":
            found.roles[role_id] += number
            found.stages[stage] += number
            found.quiet += number - written
    return found


def roles_of(event: Event) -> list[tuple[Role, int, int | None, bool]]:
    """Each role of the community with its least and most here, and whether the event asks for it."""
    here = db.and_(event_role.c.role_id == Role.id, event_role.c.event_id == event.id)
    asked = (
        db.select(Role, event_role.c.least, event_role.c.most, event_role.c.event_id)
        .outerjoin(event_role, here)
        .where(Role.community_id == event.community_id)
        .order_by(Role.position)
    )
    return [
        (role, least or 0, most, event_id is not None)
        for role, least, most, event_id in db.session.execute(asked)
    ]


def quotas(
    event: Event, counted: Counts, roles: Sequence[tuple[Role, int, int | None, bool]]
) -> list[Quota]:
    """How many come as each role of the event, and of each stage that has limits."""
    from_roles = [
        Quota(role.name, counted.roles[role.id], least, most, role.mark, role.id)
        for role, least, most, asked in roles
        if asked
    ]
    return from_roles + [
        Quota(stage, counted.stages[stage], limit.least, limit.most)
        for stage, limit in limits.of(event).stages.items()
    ]


def free_places(event: Event, counted: Counts, *, ruled: bool, now: datetime) -> int:
    """How many places an organizer could give to those who wait, until the event is over.

    There are some only after the waitlist has closed, where places are given by hand, or when
    somebody forgot to give them out. `ruled` says that not everybody may have each place.
    """
    waiting = counted.states["waitlisted"] - counted.offered
    if event.state != "published" or event.over(now) or waiting <= 0:
        return 0
    if ruled or event.hybrid:
        return len(actions.next_in_line(event, now=now))
    if event.capacity is None:
        return waiting
    return max(0, min(waiting, event.capacity - counted.placed))


def unwritten(event: Event, *, now: datetime) -> int:
    """How many have a place but never got an invite: they were put on the list quietly."""
    if event.state != "published" or event.over(now):
        return 0
    asked = db.select(db.func.count(Rsvp.id)).where(
        Rsvp.event_id == event.id, Rsvp.state == "going", searches.NEVER_WRITTEN_TO
    )
    return db.session.scalar(asked) or 0


def part(event: Event, search: Search, *, now: datetime) -> Part:
    """One page of those whom a search asks for; the last one where there aren't as many."""
    found = searches.ordered(searches.fitting(event, search), search)
    found = found.add_columns(db.func.count().over())
    page, start = search.page, (search.page - 1) * PAGE
    if search.whole:
        page, start = 1, 0
        ids = db.session.execute(found).all()
    else:
        ids = db.session.execute(found.offset(start).limit(PAGE)).all()
    if not ids and page > 1:
        number = db.session.scalar(db.select(db.func.count()).select_from(found.subquery())) or 0
        page = max(1, -(-number // PAGE))
        start = (page - 1) * PAGE
        ids = db.session.execute(found.offset(start).limit(PAGE)).all()
    words, tags = _tags(event, [row[0] for row in ids])
    rows = _rows(event, [row[0] for row in ids], tags, now=now)
    return Part(rows, ids[0][1] if ids else 0, page, start, words)


def one(rsvp: Rsvp, *, now: datetime) -> Row:
    """The line of one guest."""
    _words, tags = _tags(rsvp.event, [rsvp.id])
    return _rows(rsvp.event, [rsvp.id], tags, now=now)[0]


def _rows(
    event: Event, numbers: Sequence[int], tags: Mapping[int, list[str]], *, now: datetime
) -> list[Row]:
    if not numbers:
        return []
    asked = (
        db.select(
            Rsvp,
            HistoryEntry,
            POSITION.label("position"),
            searches.times_before(event),
            searches.checked_in(),
        )
        .outerjoin(HistoryEntry, HistoryEntry.id == _last_change(now))
        .where(Rsvp.id.in_(numbers))
        .options(
            db.joinedload(Rsvp.person).joinedload(Person.bounced),
            db.joinedload(Rsvp.person).joinedload(Person.shares).joinedload(Person.bounced),
            db.joinedload(Rsvp.role),
            db.joinedload(Rsvp.brought_by),
            db.joinedload(Rsvp.ask),
            db.joinedload(Rsvp.offer),
        )
    )
    found = {
        rsvp.id: Row(
            rsvp,
            position,
            before,
            bool(here),
            tags.get(rsvp.person_id, ()),
            last if last and undoable(rsvp, last, now=now) else None,
        )
        for rsvp, last, position, before, here in db.session.execute(asked)
    }
    return [found[number] for number in numbers if number in found]


def _last_change(now: datetime) -> Any:
    """What was kept last of an answer, if that was a moment ago, by its number."""
    one = db.aliased(HistoryEntry)
    recent = db.select(db.func.max(one.id)).where(one.rsvp_id == Rsvp.id, one.at > now - UNDO)
    recent = recent.where(one.what.not_in(SAID))
    return recent.correlate(Rsvp).scalar_subquery()


def _tags(event: Event, numbers: Sequence[int]) -> tuple[list[str], dict[int, list[str]]]:
    """Every tag of the community, and those of some guests' people."""
    mine = PersonTag.community_id == event.community_id
    theirs = db.select(Rsvp.person_id).where(Rsvp.id.in_(numbers))
    asked = db.union_all(
        db.select(PersonTag.word, db.literal(0).label("who")).where(mine).distinct(),
        db.select(PersonTag.word, PersonTag.person_id).where(mine, PersonTag.person_id.in_(theirs)),
    )
    words: list[str] = []
    tags: dict[int, list[str]] = {}
    for word, who in sorted(db.session.execute(asked).all()):
        (tags.setdefault(who, []) if who else words).append(word)
    return words, tags


def hours_of_answers(event: Event) -> dict[str, int]:
    """How many answered in each hour, in UTC, as in '2026-11-26 17'."""
    if db.engine.dialect.name == "postgresql":
        utc = db.func.timezone("UTC", Rsvp.created_at)
        hour: Any = db.func.to_char(utc, "YYYY-MM-DD HH24")
    else:
        hour = db.func.substr(db.cast(Rsvp.created_at, db.String), 1, 13)
    asked = db.select(hour.label("hour"), db.func.count(Rsvp.id))
    asked = asked.where(Rsvp.event_id == event.id).group_by("hour")
    return {at: number for at, number in db.session.execute(asked)}  # noqa: C416
