"""What is on: events and programs, narrowed by what a visitor chose; the database filters, sorts and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, true
from sqlalchemy.orm import aliased

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import event_words
from eventapp.front.filters import Filters
from eventapp.paging import Page, contains
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
    back = filters.looks_back(now)
    query = _asked(filters, now=now, community_id=community_id)
    page, numbers = _part(_in_order(query, back=back), args)
    rows = _read(numbers) if numbers else []
    if back:
        return Found(page, past=[_past(event, program) for event, program in rows])
    counted = tallies(event for event, _program in rows)
    return Found(page, [_card(event, of, counted[event.id], now=now) for event, of in rows])


def past(community_id: int, *, now: datetime) -> list[PastCard]:
    """What a community held last, the latest first; a program is one, once all of it is over."""
    query = _asked(Filters(when="past"), now=now, community_id=community_id)
    numbers = list(db.session.scalars(_in_order(query, back=True).limit(PAST)))
    return [_past(event, program) for event, program in _read(numbers)]


def public(event: Any = Event) -> ColumnElement[bool]:
    """Whether an event stands in lists: published, for everybody, not called off."""
    return and_(
        event.published_at.is_not(None), event.visibility == "listed", event.cancelled_at.is_(None)
    )


# More than any site has: the page that an address asks for, before it is known how many there are.
_ENDLESS = 10**9 * Page(1, 0).size
IS_PROGRAM = and_(Program.published_at.is_not(None), Program.cancelled_at.is_(None))
# A program that is shown as one; the sessions of others stand for themselves.
_PROGRAM_SHOWN = and_(Program.id.is_not(None), IS_PROGRAM)


def _asked(filters: Filters, *, now: datetime, community_id: int | None) -> Select[Any]:
    """The numbers of the events that stand for what was found, in no order."""
    back = filters.looks_back(now)
    beside = [public(), _time(now, back=back)]
    if community_id:
        beside.append(Event.community_id == community_id)
    alone, program = ~_PROGRAM_SHOWN, and_(_PROGRAM_SHOWN, ~_nearer(now, back=back).exists())
    if wanted := _wanted(filters, now):
        # Found once, whether by an event itself or by another session of its program.
        found = _joined(Event.id, case((_PROGRAM_SHOWN, Program.id)).label("program_id"))
        every = found.where(*beside, *wanted).cte("found")
        alone = and_(alone, Event.id.in_(db.select(every.c.id)))
        programs = db.select(every.c.program_id).where(every.c.program_id.is_not(None))
        program = and_(program, Program.id.in_(programs))
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


def _time(now: datetime, *, back: bool) -> ColumnElement[bool]:
    # What has ended has begun: so the latest are found in their order.
    return and_(Event.starts_at < now, Event.ends_at <= now) if back else Event.ends_at > now


def _nearer(now: datetime, *, back: bool) -> Select[Any]:
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
    others: Select[Any] = db.select(mine.id).join(other, other.id == mine.event_id)
    return others.where(mine.program_id == Session.program_id, public(other), order).correlate(
        Event, Session
    )


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
        described = [
            contains(word, Event.description, Program.description)
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


def _read(numbers: Sequence[int]) -> list[tuple[Event, Program | None]]:
    """These events with what their cards show, in the order of their numbers."""
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


def cards(events: Sequence[Event], *, now: datetime) -> list[ListedCard]:
    """A card for each of some events, whatever they belong to."""
    counted = tallies(events)
    return [_card(event, None, counted[event.id], now=now) for event in events]


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
