"""Events are put out, each with all that follows from it: a program's people join, followers are told."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from eventapp.events import one_of_many
from eventapp.events.copying.actions import refuse_template
from eventapp.events.models import Event
from eventapp.programs import waitlist
from eventapp.programs.interest import actions as interest


def publish(event: Event, *, now: datetime) -> None:
    """List an event from now on. Twice is once."""
    publish_all([event], now=now)


def publish_all(events: Sequence[Event], *, now: datetime) -> int:
    """List events from now on; how many followers of a series are told, once for all of them."""
    new = [event for event in events if not event.published_at]
    interest.lock_series(new)
    for event in events:
        with one_of_many.named(event) if len(events) > 1 else nullcontext():
            refuse_template(event)
            waitlist.publish(event, now=now)
    return interest.tell_of_dates(new, now=now) if new else 0
