"""The ledger of who has met: written round by round, read by everybody who mixes people."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np

from eventapp.db import db
from eventapp.encounters import pairs, pseudonyms
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

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
    """How often each pair of these people has met, by person id, the lower first.

    Also before they were erased and came back: so it is for seating, and for no page.
    """
    back = pseudonyms.of(people)
    known = [*people, *back]
    rows = db.session.execute(
        db.select(Encounter.low_id, Encounter.high_id, db.func.count(Encounter.id))
        .where(Encounter.low_id.in_(known), Encounter.high_id.in_(known))
        .group_by(Encounter.low_id, Encounter.high_id)
    ).all()
    found: Counter[tuple[int, int]] = Counter()
    now = pseudonyms.as_now(((low, high) for low, high, _times in rows), back)
    for (low, high), (_low, _high, times) in zip(now, rows, strict=True):
        if low < high:
            found[low, high] += times
    return dict(found)


def meetings_among(people: Collection[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every meeting of two of these people: the lower id, the higher one, and the event of each.

    The database answers with one line a person: three hundred regulars have tens of thousands of
    meetings, and a row for each takes longer than anything that is done with them.

    As in `counts`, those before somebody was erased and came back are among them.
    """
    found, pseudonyms_known = _meetings(people)
    back = pseudonyms.of(people) if pseudonyms_known else {}
    if back:
        found, _known = _meetings([*people, *back])
    meetings = np.fromstring(",".join(line for _low, line in found), np.int64, sep=",")
    low = np.array([low for low, _line in found], np.int64)
    low = np.repeat(low, [line.count(",") + 1 for _low, line in found])
    high, at = meetings >> BITS, meetings & (2**BITS - 1)
    if not back:
        return low, high, at
    pairs_now = pseudonyms.as_now(zip(low.tolist(), high.tolist(), strict=True), back)
    both = np.array(list(pairs_now), np.int64).reshape(-1, 2)
    # Nobody meets themselves, not even at an address that two had.
    two = both[:, 0] < both[:, 1]
    return both[two, 0], both[two, 1], at[two]


def _meetings(people: Collection[int]) -> tuple[list[tuple[int, str]], bool]:
    """The meetings of each of these people with others of them as one line, and whether there is any
    pseudonym: asked on the way, since mostly there is none."""
    meeting = db.cast(Encounter.high_id, db.BigInteger) * 2**BITS + Encounter.event_id
    line = db.func.aggregate_strings(db.cast(meeting, db.String), ",").label("line")
    lines = (
        db.select(Encounter.low_id, line)
        .where(Encounter.low_id.in_(people), Encounter.high_id.in_(people))
        .group_by(Encounter.low_id)
        .subquery()
    )
    known = db.select(pseudonyms.any_known().label("any")).subquery()
    rows = db.session.execute(
        db.select(known.c.any, lines.c.low_id, lines.c.line).select_from(
            known.outerjoin(lines, db.true())
        )
    ).all()
    return [(low, said) for _any, low, said in rows if low is not None], bool(rows[0].any)


def met(person_id: int) -> set[int]:
    """Everybody a person has met, by person id."""
    rows = db.session.execute(
        db.select(Encounter.low_id, Encounter.high_id).where(
            db.or_(Encounter.low_id == person_id, Encounter.high_id == person_id)
        )
    )
    return {low if high == person_id else high for low, high in rows}


def without_answer_at(event: Event) -> int:
    """How many people met somebody at an event and have been erased since: they are in no list of it."""
    met = db.union(
        db.select(Encounter.low_id.label("person_id")).where(Encounter.event_id == event.id),
        db.select(Encounter.high_id).where(Encounter.event_id == event.id),
    ).subquery()
    answered = db.exists().where(Rsvp.event_id == event.id, Rsvp.person_id == met.c.person_id)
    return db.session.scalar(db.select(db.func.count()).select_from(met).where(~answered)) or 0


def pairs_at(event: Event) -> int:
    """How many pairs of people met at an event, each counted once."""
    pairs = db.select(Encounter.low_id, Encounter.high_id).where(Encounter.event_id == event.id)
    return (
        db.session.scalar(db.select(db.func.count()).select_from(pairs.distinct().subquery())) or 0
    )
