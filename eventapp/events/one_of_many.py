"""Where something is done with many events at once, a refusal of one of them says which it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _

from eventapp import clock
from eventapp.errors import Refused
from eventapp.events.models import Event


@contextmanager
def named(event: Event) -> Iterator[None]:
    """What is refused within names the day of the event."""
    try:
        yield
    except Refused as no:
        day = clock.short_day(event.starts_at, event.zone)
        raise Refused(_("%(day)s: %(why)s", day=day, why=no)) from no
