"""What the sample site keeps of series, templates and venues."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import make

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.copying.models import EventTemplate
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.events.venues.models import Venue

SLUG = "207"


def series(event: Event, **given: object) -> EventSeries:
    """A series of which an event is the only date."""
    fields = {"slug": SLUG, "title": "206", "summary": "11", "description": "12"}
    found = EventSeries(community=event.community, created_at=make.NOON, **fields | given)
    found.dates = [SeriesDate(event=event)]
    return make.saved(found)


def repeated(event: Event, number: int) -> EventSeries:
    """So many dates, two weeks apart, of which an event is the first."""
    words = {"title": event.title, "summary": "", "description": ""}
    found = series(event, slug="lab-nights", **words)
    for week in range(1, number):
        later = timedelta(weeks=2 * week)
        more = make.event(
            community=event.community,
            title=event.title,
            starts_at=event.starts_at + later,
            ends_at=event.ends_at + later,
        )
        found.dates.append(SeriesDate(event=more))
    db.session.flush()
    return found


def page(series: EventSeries) -> str:
    """Where its dates are changed together."""
    return f"/desk/{series.community.slug}/series/{series.slug}/changes"


def dates(
    host: Community, starts: Sequence[datetime], *, hours: int, **given: object
) -> EventSeries:
    """A series whose dates begin then; the last is a draft."""
    events = [
        make.event(
            community=host,
            title="Lab nights",
            starts_at=at,
            ends_at=at + timedelta(hours=hours),
            published_at=None if at == starts[-1] else clock.now(),
            **given,
        )
        for at in starts
    ]
    found = series(events[0], slug="lab-nights", title="Lab nights")
    found.dates += [SeriesDate(event=one) for one in events[1:]]
    db.session.flush()
    return found


def kept(event: Event) -> dict[str, int]:
    """A series with an event, a template and a venue of its community; the last two by number."""
    series(event)
    model = make.event(
        community=event.community, slug="210", title="211", place_name="214", published_at=None
    )
    template = make.saved(EventTemplate(event=model, name="208", created_at=make.NOON))
    venue = make.saved(Venue(community=event.community, name="209", address="212", notes="213"))
    return {"template": template.id, "venue": venue.id}
