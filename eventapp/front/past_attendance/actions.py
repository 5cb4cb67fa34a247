"""Past attendance on its way in: events, guests, check-ins and who met whom, in few statements.

Nobody is written to, and nobody has agreed to anything: neither names nor contact data are shown to
others, and no cards go out.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.door.models import Arrival
from eventapp.encounters import pairs
from eventapp.encounters.models import Encounter, EventLedger
from eventapp.events import local_time
from eventapp.events.copying.models import HELD
from eventapp.events.importing import actions as imported
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.front.past_attendance import people
from eventapp.front.past_attendance.evenings import Evening, Person
from eventapp.front.past_attendance.identity import identities
from eventapp.front.retention import actions as retention
from eventapp.insights.years import jobs as years
from eventapp.people.actions import new_links
from eventapp.people.models import Person as Someone
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold

Key = tuple[str, date]
LASTS = timedelta(hours=2, minutes=30)
# More is no help to choose from.
OFFERED = 300


@dataclass(frozen=True)
class There:
    """The past events of a community: those that came in with a file, by what the file knows them by
    and by title and day; and those that ran here, where who came is known, by title and day."""

    by_digest: Mapping[str, Event]
    imported: Mapping[Key, Event]
    ran: frozenset[Key]

    def event(self, evening: Evening) -> Event | None:
        """What an evening of a list came in as before."""
        return self.by_digest.get(_digest(evening)) or self.imported.get(_key(evening))

    def ran_here(self, evening: Evening) -> bool:
        """Whether who came to an evening is known from here."""
        return self.event(evening) is None and _key(evening) in self.ran


@dataclass(frozen=True)
class Brought:
    """What came of a list."""

    events: int = 0
    people: int = 0
    arrivals: int = 0
    encounters: int = 0


def there(community: Community, *, now: datetime) -> There:
    """The past events of a community that a list may speak of."""
    rows = db.session.execute(
        db.select(Event, ImportedEvent.key)
        .outerjoin(
            ImportedEvent,
            (ImportedEvent.event_id == Event.id) & ImportedEvent.past_at.is_not(None),
        )
        .where(Event.community_id == community.id)
        .where(ImportedEvent.key.is_not(None) | _ran(now))
    ).all()
    return There(
        by_digest={digest: event for event, digest in rows if digest},
        imported={_key_of(event): event for event, digest in rows if digest},
        ran=frozenset(_key_of(event) for event, digest in rows if not digest),
    )


def _ran(now: datetime) -> ColumnElement[bool]:
    """Events that took place: neither drafts nor templates, and not called off."""
    ran: ColumnElement[bool] = db.and_(
        Event.starts_at <= now, Event.published_at.is_not(None), Event.cancelled_at.is_(None), HELD
    )
    return ran


def past(community: Community, *, now: datetime) -> list[Event]:
    """The past events that a list may be all about, the latest first; older ones are found again by
    their name and day. Those that ran here aren't among them."""
    return list(
        db.session.scalars(
            db.select(Event)
            .join(ImportedEvent, ImportedEvent.event_id == Event.id)
            .where(
                Event.community_id == community.id,
                ImportedEvent.past_at.is_not(None),
                Event.starts_at <= now,
            )
            .order_by(Event.starts_at.desc(), Event.id.desc())
            .limit(OFFERED)
        )
    )


def _key_of(event: Event) -> Key:
    return fold(event.title), event.local_start.date()


def _key(evening: Evening) -> Key:
    return fold(title(evening)), evening.day


def title(evening: Evening) -> str:
    """What an evening is called; after its day where the list has no title."""
    return evening.title or _("Evening of %(day)s", day=format_date(evening.day, "long"))


def bring(
    community: Community,
    evenings: Sequence[Evening],
    *,
    small_as_one: bool,
    by: Someone | None,
    now: datetime,
    history: str = imported.HIDDEN,
) -> Brought:
    """Bring in what a list says of past evenings; `history` is who sees those that are new.

    What is in already stays as it is: twice is once.
    """
    lock_row(Community, community.id)
    known = there(community, now=now)
    wanted = [one for one in evenings if not known.ran_here(one)]
    before = [known.event(one) for one in wanted]
    new = [one for one, event in zip(wanted, before, strict=True) if event is None]
    listed = [
        imported.Incoming(_digest(one), _values(community, one) | {"visibility": history})
        for one in new
    ]
    made = imported.make_past(community, listed, now=now)
    fresh = iter(made)
    parts = [(event or next(fresh), one) for one, event in zip(wanted, before, strict=True)]
    who, number = people.find_or_make(community, wanted, identities(wanted), now=now)
    roles = {fold(role.name): role.id for role in community.roles}
    rsvps = _answers(parts, who, roles=roles, now=now)
    arrivals = _arrivals(parts, who, rsvps, by=by, now=now)
    met = _encounters(parts, who, small_as_one=small_as_one, now=now)
    # What later events' pictures say of who was here before has changed.
    if parts:
        first = min((event for event, _evening in parts), key=attrgetter("starts_at"))
        years.recount_from(first, now=now)
    # These events are older than those that were looked at last for whose contact data is to go.
    retention.look_anew(community, now=now)
    db.session.flush()
    return Brought(len(made), number, arrivals, met)


