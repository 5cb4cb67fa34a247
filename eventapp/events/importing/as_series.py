"""The dates of an entry that repeats stay together, as a series."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.importing.found import Found
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.events.series import actions, taking_in
from eventapp.events.series.models import EventSeries, SeriesDate


def keep(
    community: Community,
    made: Sequence[tuple[Found, Event]],
    together: Collection[str],
    *,
    now: datetime,
) -> list[EventSeries]:
    """The series of those entries whose dates are to be one: that of earlier dates, or a new one.

    A series that is new also takes in what came in before by itself; one date alone is none.
    """
    new: dict[str, list[Event]] = defaultdict(list)
    for found, event in made:
        if found.source in together:
            new[found.source].append(event)
    there = of_sources(community)
    kept = [there[source] for source in new if source in there]
    for source in new.keys() & there.keys():
        taking_in.take_in_all(there[source], new[source])
    for events in _loose(community, new.keys() - there.keys()):
        if len(events) > 1:
            usual, _number = Counter(event.title for event in events).most_common(1)[0]
            like = next(event for event in reversed(events) if event.title == usual)
            kept.append(actions.gather(events, like=like, now=now))
    return kept


def of_sources(community: Community) -> dict[str, EventSeries]:
    """The series that dates of an entry are in since they came in, by the entry."""
    found = db.session.execute(
        db.select(ImportedEvent.source, EventSeries)
        .join(SeriesDate, SeriesDate.event_id == ImportedEvent.event_id)
        .join(EventSeries, EventSeries.id == SeriesDate.series_id)
        .where(ImportedEvent.community_id == community.id, ImportedEvent.source.is_not(None))
        .order_by(SeriesDate.event_id)
    )
    return {str(source): series for source, series in found}


def _loose(community: Community, sources: Collection[str]) -> Collection[list[Event]]:
    """The dates of each of some entries that came in, now or before, and belong to nothing yet."""
    found = db.session.execute(
        db.select(ImportedEvent.source, Event)
        .join(Event, Event.id == ImportedEvent.event_id)
        .where(
            ImportedEvent.community_id == community.id,
            ImportedEvent.source.in_(sources),
            taking_in.by_itself(),
        )
        .order_by(Event.starts_at, Event.id)
    )
    loose: dict[str, list[Event]] = defaultdict(list)
    for source, event in found:
        loose[str(source)].append(event)
    return loose.values()
