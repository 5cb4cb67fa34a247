"""How an evening goes, in words."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.events.models import Event


def times_of(event: Event) -> list[tuple[datetime, str]]:
    """The times of an evening: doors, each round, the end."""
    rounds = [
        (moment, _("Round %(number)s", number=n))
        for n, moment in enumerate(event.round_times(), start=1)
        if moment < event.ends_at
    ]
    return [
        (event.starts_at, _("Doors, badges, hello")),
        *rounds,
        (event.ends_at, _("Stay and chat, or slip off quietly")),
    ]