def _digest(evening: Evening) -> str:
    # Of the list's own title, empty as it may be: whoever brings it in again may read another language.
    said = f"attendance\n{fold(evening.title)}\n{evening.day.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()


def _values(community: Community, evening: Evening) -> dict[str, object]:
    zone = ZoneInfo(community.zone)
    begins = evening.at or time(18)
    try:
        starts_at = local_time.moment(evening.day, begins, zone)
    except local_time.Skipped:
        starts_at = datetime.combine(evening.day, begins, zone).astimezone(UTC)
    rounds = evening.rounds(small_as_one=False)
    tables = max((len(set(seats.values())) for seats in rounds.values()), default=1)
    return {
        "title": title(evening),
        "starts_at": starts_at,
        "ends_at": starts_at + LASTS,
        "tables": tables,
        "rounds": max(rounds, default=1),
    }


def _answers(
    parts: Sequence[tuple[Event, Evening]],
    who: Mapping[Person, int],
    *,
    roles: Mapping[str, int],
    now: datetime,
) -> dict[tuple[int, int], int]:
    """The answer of each person to each event, by their numbers; made where there is none."""
    found, last = _there_already([event.id for event, _evening in parts])
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for event, evening in parts:
        for person, guest in evening.guests.items():
            at = event.id, who[person]
            if at in found or at in rows:
                continue
            last[event.id] += 1
            rows[at] = {
                "event_id": event.id,
                "person_id": who[person],
                "state": "going",
                "source": "import",
                "first_name": guest.first_name,
                "last_name": guest.last_name,
                "role_id": roles.get(fold(guest.role)),
                "turn": last[event.id],
                # It is no news of this week.
                "created_at": event.starts_at,
                "changed_at": event.starts_at,
            }
    if rows:
        links = new_links("rsvp", [row["person_id"] for row in rows.values()], now=now)
        full = [row | {"link_id": link} for row, link in zip(rows.values(), links, strict=True)]
        # In whatever order: SQLite puts in many at once only where none is asked for.
        made = db.insert(Rsvp).returning(Rsvp.event_id, Rsvp.person_id, Rsvp.id)
        found |= {
            (event, person): number for event, person, number in db.session.execute(made, full)
        }
    return found


def _there_already(events: Sequence[int]) -> tuple[dict[tuple[int, int], int], Counter[int]]:
    """The answers to some events by event and person, and the last turn of each event."""
    found, last = {}, Counter[int]()
    for part in chunks(sorted(set(events))):
        answers = db.select(Rsvp.event_id, Rsvp.person_id, Rsvp.id, Rsvp.turn)
        for event, person, number, turn in db.session.execute(
            answers.where(Rsvp.event_id.in_(part))
        ):
            found[event, person] = number
            last[event] = max(last[event], turn)
    return found, last


def _arrivals(
    parts: Sequence[tuple[Event, Evening]],
    who: Mapping[Person, int],
    rsvps: Mapping[tuple[int, int], int],
    *,
    by: Someone | None,
    now: datetime,
) -> int:
    wanted = {
        rsvps[event.id, who[person]]: event.starts_at
        for event, evening in parts
        for person in evening.guests
    }
    rows = [
        {"rsvp_id": rsvp, "arrived_at": at, "by_id": by.id if by else None}
        for rsvp, at in wanted.items()
    ]
    return _inserted(Arrival, rows, ["rsvp_id"])


def _encounters(
    parts: Sequence[tuple[Event, Evening]],
    who: Mapping[Person, int],
    *,
    small_as_one: bool,
    now: datetime,
) -> int:
    rows, ledgers = [], []
    for event, evening in parts:
        rounds = evening.rounds(small_as_one=small_as_one)
        numbers = _tables(at for seats in rounds.values() for at in seats.values())
        for number, seats in sorted(rounds.items()):
            table_of = {who[person]: numbers[at] for person, at in seats.items()}
            rows += [
                {
                    "event_id": event.id,
                    "round": number,
                    "table": table_of[low],
                    "low_id": low,
                    "high_id": high,
                    "met_at": event.ends_at,
                }
                for low, high in sorted(pairs.met(table_of, table_of.keys()))
            ]
        # Closed, and kept whatever is corrected at the event: no plan here tells who sat where.
        ledgers.append(
            {
                "event_id": event.id,
                "rounds": max(rounds, default=0),
                "closed_at": now,
                "kept_until": event.ends_at,
            }
        )
    _inserted(EventLedger, ledgers, ["event_id"])
    return _inserted(Encounter, rows, ["event_id", "round", "low_id", "high_id"])


def _tables(labels: Iterable[str]) -> dict[str, int]:
    """A number for each table; the list's own where it has numbers."""
    known = sorted(set(labels))
    own = {label: int(label) for label in known if label.isdecimal() and 0 < int(label) < 1_000}
    free = (n for n in range(1, 1_000_000) if n not in own.values())
    return {label: own[label] if label in own else next(free) for label in known}


def _inserted(table: type[Any], rows: Sequence[dict[str, Any]], unique: list[str]) -> int:
    """Put in the rows that aren't there yet, many to a statement; how many those were."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    once = insert(table).on_conflict_do_nothing(index_elements=unique)
    made = once.returning(getattr(table, unique[0]))
    return len(db.session.scalars(made, list(rows)).all()) if rows else 0
