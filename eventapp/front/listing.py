"""What is on: events and programs to come, narrowed by what a visitor chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.paging import contains, search_text
from eventapp.programs.models import Program, Session
from eventapp.rsvps.role_counts import Tally, tallies

KINDS = ("", "meetup", "program", "online")
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


def listed(filters: Filters, *, now: datetime, community_id: int | None = None) -> list[ListedCard]:
    """The cards to show, soonest first, in four queries."""
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
        wanted.append(contains(filters.text, *columns))
    if filters.kind == "online":
        wanted.append(db.or_(Event.online_url != "", Event.hybrid))
    rows = db.session.execute(
        db.select(Event, Session)
        .join(Event.community)
        .outerjoin(Session, Session.event_id == Event.id)
        .options(
            db.contains_eager(Event.community),
            db.joinedload(Session.program).selectinload(Program.sessions).joinedload(Session.event),
        )
        .where(*wanted)
        .order_by(Event.starts_at, Event.id)
        .limit(200)
    ).all()
    counted = tallies(event for event, _ in rows)
    cards, seen = [], set()
    for event, place in rows:
        program = place.program if place else None
        if (program is None and filters.kind == "program") or (
            program and filters.kind == "meetup"
        ):
            continue
        if program is None:
            open_, served = event.open_for_rsvps(now), event.serves_waitlist(now)
            told = {"open": open_, "served": served, "early": event.opens_later(now)}
            cards.append(ListedCard(event, counted[event.id], **told))
        elif program.published_at and not program.cancelled_at and program.id not in seen:
            seen.add(program.id)
            sessions = tuple(session.event for session in program.sessions)
            cards.append(ListedCard(event, counted[event.id], program, sessions))
    return cards
