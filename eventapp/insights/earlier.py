"""What was before an event: who had been to others of the community, and who had met whom there."""

from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import Select
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.door import presence
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.insights.evening import Pair, Sitting
from eventapp.insights.years.models import EventFigures
from eventapp.programs.models import Session
from eventapp.rsvps.models import Rsvp

# So many earlier events are drawn beside one.
MOST = 9


def times(event: Event) -> dict[int, int]:
    """At how many earlier events of the community those who answered were, by person; 0 is left out."""
    been, then = aliased(Rsvp), aliased(Event)
    here = db.select(Rsvp.person_id).where(Rsvp.event_id == event.id)
    rows = db.session.execute(
        db.select(been.person_id, db.func.count(then.id.distinct()))
        .join(then, been.event_id == then.id)
        .where(
            been.person_id.in_(here),
            # No index answers it: else each of all earlier events is asked for each of these people.
            then.community_id + 0 == event.community_id,
            then.starts_at < event.starts_at,
            presence.took_part(been),
        )
        .group_by(been.person_id)
    )
    return dict(rows.all())


def known(event: Event, place: Mapping[int, int]) -> frozenset[Pair]:
    """Who of these people had met at earlier events of the community, by their places."""
    events = db.session.scalars(before(event).with_only_columns(Event.id)).all()
    found = met_at(events, place)
    return frozenset((min(place[a], place[b]), max(place[a], place[b])) for a, b in found)


def met_at(events: Collection[int], people: Collection[int]) -> set[Pair]:
    """Who of these people met at these events, each pair once, the lower number first."""
    if not events or not people:
        return set()
    low, high, at = ledger.meetings_among(people)
    then = np.isin(at, np.array(sorted(events), np.int64))
    return set(zip(low[then].tolist(), high[then].tolist(), strict=True))


def series(event: Event) -> tuple[Sitting, ...]:
    """The events before this one, counted, the oldest first: of its program, else of the community."""
    program = db.session.scalar(db.select(Session.program_id).filter_by(event_id=event.id))
    asked = (
        before(event)
        .join(EventFigures, EventFigures.event_id == Event.id)
        .with_only_columns(Event.starts_at, EventFigures.counted)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(MOST)
    )
    if program is not None:
        of_program = db.select(Session.event_id).where(Session.program_id == program)
        asked = asked.where(Event.id.in_(of_program))
    return tuple(
        Sitting(
            starts_at, counted["pairs"], counted["again"], counted["again_people"],
            counted["again_by_chance"],
        )
        for starts_at, counted in reversed(db.session.execute(asked).all())
        if counted["pairs"]
    )  # fmt: skip


def before(event: Event) -> Select[tuple[Event]]:
    """The events of the community that were held before this one."""
    found: Select[tuple[Event]] = db.select(Event).where(
        Event.community_id == event.community_id,
        Event.starts_at < event.starts_at,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
    )
    return found
