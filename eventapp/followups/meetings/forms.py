"""What one of two may choose: one of the proposed half-hours, or a time of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.events import local_time
from eventapp.mail.outbox import one_line

LONGEST = 200
OWN = "own"
_AT = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class Choice:
    """What was chosen, or why it can't be: `errors` by the field."""

    at: str = ""
    own: str = ""
    words: str = ""
    starts_at: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)


def moment(at: str) -> datetime | None:
    """A moment as an address names it; None for anything else."""
    try:
        return datetime.strptime(at, _AT).replace(tzinfo=UTC) if len(at) == 14 else None
    except ValueError:
        return None


def read(given: Mapping[str, str], zone: str) -> Choice:
    """What a form says; times of one's own are on the clocks of the place where they met."""
    at, own = given.get("at", "")[:20], given.get("own", "")[:20]
    words = one_line(given.get("words", ""))
    errors: dict[str, str] = {}
    if len(words) > LONGEST:
        errors["words"] = _("Write at most %(number)s characters.", number=LONGEST)
    starts_at = moment(at)
    if at == OWN or (own and starts_at is None):
        at = OWN
        starts_at = _on_the_clocks(own, zone, errors)
    elif starts_at is None:
        errors["at"] = _("Choose one of the times, or type your own.")
    return Choice(at, own, words, starts_at, errors)


def _on_the_clocks(own: str, zone: str, errors: dict[str, str]) -> datetime | None:
    try:
        local = datetime.fromisoformat(own)
        if local.tzinfo is None:
            return local_time.moment(local.date(), local.time(), ZoneInfo(zone))
    except local_time.Skipped:
        errors["own"] = _("The clocks jump over that time on that day. Choose another.")
        return None
    except (ValueError, OverflowError):
        pass
    errors["own"] = _("Type a day and a time, as in 2026-12-03 12:30.")
    return None
