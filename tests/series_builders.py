"""What the sample site keeps of series, templates and venues."""

import make

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


def kept(event: Event) -> dict[str, int]:
    """A series with an event, a template and a venue of its community; the last two by number."""
    series(event)
    model = make.event(
        community=event.community, slug="210", title="211", place_name="214", published_at=None
    )
    template = make.saved(EventTemplate(event=model, name="208", created_at=make.NOON))
    venue = make.saved(Venue(community=event.community, name="209", address="212", notes="213"))
    return {"template": template.id, "venue": venue.id}
