"""Who stands at a kiosk: only whoever knows the whole name, or holds the code, is found."""

import re
from collections.abc import Iterable

from eventapp.door import actions, badge_codes, guest_list
from eventapp.door.guest_list import Entry
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import plain

# What stands between the parts of a name: O'Neil, Anne-Marie, Dr.
_BETWEEN = re.compile(r"[\W_]+")


def guest_of(event: Event, typed: str) -> int | None:
    """The one guest with a place whom a code or a whole name means; None in every other case.

    The page says the same for all of these: who comes is nobody's business at a kiosk.
    """
    owner: Rsvp | None = actions.rsvp_of_code(badge_codes.scanned(typed))
    if owner:
        return owner.id if owner.event_id == event.id and owner.going else None
    hits = called(guest_list.guest_entries(event), typed)
    return hits[0].id if len(hits) == 1 else None


def called(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """Who has a place and is called exactly so, whatever the order, case, accents and hyphens."""
    wanted = _parts(typed)
    return [entry for entry in entries if entry.going and wanted and wanted in _names(entry)]


def short_name(rsvp: Rsvp) -> str:
    """What a kiosk calls a guest: the first name, and the last one's first letter."""
    initial = rsvp.last_name[:1]
    return f"{rsvp.first_name} {initial}." if initial else rsvp.first_name


def _names(entry: Entry) -> list[list[str]]:
    """How somebody may write their name: its parts in order of the alphabet, or all in one."""
    parts = _parts(entry.name)
    written = [
        plain(f"{entry.first_name}{entry.last_name}"),
        plain(f"{entry.last_name}{entry.first_name}"),
    ]
    return [parts, *(_parts(name) for name in written)]


def _parts(text: str) -> list[str]:
    return sorted(_BETWEEN.sub(" ", plain(text)).split())
