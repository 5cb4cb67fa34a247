"""Choose what an event's badges bear."""

from collections.abc import Collection

from eventapp.badges.fields import OFFERED
from eventapp.badges.models import LeftOff
from eventapp.db import db
from eventapp.events.models import Event


def left_off(event: Event) -> frozenset[str]:
    """The fields that the badges of an event don't bear."""
    chosen = db.select(LeftOff.field).where(LeftOff.event_id == event.id)
    return frozenset(db.session.scalars(chosen))


def choose(event: Event, fields: Collection[str]) -> None:
    """Let the badges of an event bear these fields and no other."""
    off = set(OFFERED) - set(fields)
    before = left_off(event)
    db.session.execute(
        db.delete(LeftOff).where(LeftOff.event_id == event.id, LeftOff.field.not_in(off))
    )
    db.session.add_all(LeftOff(event_id=event.id, field=field) for field in off - before)


def copy(event: Event, draft: Event) -> None:
    """Let the badges of a draft bear what those of an event bear."""
    db.session.add_all(LeftOff(event_id=draft.id, field=field) for field in left_off(event))
