"""What a value of an archive may be: by its column's type, and closer where a page relies on it (pure).

An archive may come from anybody. What forms would have refused is refused here, too.
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import JSON, Boolean, Column, Float, Integer, String, Text

from eventapp.archive import tables
from eventapp.archive.json_shapes import SHAPES
from eventapp.archive.values import CONTROL_OF_PROSE, LETTERS, MOST, Wrong, is_a, web_address, weigh
from eventapp.badges.printers.corrections import LEAST_STRETCH, MOST_SHIFT, MOST_STRETCH
from eventapp.db import UtcDateTime
from eventapp.rsvps.models import STAGES

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# How far numbers go that pages and drawings count up to.
BETWEEN: dict[str, tuple[float, float]] = {
    "event.tables": (1, 1_000),
    "event.seats": (2, 100),
    "event.rounds": (1, 50),
    "event.minutes": (1, 600),
    "event.capacity": (1, 100_000),
    "event.most_guests": (0, 50),
    "event.offer_hours": (0, 10_000),
    "event.confirm_hours": (0, 10_000),
    "event.reminder_hours": (0, 10_000),
    "event.rsvps_close": (-1_000_000, 1_000_000),
    "event.waitlist_closes": (-1_000_000, 1_000_000),
    "event.rsvps_open": (-1_000_000, 1_000_000),
    "event.places_held": (-1_000_000, 1_000_000),
    "event.sequence": (0, 1_000_000),
    "role.position": (0, 1_000),
    "venue.latitude": (-90, 90),
    "venue.longitude": (-180, 180),
    "venue.tables": (0, 1_000),
    "venue.seats": (0, 100),
    "printer.shift_x": (-MOST_SHIFT, MOST_SHIFT),
    "printer.shift_y": (-MOST_SHIFT, MOST_SHIFT),
    "printer.stretch_x": (LEAST_STRETCH, MOST_STRETCH),
    "printer.stretch_y": (LEAST_STRETCH, MOST_STRETCH),
    "own_stock.sheet_width": (20, 450),
    "own_stock.sheet_height": (20, 1000),
    "own_stock.cols": (1, 10),
    "own_stock.rows": (1, 30),
    "own_stock.width": (20, 450),
    "own_stock.height": (15, 1000),
    "own_stock.left": (0, 200),
    "own_stock.top": (0, 200),
    "own_stock.pitch_x": (0, 450),
    "own_stock.pitch_y": (0, 1000),
    "own_stock.corner": (0, 30),
    "plan.rounds": (1, 50),
    "plan.version": (1, 1_000_000),
    "table.number": (1, 100_000),
    "table.capacity": (1, 1_000),
    "seat.round": (1, 50),
    "encounter.round": (1, 50),
    "event_ledger.rounds": (0, 50),
    "session.position": (0, 10_000),
    "certificate.issue": (1, 10_000),
}
_STAGE = ("", *STAGES)


def value(column: Column[Any], given: Any) -> Any:
    """A value as the database keeps it; Wrong where it can't be that column's."""
    name = f"{column.table.name}.{column.name}"
    kind = column.type
    if given is None:
        if not column.nullable:
            raise Wrong(name)
        return None
    if isinstance(kind, JSON):
        weigh(given)
        found = SHAPES[name](given)
    elif isinstance(kind, UtcDateTime):
        found = _moment(given)
    elif isinstance(kind, Boolean):
        found = is_a(given, bool)
    elif isinstance(kind, (Integer, Float)):
        found = _number(given, kind, *BETWEEN.get(name, (-MOST, MOST)))
    else:
        found = _text(given, kind)
    check = CLOSER.get(name)
    if check and not check(found):
        raise Wrong(name)
    return found


def _moment(given: Any) -> datetime:
    try:
        found = datetime.fromisoformat(is_a(given, str))
    except ValueError:
        raise Wrong("moment") from None
    if found.tzinfo is None or not 1970 <= found.year <= 2200:
        raise Wrong("moment")
    return found.astimezone(UTC)


def _number(given: Any, kind: Any, least: float, most: float) -> int | float:
    whole = isinstance(kind, Integer)
    if type(given) is not int and (whole or type(given) is not float):
        raise Wrong("number")
    if not math.isfinite(given) or not least <= given <= most:
        raise Wrong("number")
    return int(given) if whole else float(given)


def _text(given: Any, kind: Any) -> str:
    text: str = is_a(given, str)
    prose = isinstance(kind, Text) or not isinstance(kind, String) or not kind.length
    if len(text) > (LETTERS if prose else int(kind.length)):
        raise Wrong("long")
    if (CONTROL_OF_PROSE if prose else _CONTROL).search(text):
        raise Wrong("control")
    return text


def kept_otherwise(name: str) -> list[Column[Any]]:
    """The columns of a table that the database keeps otherwise than an archive."""
    return [
        one
        for one in tables.columns(name)
        if isinstance(one.type, UtcDateTime) or f"{name}.{one.name}" == "enrolment.answers"
    ]


@cache
def _zone(text: str) -> bool:
    return text in available_timezones()


def _tag(text: str) -> bool:
    return not text or bool(_TAG.fullmatch(text))


def _slug(text: str) -> bool:
    return bool(_SLUG.fullmatch(text))


CLOSER: dict[str, Callable[[Any], bool]] = {
    "community.slug": _slug,
    "event.slug": _slug,
    "event_series.slug": _slug,
    "program.slug": _slug,
    "community.zone": _zone,
    "community.language": _tag,
    "community.colour": lambda text: not text or bool(_COLOUR.fullmatch(text)),
    "community.contact_months": lambda number: number in {3, 6, 12, 18, 24, 36},
    "event.zone": _zone,
    "event.language": _tag,
    **{f"event.{what}_url": web_address for what in ("map", "online")},
    "venue.map_url": web_address,
    "program.language": _tag,
    "rsvp.language": _tag,
    "rsvp.stage": lambda text: text in _STAGE,
    "event_stage.stage": lambda text: text in STAGES,
    "certificate.zone": _zone,
}
