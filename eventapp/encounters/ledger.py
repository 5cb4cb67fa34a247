"""The ledger of who has met: written round by round, read by everybody who mixes people."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from eventapp.db import db
from eventapp.encounters import pairs
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event


def record(
    event: Event,
    round: int,
    table_of: Mapping[int, int],
    present: Collection[int],
    *,
    now: datetime,
) -> int:
    """Write who met in one round, by person id; how many pairs are new. Twice is once."""
    known = {
        (low, high)
        for low, high in db.session.execute(
            db.select(Encounter.low_id, Encounter.high_id).where(
                Encounter.event_id == event.id, Encounter.round == round
            )
        )
    }
    found = pairs.met(table_of, set(present)) - known
    db.session.add_all(
        Encounter(
            event_id=event.id,
            round=round,
            table=table_of[low],
            low_id=low,
            high_id=high,
            met_at=now,
        )
        for low, high in sorted(found)
    )
    return len(found)


def counts(people: Collection[int]) -> dict[tuple[int, int], int]:
    """How often each pair of these people has met, by person id, the lower first."""
    rows = db.session.execute(
        db.select(Encounter.low_id, Encounter.high_id, db.func.count(Encounter.id))
        .where(Encounter.low_id.in_(people), Encounter.high_id.in_(people))
        .group_by(Encounter.low_id, Encounter.high_id)
    )
    return {(low, high): times for low, high, times in rows}


def meetings_among(people: Collection[int]) -> list[tuple[int, list[int], list[int]]]:
    """Of these people each with whom else of them they met (higher ids), and at which event each time.

    The database answers with one row a person: three hundred regulars have tens of thousands of
    meetings, and a row for each takes longer than anything that is done with them.
    """
    meeting = db.cast(Encounter.high_id, db.String) + "," + db.cast(Encounter.event_id, db.String)
    rows = db.session.execute(
        db.select(Encounter.low_id, db.func.aggregate_strings(meeting, ","))
        .where(Encounter.low_id.in_(people), Encounter.high_id.in_(people))
        .group_by(Encounter.low_id)
    )
    # A list of numbers is JSON, and nothing else reads it as fast.
    found = [(low, json.loads(f"[{joined}]")) for low, joined in rows]
    return [(low, numbers[::2], numbers[1::2]) for low, numbers in found]


def met(person_id: int) -> set[int]:
    """Everybody a person has met, by person id."""
    rows = db.session.execute(
        db.select(Encounter.low_id, Encounter.high_id).where(
            db.or_(Encounter.low_id == person_id, Encounter.high_id == person_id)
        )
    )
    return {low if high == person_id else high for low, high in rows}


def pairs_at(event: Event) -> int:
    """How many pairs of people met at an event, each counted once."""
    pairs = db.select(Encounter.low_id, Encounter.high_id).where(Encounter.event_id == event.id)
    return (
        db.session.scalar(db.select(db.func.count()).select_from(pairs.distinct().subquery())) or 0
    )
