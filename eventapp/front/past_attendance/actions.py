"""Past attendance on its way in: events, guests, check-ins and who met whom, in few statements.

Nobody is written to, and nobody has agreed to anything: neither names nor contact data are shown to
others, and no cards go out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.door.models import Arrival
from eventapp.encounters import pairs
from eventapp.encounters.models import Encounter, EventLedger
from eventapp.events import local_time
from eventapp.events.importing import actions as imported
from eventapp.events.models import Event
from eventapp.front.past_attendance import known_events, people
from eventapp.front.past_attendance.evenings import Evening, Person
from eventapp.front.past_attendance.identity import identities
from eventapp.front.retention import actions as retention
from eventapp.insights.years import jobs as years
from eventapp.people.actions import new_links
from eventapp.people.models import Person as Someone
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold

LASTS = timedelta(hours=2, minutes=30)


@dataclass(frozen=True)
class Brought:
    """What came of a list."""

    events: int = 0
    people: int = 0
    arrivals: int = 0
    encounters: int = 0


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
    known = known_events.there(community, now=now)
    wanted = [one for one in evenings if not known.ran_here(one)]
    before = [known.event(one) for one in wanted]
    new = [one for one, event in zip(wanted, before, strict=True) if event is None]
    listed = [
        imported.Incoming(
            known_events.digest(one), _values(community, one) | {"visibility": history}
        )
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
        "title": known_events.title(evening),
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
