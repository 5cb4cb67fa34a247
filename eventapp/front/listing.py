"""What is on: events and programs, narrowed by what a visitor chose; the database filters, sorts and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, true

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.front import event_words
from eventapp.front.filters import Filters
from eventapp.front.folded import (
    PROGRAM_SHOWN,
    further_dates,
    nearer_date,
    nearer_session,
    public,
    when,
)
from eventapp.paging import Page
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session
from eventapp.rsvps.attendees.folding import together
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
    # The address part of the series that it stands for, and how many more dates that has.
    series: str = ""
    dates: int = 0

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
    series: str = ""
    dates: int = 0


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
    Of a series the nearest date that is found stands for all of them.
    """
    back = filters.looks_back(now)
    query = _asked(filters, now=now, community_id=community_id)
    page, numbers = _part(_in_order(query, back=back), args)
    rows = _read(numbers, now=now, back=back) if numbers else []
    if back:
        return Found(page, past=[_past(row) for row in rows])
    counted = tallies(row.event for row in rows)
    return Found(page, [_card(row, counted[row.event.id], now=now) for row in rows])


def past(community_id: int, *, now: datetime) -> list[PastCard]:
    """What a community held last, the latest first; a program is one, once all of it is over."""
    query = _asked(Filters(when="past"), now=now, community_id=community_id)
    numbers = list(db.session.scalars(_in_order(query, back=True).limit(PAST)))
    return [_past(row) for row in _read(numbers, now=now, back=True)]


# More than any site has: the page that an address asks for, before it is known how many there are.
_ENDLESS = 10**9 * Page(1, 0).size


def _asked(filters: Filters, *, now: datetime, community_id: int | None) -> Select[Any]:
    """The numbers of the events that stand for what was found, in no order."""
    back = filters.looks_back(now)
    beside = [public(), when(now, back=back), Community.closed_at.is_(None)]
    if community_id:
        beside.append(Event.community_id == community_id)
    alone, found = ~PROGRAM_SHOWN, None
    program = and_(PROGRAM_SHOWN, ~nearer_session(now, back=back))
    if wanted := _wanted(filters, now):
        # Found once, whether by an event itself or by another session of its program.
        columns = Event.id, case((PROGRAM_SHOWN, Program.id)).label("program_id")
        every = _joined(*columns).where(*beside, *wanted).cte("found")
        found = db.select(every.c.id)
        alone = and_(alone, Event.id.in_(found))
        programs = db.select(every.c.program_id).where(every.c.program_id.is_not(None))
        program = and_(program, Program.id.in_(programs))
    alone = and_(alone, ~nearer_date(now, back=back, among=found))
    kinds = {"meetup": alone, "program": program}
    return _joined(Event.id).where(*beside, kinds.get(filters.kind, or_(alone, program)))


def _joined(*columns: Any) -> Select[Any]:
    """These columns of events, each with its community and the program it may be a session of."""
    whole: Select[Any] = (
        db.select(*columns)
        .select_from(Event)
        .join(Community, Community.id == Event.community_id)
        .outerjoin(Session, Session.event_id == Event.id)
        .outerjoin(Program, Program.id == Session.program_id)
    )
    return whole


