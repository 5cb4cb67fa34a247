"""How an evening goes, in words."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.events.models import Event


def times_of(event: Event, *, now: datetime) -> list[tuple[datetime, str]]:
    """The times of an evening: doors, each round, the end."""
    closes = event.closes_at(now)
    rounds = [
        (moment, _("Round %(number)s", number=n))
        for n, moment in enumerate(event.evening(now).begins, start=1)
        if moment < closes
    ]
    return [
        (event.starts_at, _("Doors, badges, hello")),
        *rounds,
        (closes, _("Stay and chat, or slip off quietly")),
    ]
