"""What a device sends when the connection is back: reports, and when each was really pressed (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from eventapp.rsvps.cells import clean

# So many at once; what is left follows.
MOST = 100
# Between two clocks that are right.
SLACK = timedelta(minutes=2)
# A device keeps what waits for so long; what claims to be older is taken to be from then.
LONGEST = timedelta(days=3)
KEY = re.compile(r"[A-Za-z0-9_-]{16,36}")
_LATEST = 253_402_300_799_000


@dataclass(frozen=True)
class Report:
    """One press: in, out or a walk-in, and what the device knew of the time.

    About whom: an answer by its number, or a walk-in by the key of its report.
    """

    key: str
    kind: str
    number: int
    # Milliseconds: the device's clock when it was pressed, how far ours was ahead of it at the last
    # contact, and what ours said then.
    pressed: int
    ahead: int
    contact: int
    rsvp: int = 0
    walk_in: str = ""
    first_name: str = ""
    last_name: str = ""
    role: int = 0


@dataclass(frozen=True)
class Batch:
    """Reports in the order they were pressed; None for one that can't be read, with its key."""

    sent: int
    reports: tuple[tuple[str, Report | None], ...]


def read(data: object) -> Batch | None:
    """The batch in a decoded JSON text; None for what isn't one."""
    if not isinstance(data, Mapping) or not isinstance(data.get("reports"), list):
        return None
    given = data["reports"][:MOST]
    named = [(str(one.get("id", "")), one) for one in given if isinstance(one, Mapping)]
    return Batch(
        _whole(data.get("sent")),
        tuple((key, _report(key, one)) for key, one in named if KEY.fullmatch(key)),
    )


def _report(key: str, given: Mapping[str, Any]) -> Report | None:
    kind = _text(given.get("kind"), 7)
    report = Report(
        key,
        kind if kind in {"in", "out", "walk-in"} else "",
        number=_whole(given.get("number")),
        pressed=_whole(given.get("pressed")),
        ahead=_whole(given.get("ahead")),
        contact=_whole(given.get("contact")),
        rsvp=_whole(given.get("rsvp")),
        walk_in=_text(given.get("walk_in"), 36),
        first_name=_text(given.get("first_name"), 60),
        last_name=_text(given.get("last_name"), 60),
        role=_whole(given.get("role")),
    )
    said = report.first_name if report.kind == "walk-in" else report.rsvp or report.walk_in
    return report if report.kind and said else None


def moment(report: Report, *, sent: int, now: datetime) -> datetime:
    """When something was really pressed, by the server's clock.

    A device's clock may be wrong, and by hours. Only differences on it are used: to the time pressed
    comes how far our clock was ahead of it, as the device saw when it last heard from us. If its clock was
    set in between, that lies before that last contact or after now. Then it is measured from the
    other side, by what the device's clock said when it sent; and if that can't be true either, the
    nearest possible moment is taken. So nothing lies before the last contact or in the future.
    """
    here = int(now.timestamp() * 1000)
    since = max(min(report.contact, here), here - _ms(LONGEST))
    guesses = (report.pressed + report.ahead, report.pressed + here - sent)
    likely = [at for at in guesses if since - _ms(SLACK) <= at <= here + _ms(SLACK)]
    at = min(max((likely or guesses[:1])[0], since), here)
    return datetime.fromtimestamp(at / 1000, UTC)


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


def _whole(given: object) -> int:
    """A whole number that a date can be made of; 0 for anything else."""
    fine = isinstance(given, int | float) and not isinstance(given, bool)
    return int(given) if fine and abs(given) <= _LATEST else 0  # type: ignore[arg-type, call-overload]


def _text(given: object, most: int) -> str:
    return clean(given)[:most] if isinstance(given, str) else ""
