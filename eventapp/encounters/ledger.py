"""The ledger of who has met: written round by round, read by everybody who mixes people."""

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np

from eventapp.db import db
from eventapp.encounters import pairs
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event

# The number of an event fits in: a person and an event as one number are half as long to read.
BITS = 31


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


def meetings_among(people: Collection[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every meeting of two of these people: the lower id, the higher one, and the event of each.

    The database answers with one line a person: three hundred regulars have tens of thousands of
    meetings, and a row for each takes longer than anything that is done with them.
    """
    meeting = db.cast(Encounter.high_id, db.BigInteger) * 2**BITS + Encounter.event_id
    found = db.session.execute(
        db.select(Encounter.low_id, db.func.aggregate_strings(db.cast(meeting, db.String), ","))
        .where(Encounter.low_id.in_(people), Encounter.high_id.in_(people))
        .group_by(Encounter.low_id)
    ).all()
    meetings = np.fromstring(",".join(line for _low, line in found), np.int64, sep=",")
    low = np.array([low for low, _line in found], np.int64)
    low = np.repeat(low, [line.count(",") + 1 for _low, line in found])
    return low, meetings >> BITS, meetings & (2**BITS - 1)


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
