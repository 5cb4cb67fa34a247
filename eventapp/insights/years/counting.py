"""One event that is over, counted for pictures over many: numbers alone, none of them a person's."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.door import presence
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.models import Connection
from eventapp.insights import earlier
from eventapp.insights.evening import chance_of_again
from eventapp.insights.years.apart import apart
from eventapp.rsvps.models import Rsvp

# How often somebody came is counted up to so many times; the last number is open.
TIMES = 8


def counted(event: Event) -> dict[str, Any]:
    """Who came, for which time and as what; who met, of them for the first time; who connected."""
    came = dict(
        db.session.execute(
            db.select(Rsvp.person_id, Rsvp.role_id).where(
                Rsvp.event_id == event.id, presence.took_part()
            )
        ).all()
    )
    before, events = _before(event, came), _earlier(event)
    begun_at = {begun: number for number, begun in events.items()}
    nth = Counter(min(before[who][0] if who in before else 0, TIMES - 1) for who in came)
    second = Counter(
        begun_at[begun] for number, begun in before.values() if number == 1 and begun in begun_at
    )
    connected = db.session.execute(
        db.select(Connection.low_id, Connection.high_id).where(
            Connection.event_id == event.id, Connection.stopped_at.is_(None)
        )
    ).all()
    return {
        "came": len(came),
        # How many came for the first time, the second, and so on.
        "nth": [nth[n] for n in range(TIMES)],
        # Who came for the second time, by the event that was their first.
        "second": {str(number): people for number, people in sorted(second.items())},
        "roles": {
            str(role or 0): people
            for role, people in sorted(Counter(came.values()).items(), key=lambda x: x[0] or 0)
        },
        **_met(event, set(came), events),
        "connected": len(connected),
        "connected_people": len({person for pair in connected for person in pair}),
    }


def web_until(event: Event) -> dict[str, Any]:
    """How far apart everybody is who met anybody at this event of the community, or before."""
    rows = db.session.execute(
        db.select(
            Encounter.low_id, db.func.aggregate_strings(db.cast(Encounter.high_id, db.String), ",")
        )
        .where(Encounter.event_id.in_({event.id, *_earlier(event)}))
        .group_by(Encounter.low_id)
    ).all()
    high = np.fromstring(",".join(line for _low, line in rows), np.int64, sep=",")
    low = np.repeat(
        np.array([low for low, _line in rows], np.int64),
        [line.count(",") + 1 for _low, line in rows],
    )
    both = np.unique(low * 2**ledger.BITS + high)
    found = apart(both >> ledger.BITS, both & (2**ledger.BITS - 1))
    return {
        "people": found.people,
        "pairs": len(both),
        "within": [round(share, 4) for share in found.within],
    }


def _earlier(event: Event) -> dict[int, datetime]:
    """The events of the community before this one, each with when it began."""
    rows = db.session.execute(earlier.before(event).with_only_columns(Event.id, Event.starts_at))
    return dict(rows.all())


def _before(event: Event, people: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """At how many earlier events each of these people was, and when the first one began."""
    then, at = aliased(Rsvp), aliased(Event)
    rows = db.session.execute(
        db.select(then.person_id, db.func.count(at.id.distinct()), db.func.min(at.starts_at))
        .join(at, then.event_id == at.id)
        .where(
            then.person_id.in_(
                db.select(Rsvp.person_id).where(Rsvp.event_id == event.id, presence.took_part())
            ),
            # No index answers it: else each of all earlier events is asked for each of these people.
            at.community_id + 0 == event.community_id,
            at.starts_at < event.starts_at,
            at.published_at.is_not(None),
            at.cancelled_at.is_(None),
            presence.took_part(then),
        )
        .group_by(then.person_id)
    )
    return {who: (number, begun) for who, number, begun in rows if who in people}


def _met(event: Event, came: set[int], events: Collection[int]) -> dict[str, Any]:
    pairs = {
        (low, high)
        for low, high in db.session.execute(
            db.select(Encounter.low_id, Encounter.high_id)
            .where(Encounter.event_id == event.id)
            .distinct()
        )
    }
    everybody = came | {person for pair in pairs for person in pair}
    known = earlier.met_at(events, everybody) if pairs else set()
    again = pairs & known
    chance = chance_of_again(
        len(pairs), sum(low in came and high in came for low, high in known), len(came)
    )
    return {
        "pairs": len(pairs),
        "again": len(again),
        "again_people": len({person for pair in again for person in pair}),
        "again_by_chance": round(chance, 1),
    }
