"""What is on: events and programs to come, narrowed by what a visitor chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import aliased

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.paging import contains, search_text
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session
from eventapp.rsvps.role_counts import Tally, tallies

KINDS = ("", "meetup", "program", "online")
# So many past events a community's page shows.
PAST = 6
TIMES = {"": 365, "week": 7, "month": 31}


@dataclass(frozen=True)
class Filters:
    """What a visitor chose; a value nobody knows is dropped."""

    text: str = ""
    kind: str = ""
    time: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Filters":
        """From an address's query."""
        kind, time = args.get("kind", ""), args.get("when", "")
        return cls(
            text=search_text(args),
            kind=kind if kind in KINDS else "",
            time=time if time in TIMES else "",
        )

    def __bool__(self) -> bool:
        return bool(self.text or self.kind or self.time)


@dataclass(frozen=True)
class ListedCard:
    """One card of the list: an event of its own, or a program with its sessions."""

    event: Event
    tally: Tally
    program: Program | None = None
    sessions: tuple[Event, ...] = ()
    # Whether somebody may still say yes on its page, and wait there.
    open: bool = True
    served: bool = True
    # Whether it doesn't take answers yet.
    early: bool = False

    @property
    def done(self) -> int:
        """How many sessions of the program come before the next one."""
        return self.sessions.index(self.event)

    @property
    def ahead(self) -> tuple[Event, ...]:
        """The sessions of the program from the next one on."""
        return self.sessions[self.done :]


def listed(filters: Filters, *, now: datetime, community_id: int | None = None) -> list[ListedCard]:
    """The cards to show, soonest first, in four queries; a program is one, whichever session is found."""
    wanted = [
        Event.published_at.is_not(None),
        Event.visibility == "listed",
        Event.cancelled_at.is_(None),
        Event.ends_at > now,
        Event.starts_at < now + timedelta(days=TIMES[filters.time]),
    ]
    if community_id:
        wanted.append(Event.community_id == community_id)
    if filters.text:
        columns = (Event.title, Event.summary, Event.place_name, Community.name)
        theirs = db.and_(
            Program.id.is_not(None), contains(filters.text, Program.title, Program.summary)
        )
        wanted.append(db.or_(contains(filters.text, *columns), theirs))
    if filters.kind == "online":
        wanted.append(db.or_(Event.online_url != "", Event.hybrid))
    rows = db.session.execute(
        db.select(Event, Session)
        .join(Event.community)
        .outerjoin(Session, Session.event_id == Event.id)
        .outerjoin(Session.program)
        .options(
            db.contains_eager(Event.community),
            db.contains_eager(Session.program)
            .selectinload(Program.sessions)
            .joinedload(Session.event),
        )
        .where(*wanted)
        .order_by(Event.starts_at, Event.id)
        .limit(200)
    ).all()
    chosen: list[tuple[Event, Program | None]] = []
    seen = set()
    for event, place in rows:
        program = place.program if place else None
        if (program is None and filters.kind == "program") or (
            program and filters.kind == "meetup"
        ):
            continue
        if program is None:
            chosen.append((event, None))
        elif program.published_at and not program.cancelled_at and program.id not in seen:
            seen.add(program.id)
            coming = (one for one in _sessions(program) if one.listed and one.ends_at > now)
            chosen.append((next(coming), program))
    counted = tallies(event for event, _program in chosen)
    chosen.sort(key=lambda one: (one[0].starts_at, one[0].id))
    return [_card(event, program, counted[event.id], now=now) for event, program in chosen]


def cards(events: Sequence[Event], *, now: datetime) -> list[ListedCard]:
    """A card for each of some events, whatever they belong to."""
    counted = tallies(events)
    return [_card(event, None, counted[event.id], now=now) for event in events]


def _card(event: Event, program: Program | None, tally: Tally, *, now: datetime) -> ListedCard:
    if program:
        return ListedCard(event, tally, program, _sessions(program))
    open_, served = event.open_for_rsvps(now), event.serves_waitlist(now)
    return ListedCard(event, tally, open=open_, served=served, early=event.opens_later(now))


def _sessions(program: Program) -> tuple[Event, ...]:
    """The sessions of a program that take place and that everybody may see, in order."""
    return tuple(one for one in waitlist.shown(program) if not one.cancelled_at)


@dataclass(frozen=True)
class PastCard:
    """What is over: an event, or a program with the last of its sessions and how many there were."""

    event: Event
    program: Program | None = None
    sessions: int = 0


def past(community_id: int, *, now: datetime) -> list[PastCard]:
    """What a community held last, the latest first; a program is one, once all of it is over."""
    listed = (
        Event.community_id == community_id,
        Event.published_at.is_not(None),
        Event.visibility == "listed",
        Event.cancelled_at.is_(None),
        # What has ended has begun: so the latest are found in their order.
        Event.starts_at < now,
        Event.ends_at <= now,
    )
    other, mine = aliased(Event), aliased(Session)
    later = (
        db.select(mine.id)
        .join(other, other.id == mine.event_id)
        .where(
            mine.program_id == Session.program_id,
            other.published_at.is_not(None),
            other.cancelled_at.is_(None),
            other.visibility == "listed",
            db.or_(
                other.starts_at > Event.starts_at,
                db.and_(other.starts_at == Event.starts_at, other.id > Event.id),
            ),
        )
    )
    alone = db.or_(Program.published_at.is_(None), Program.cancelled_at.is_not(None))
    rows = db.session.execute(
        db.select(Event, Session)
        .outerjoin(Session, Session.event_id == Event.id)
        .outerjoin(Session.program)
        .options(
            db.contains_eager(Session.program)
            .selectinload(Program.sessions)
            .joinedload(Session.event)
        )
        .where(*listed, db.or_(Session.id.is_(None), alone, ~later.exists()))
        .order_by(Event.starts_at.desc())
        .limit(PAST)
    ).all()
    return [_past(event, place) for event, place in rows]


def _past(event: Event, place: Session | None) -> PastCard:
    program = place.program if place else None
    if program is None or not program.published_at or program.cancelled_at:
        return PastCard(event)
    return PastCard(event, program, len(_sessions(program)))
