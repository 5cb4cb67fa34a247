"""The ledger of who has met: written round by round, read by everybody who mixes people."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from eventapp.db import db
from eventapp.encounters import pairs, pseudonyms
from eventapp.encounters.models import Encounter, EventLedger
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
    """Make the ledger of one round say who met, by person id; how many pairs are new. Twice is once.

    `now` is when the round ended. Pairs that didn't meet after all are taken out, but for those with
    somebody who has no answer here any more: nothing tells where they sat.
    """
    kept = state_of(event)
    until = kept.kept_until if kept else None
    written = {(row.low_id, row.high_id): row for row in _rows(event, round)}
    # Who met before the event was moved to this day has met.
    stays = {pair for pair, row in written.items() if until and row.met_at <= until}
    known = {pair: row for pair, row in written.items() if pair not in stays}
    found = {
        pair: {"table": table_of[pair[0]], "met_at": now}
        for pair in pairs.met(table_of, present) - stays
    }
    _take_out(event, {pair: known[pair].id for pair in known.keys() - found.keys()})
    mended = [
        {"id": known[pair].id, **said}
        for pair, said in found.items()
        if pair in known and said != {"table": known[pair].table, "met_at": known[pair].met_at}
    ]
    if mended:
        db.session.execute(db.update(Encounter), mended)
    new = [
        {"event_id": event.id, "round": round, "low_id": low, "high_id": high, **found[low, high]}
        for low, high in sorted(found.keys() - known.keys())
    ]
    if new:
        db.session.execute(db.insert(Encounter), new)
    return len(new)


def rounds_written(event: Event) -> set[int]:
    """The rounds of an event in which anybody met."""
    found = db.select(Encounter.round).where(Encounter.event_id == event.id).distinct()
    return set(db.session.scalars(found))


def state_of(event: Event) -> EventLedger | None:
    """How far the ledger of an event is written; None while nothing of it is."""
    return db.session.get(EventLedger, event.id)


def noted(event: Event) -> EventLedger:
    """The same, begun where it isn't yet."""
    kept = state_of(event)
    if kept is None:
        kept = EventLedger(event_id=event.id, rounds=0)
        db.session.add(kept)
    return kept


def changed(event_id: int, *, now: datetime) -> None:
    """What was written of an event may be true no more: the sweep writes it again. Twice is once."""
    db.session.execute(
        db.update(EventLedger).where(EventLedger.event_id == event_id).values(changed_at=now)
    )


def closed(events: Collection[int]) -> set[int]:
    """Those of some events, by id, whose ledger was written after their end."""
    found = db.select(EventLedger.event_id).where(
        EventLedger.event_id.in_(events), EventLedger.closed_at.is_not(None)
    )
    return set(db.session.scalars(found))


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


def _rows(event: Event, round: int) -> Sequence[Any]:
    found = db.select(
        Encounter.id, Encounter.low_id, Encounter.high_id, Encounter.table, Encounter.met_at
    ).where(Encounter.event_id == event.id, Encounter.round == round)
    return db.session.execute(found).all()


def _take_out(event: Event, gone: Mapping[tuple[int, int], int]) -> None:
    if not gone:
        return
    people = {person for pair in gone for person in pair}
    answered = set(
        db.session.scalars(
            db.select(Rsvp.person_id).where(Rsvp.event_id == event.id, Rsvp.person_id.in_(people))
        )
    )
    numbers = [number for pair, number in gone.items() if answered.issuperset(pair)]
    if numbers:
        db.session.execute(db.delete(Encounter).where(Encounter.id.in_(numbers)))
