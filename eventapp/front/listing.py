"""What is on: events and programs, narrowed by what a visitor chose; the database filters, sorts and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, true
from sqlalchemy.orm import aliased

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import event_words
from eventapp.front.filters import Filters
from eventapp.paging import Page
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session
from eventapp.rsvps.attendees.folding import holds, together
from eventapp.rsvps.role_counts import Tally, tallies

# So many past events a community's page shows before all are asked for.
PAST = 6


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


@dataclass(frozen=True)
class PastCard:
    """What is over: an event, or a program with the last of its sessions and how many there were."""

    event: Event
    program: Program | None = None
    sessions: int = 0


@dataclass(frozen=True)
class Found:
    """One page of what was asked for: to come, or over."""

    page: Page
    coming: Sequence[ListedCard] = ()
    past: Sequence[PastCard] = ()


def find(
    filters: Filters, args: Mapping[str, str], *, now: datetime, community_id: int | None = None
) -> Found:
    """The page that an address asks for: what is to come, the soonest first, or what is over, the latest first.

    A program is one, whichever of its sessions is found: it stands where its next is, or where its last was.
    """
    query = _asked(filters, now=now, community_id=community_id)
    total = db.session.scalar(db.select(db.func.count()).select_from(query.subquery())) or 0
    page = Page.asked(args, total=total)
    back = filters.looks_back(now)
    rows = _read(query, back=back, start=page.start, most=page.end - page.start) if total else ()
    if back:
        return Found(page, past=[_past(event, program) for event, program in rows])
    counted = tallies(event for event, _program in rows)
    return Found(page, [_card(event, of, counted[event.id], now=now) for event, of in rows])


def past(community_id: int, *, now: datetime) -> list[PastCard]:
    """What a community held last, the latest first; a program is one, once all of it is over."""
    query = _asked(Filters(when="past"), now=now, community_id=community_id)
    return [_past(event, program) for event, program in _read(query, back=True, most=PAST)]


def public(event: Any = Event) -> ColumnElement[bool]:
    """Whether an event stands in lists: published, for everybody, not called off."""
    return and_(
        event.published_at.is_not(None), event.visibility == "listed", event.cancelled_at.is_(None)
    )


# A program that is shown as one; the sessions of others stand for themselves.
IS_PROGRAM = and_(Program.published_at.is_not(None), Program.cancelled_at.is_(None))


def _asked(filters: Filters, *, now: datetime, community_id: int | None) -> Select[tuple[int]]:
    """The numbers of the events that stand for what was found, in no order."""
    back = filters.looks_back(now)
    zones = _zones() if filters.by_day else []
    alone = and_(
        or_(Session.id.is_(None), ~IS_PROGRAM), *_wanted(filters, Event, Program, now, zones)
    )
    one, mine, of = aliased(Event), aliased(Session), aliased(Program)
    matching = (
        db.select(mine.program_id)
        .join(one, one.id == mine.event_id)
        .join(of, of.id == mine.program_id)
        .join(Community, Community.id == one.community_id)
        .where(public(one), _time(one, now, back=back), *_wanted(filters, one, of, now, zones))
        .correlate(None)
    )
    program = and_(
        IS_PROGRAM,
        ~_nearer(now, back=back).exists(),
        Session.program_id.in_(matching) if filters else true(),
    )
    kinds = {"meetup": alone, "program": program}
    query = (
        db.select(Event.id)
        .join(Community, Community.id == Event.community_id)
        .outerjoin(Session, Session.event_id == Event.id)
        .outerjoin(Program, Program.id == Session.program_id)
        .where(public(), _time(Event, now, back=back), kinds.get(filters.kind, or_(alone, program)))
    )
    return query.where(Event.community_id == community_id) if community_id else query


def _time(event: Any, now: datetime, *, back: bool) -> ColumnElement[bool]:
    if back:
        # What has ended has begun: so the latest are found in their order.
        return and_(event.starts_at < now, event.ends_at <= now)
    return event.ends_at > now  # type: ignore[no-any-return]


def _nearer(now: datetime, *, back: bool) -> Select[tuple[int]]:
    """The sessions of the same program that would stand for it rather than this one."""
    other, mine = aliased(Event), aliased(Session)
    same_time = other.starts_at == Event.starts_at
    order = (
        or_(other.starts_at > Event.starts_at, and_(same_time, other.id > Event.id))
        if back
        else and_(
            other.ends_at > now,
            or_(other.starts_at < Event.starts_at, and_(same_time, other.id < Event.id)),
        )
    )
    return (
        db.select(mine.id)
        .join(other, other.id == mine.event_id)
        .where(mine.program_id == Session.program_id, public(other), order)
        .correlate(Event, Session)
    )


def _wanted(
    filters: Filters, event: Any, program: Any, now: datetime, zones: Sequence[str]
) -> list[ColumnElement[bool]]:
    """What was chosen, as conditions on an event and on the program it belongs to, if to any."""
    wanted: list[ColumnElement[bool]] = []
    about = event.title, event.summary, program.title, program.summary
    if filters.text:
        where = event.place_name, event.place_address, Community.name
        wanted.append(event_words.said(together(*about, *where), filters.text))
    if filters.topic:
        wanted.append(event_words.names(together(*about), filters.topic))
    if filters.place:
        wanted.append(holds(together(event.place_name, event.place_address), filters.place))
    if filters.community:
        wanted.append(Community.slug == filters.community)
    if filters.way == "online":
        wanted.append(or_(event.online_url != "", event.hybrid))
    if filters.way == "place":
        wanted.append(or_(event.place_name != "", event.place_address != ""))
    if filters.by_day:
        spans = [(zone, *filters.span(zone, now)) for zone in zones]
        wanted.append(or_(*(_within(event, *span) for span in spans)) if spans else true())
    return wanted


def _within(
    event: Any, zone: str, since: datetime | None, before: datetime | None
) -> ColumnElement[bool]:
    return and_(
        event.zone == zone,
        event.ends_at > since if since else true(),
        event.starts_at < before if before else true(),
    )


def _zones() -> list[str]:
    """The zones that public events are in: a day is another one in each."""
    return list(db.session.scalars(db.select(Event.zone).where(public()).distinct()))


def _read(
    query: Select[tuple[int]], *, back: bool, most: int, start: int = 0
) -> list[tuple[Event, Program | None]]:
    """A part of what was found, in order, with what a card shows."""
    order = (Event.starts_at.desc(), Event.id.desc()) if back else (Event.starts_at, Event.id.asc())
    # Found first and read then, so that only what is shown is carried through the sorting.
    numbers = list(db.session.scalars(query.order_by(*order).offset(start).limit(most)))
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
        .where(Event.id.in_(numbers))
    )
    found = {event.id: (event, _program(place)) for event, place in rows}
    return [found[number] for number in numbers]


def _program(place: Session | None) -> Program | None:
    program = place.program if place else None
    return program if program and program.published_at and not program.cancelled_at else None


def _card(event: Event, program: Program | None, tally: Tally, *, now: datetime) -> ListedCard:
    if program:
        return ListedCard(event, tally, program, _sessions(program))
    open_, served = event.open_for_rsvps(now), event.serves_waitlist(now)
    return ListedCard(event, tally, open=open_, served=served, early=event.opens_later(now))


def _past(event: Event, program: Program | None) -> PastCard:
    return PastCard(event, program, len(_sessions(program))) if program else PastCard(event)


def _sessions(program: Program) -> tuple[Event, ...]:
    """The sessions of a program that take place and that everybody may see, in order."""
    return tuple(one for one in waitlist.shown(program) if not one.cancelled_at)