def _wanted(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """What was chosen but the kind, as conditions on an event and the program it may be a session of."""
    wanted: list[ColumnElement[bool]] = []
    about = Event.title, Event.summary, Program.title, Program.summary
    place = Event.place_name, Event.place_address
    # What costs least comes first, so that few texts are read.
    if filters.community:
        wanted.append(Community.slug == filters.community)
    if filters.way == "online":
        wanted.append(or_(Event.online_url != "", Event.hybrid))
    if filters.way == "place":
        wanted.append(or_(Event.place_name != "", Event.place_address != ""))
    if filters.by_day:
        wanted.append(or_(false(), *(_within(zone, filters, now) for zone in _zones())))
    if filters.place:
        wanted.append(event_words.said(together(*place), filters.place))
    if filters.text:
        named = event_words.said(together(*about, *place, Community.name), filters.text)
        # Read as they are spelled: without accents, those of 2,000 events took PostgreSQL a second and more.
        told = Event.description, Program.description
        described = [
            or_(*(said.icontains(word, autoescape=True) for said in told))
            for word in filters.text.split()[: event_words.MOST]
        ]
        wanted.append(or_(named, and_(*described)))
    if filters.topic:
        wanted.append(event_words.names(together(*about), filters.topic))
    return wanted


def _within(zone: str, filters: Filters, now: datetime) -> ColumnElement[bool]:
    since, before = filters.span(zone, now)
    return and_(
        Event.zone == zone,
        Event.ends_at > since if since else true(),
        Event.starts_at < before if before else true(),
    )


def _zones() -> list[str]:
    """The zones that public events are in: a day is another one in each."""
    return list(db.session.scalars(db.select(Event.zone).where(public()).distinct()))


def _in_order(query: Select[Any], *, back: bool) -> Select[Any]:
    if back:
        return query.order_by(Event.starts_at.desc(), Event.id.desc())
    return query.order_by(Event.starts_at, Event.id)


def _part(query: Select[Any], args: Mapping[str, str]) -> tuple[Page, list[int]]:
    """The page that is asked for and the numbers on it, counted as they are found."""
    asked = Page.asked(args, total=_ENDLESS)
    counted = query.add_columns(db.func.count().over())
    rows = db.session.execute(counted.offset(asked.start).limit(asked.size)).all()
    if not rows and asked.number > 1:
        total = db.session.scalar(
            db.select(db.func.count()).select_from(query.order_by(None).subquery())
        )
        return _part(query, {"page": str(Page.asked(args, total=total or 0).number)})
    total = rows[0][1] if rows else 0
    return Page.asked(args, total=total), [number for number, _total in rows]


@dataclass(frozen=True)
class _Row:
    """An event with the program or the series that it stands for."""

    event: Event
    program: Program | None = None
    series: str = ""
    dates: int = 0


def _read(numbers: Sequence[int], *, now: datetime, back: bool) -> list[_Row]:
    """These events with what their cards show, in the order of their numbers."""
    rows = db.session.execute(
        db.select(Event, Session, EventSeries.slug, further_dates(now, back=back))
        .join(Event.community)
        .outerjoin(Session, Session.event_id == Event.id)
        .outerjoin(Session.program)
        .outerjoin(SeriesDate, SeriesDate.event_id == Event.id)
        .outerjoin(SeriesDate.series)
        .options(
            db.contains_eager(Event.community),
            db.contains_eager(Session.program)
            .selectinload(Program.sessions)
            .joinedload(Session.event),
        )
        .where(Event.id.in_(numbers))
    )
    found = {
        event.id: _Row(event, _program(place), series or "", dates)
        for event, place, series, dates in rows
    }
    return [found[number] for number in numbers]


def _program(place: Session | None) -> Program | None:
    program = place.program if place else None
    return program if program and program.published_at and not program.cancelled_at else None


def cards(events: Sequence[Event], *, now: datetime) -> list[ListedCard]:
    """A card for each of some events, whatever they belong to."""
    counted = tallies(events)
    return [_card(_Row(event), counted[event.id], now=now) for event in events]


def _card(row: _Row, tally: Tally, *, now: datetime) -> ListedCard:
    event = row.event
    if row.program:
        return ListedCard(event, tally, row.program, _sessions(row.program))
    return ListedCard(
        event,
        tally,
        open=event.open_for_rsvps(now),
        served=event.serves_waitlist(now),
        early=event.opens_later(now),
        series=row.series,
        dates=row.dates,
    )


def _past(row: _Row) -> PastCard:
    if row.program:
        return PastCard(row.event, row.program, len(_sessions(row.program)))
    return PastCard(row.event, series=row.series, dates=row.dates)


def _sessions(program: Program) -> tuple[Event, ...]:
    """The sessions of a program that take place and that everybody may see, in order."""
    return tuple(one for one in waitlist.shown(program) if not one.cancelled_at)
